import type { Ineligibility } from "../../models/ineligibility.ts";
import { DomainError, ineligibleAs } from "../errors.ts";
import { moment } from "../format.ts";

/** Somebody is in Admin by now, so an owner can't make themselves its first member. */
export class AdminExists extends DomainError<{ name: string; at: Date | null }> {
  readonly code = "admin_exists";
  sentence(timeZone?: string): string {
    const { name, at } = this.facts;
    const when = at ? ` on ${moment(at, timeZone)}` : " already";
    return `${name} joined Admin${when}. As an owner you can already do everything. To be in Admin too, ask another admin for an invite.`;
  }
}

/** Someone changed the user since the actor last saw them; `by` is null if nobody can tell who. */
export class UserChanged extends DomainError<{ name: string; by: string | null; at: Date | null }> {
  readonly code = "user_changed";
  sentence(timeZone?: string): string {
    const { name, by, at } = this.facts;
    const what = at
      ? `${by ?? "Someone"} changed ${name} on ${moment(at, timeZone)}.`
      : `${name} was changed.`;
    return `${what} Nothing else was changed. Check before you continue.`;
  }
}

/** Without this user, no active member of Admin would be left, or none for good: `othersEnd`. */
export class LastAdmin extends DomainError<{ name: string; othersEnd: boolean }> {
  readonly code = "last_admin";
  sentence(): string {
    if (this.facts.othersEnd)
      return `${this.facts.name} is the last active Admin whose membership does not end, so nothing was changed. Put someone in Admin for good first.`;
    return `${this.facts.name} is the last active Admin, so nothing was changed. Add someone else to Admin first.`;
  }
}

/** An account can't be linked: it may do nothing here, or acts as somebody else. */
export class CannotLink extends DomainError<
  { account: string } & (
    | { reason: Ineligibility | "no_email" }
    /** Unless an admin vouches for it. */
    | { reason: "email_not_confirmed"; email: string }
    | { reason: "linked_already"; to: { name: string; email: string } }
  )
> {
  readonly code = "cannot_link";
  sentence(): string {
    const orVouch = this.facts.reason === "email_not_confirmed" ? ", or vouch for this one" : "";
    return `${this.facts.account} ${this.#why()}. Choose another account${orVouch}.`;
  }
  #why(): string {
    const { facts } = this;
    if (facts.reason === "linked_already") return `is already linked to ${facts.to.name} (${facts.to.email})`;
    if (facts.reason === "no_email") return "has no email address";
    if (facts.reason === "email_not_confirmed")
      return `has the address ${facts.email}, which is not confirmed`;
    return `is ${ineligibleAs[facts.reason]}`;
  }
}
