import { DomainError } from "../errors.ts";
import { moment } from "../format.ts";

/** Someone acted on the invite first, and it is no longer pending. */
export class InviteSettled extends DomainError<{
  email: string;
  status: "accepted" | "declined" | "cancelled" | "expired";
  by: string;
  at: Date;
}> {
  readonly code = "invite_settled";
  sentence(timeZone?: string): string {
    const { email, status, by, at } = this.facts;
    const when = moment(at, timeZone);
    return status === "expired"
      ? `The invite to ${email} expired on ${when}. Resend it to make it valid again.`
      : `${by} ${status} the invite to ${email} on ${when}.`;
  }
}

/** Someone sent the invite again since the actor last saw it. */
export class InviteResent extends DomainError<{ email: string; by: string; at: Date }> {
  readonly code = "invite_resent";
  sentence(timeZone?: string): string {
    const { email, by, at } = this.facts;
    return `${by} sent the invite to ${email} again on ${moment(at, timeZone)}. Nothing else was changed.`;
  }
}

/** Someone edited the invite since the actor last saw it. */
export class InviteEdited extends DomainError<{ email: string; by: string; at: Date }> {
  readonly code = "invite_edited";
  sentence(timeZone?: string): string {
    const { email, by, at } = this.facts;
    return `${by} edited the invite to ${email} on ${moment(at, timeZone)}. Nothing else was changed.`;
  }
}

/** The same address has been invited again, so the older invite can't be resent. */
export class AlreadyPending extends DomainError<{ email: string; by: string; inviteId: string }> {
  readonly code = "already_pending";
  sentence(): string {
    return `${this.facts.email} has another pending invite, by ${this.facts.by}. Resend that one instead.`;
  }
}

/** What the invite gives has ended, so it can't be sent again. */
export class AccessEnded extends DomainError<{ email: string; end: string }> {
  readonly code = "access_ended";
  sentence(): string {
    const { email, end } = this.facts;
    return `What the invite to ${email} gives ended on ${end}. Invite them anew.`;
  }
}

/** The invited address belongs to a user by now, through another invite. */
export class AlreadyRegistered extends DomainError {
  readonly code = "already_registered";
  constructor() {
    super({});
  }
  sentence(): string {
    return "This address is already registered. Nothing was changed.";
  }
}

/** A daily limit on invites is used up (product.md, "Limits on invites"). */
export class LimitReached extends DomainError<{ limit: "admin" | "total" | "address"; most: number }> {
  readonly code = "limit_reached";
  sentence(): string {
    const { limit, most } = this.facts;
    const limits = {
      admin: "your limit",
      total: "the organisation's limit",
      address: "the limit for this address",
    };
    return `Not sent: ${limits[limit]} of ${most} invites a day is reached. Try again after midnight UTC.`;
  }
}
