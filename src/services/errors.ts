import type { Ineligibility } from "../models/ineligibility.ts";
import type { RunKind, RunStatus } from "../models/run.ts";
import { either, moment } from "./format.ts";
import type { Permission } from "./permissions.ts";

/** Every error that a rule refuses with: each has a code, facts, and a sentence for a person. */
export type DomainError =
  | AccessEnded
  | AdminNeedsApproval
  | AdminExists
  | AlreadyPending
  | AlreadyRegistered
  | CannotLink
  | ClientChanged
  | CursorOutdated
  | DatabaseUnavailable
  | GroupBuiltIn
  | GroupChanged
  | FilterTooWide
  | GroupDeleted
  | GroupManaged
  | IdentifierTaken
  | ImportLimitReached
  | ImportUnreadable
  | InvalidFields
  | InviteEdited
  | InviteResent
  | InviteSettled
  | LastAdmin
  | LimitReached
  | NoOtherAdmin
  | NotAdmin
  | NotFound
  | NotPermitted
  | NotRegistered
  | ConfirmationNeeded
  | OwnRequest
  | OwnMembership
  | RequestSettled
  | RunChanged
  | ExportRunning
  | ReviewEnded
  | ReviewedAlready
  | UserChanged
  | WebhookChanged
  | WebhookOff
  | WebhooksUnavailable;

/**
 * Tells a rule's refusal from a bug. That the database does not answer is neither: nothing can be read then to show
 * beside it.
 */
export function isDomainError(error: unknown): error is Exclude<DomainError, DatabaseUnavailable> {
  return error instanceof Refusal && !(error instanceof DatabaseUnavailable);
}

/** What all of them have in common; `message` is the sentence in UTC, for the log. */
abstract class Refusal<Facts extends object = object> extends Error {
  abstract readonly code: string;

  constructor(readonly facts: Facts) {
    super();
  }

  /** One sentence or two: what happened and what to do next, with times in the reader's zone. */
  abstract sentence(timeZone?: string): string;

  override get message(): string {
    return this.sentence();
  }
}

/**
 * Why someone was refused, as the audit log keeps it: the account is ineligible, or it is not linked to an active
 * member of Admin (`not_admin`), or to no active user (`not_registered`).
 */
export type RefusalReason = Ineligibility | "not_admin" | "not_registered";

/** Why an API client was refused: it lacks the permission (`not_permitted`), or its token has ended (`token_ended`). */
export type ClientRefusalReason = "not_permitted" | "token_ended";

/** What an account is that has no rights here. */
export const ineligibleAs: Record<Ineligibility, string> = {
  guest: "a guest",
  bot: "a bot",
  deactivated: "deactivated",
  other_organisation: "from another team",
  email_changed: "email changed",
  reactivated: "deactivated earlier",
};

/** An admin who may act now, by their account. */
export interface AskableAdmin {
  name: string;
  userId: string;
}

/** The actor is not an admin, or their account may not act just now. */
export class NotAdmin extends Refusal<{ reason: RefusalReason; askInstead: readonly AskableAdmin[] }> {
  readonly code = "not_admin";
  /** Before whom to ask. */
  readonly what = "Only admins can do this.";
  sentence(): string {
    return `${this.what} ${whomToAsk(this.facts.askInstead)}`;
  }
}

/** An API client lacks the permission that this needs, or its token has ended since it was asked. */
export class NotPermitted extends Refusal<{
  client: string;
  permission: Permission;
  reason: ClientRefusalReason;
}> {
  readonly code = "not_permitted";
  sentence(): string {
    const { client, permission, reason } = this.facts;
    return reason === "token_ended"
      ? `This token of ${client} no longer works. Ask an admin for a new one.`
      : `${client} may not do this: it needs the permission ${permission}. Ask an admin for a client that has it.`;
  }
}

/** What someone typed or chose will not do: a sentence for each field. */
export class InvalidFields extends Refusal<{ fields: Readonly<Record<string, string>> }> {
  readonly code = "invalid_fields";
  constructor(readonly fields: Readonly<Record<string, string>>) {
    super({ fields });
  }
  sentence(): string {
    return Object.values(this.fields).join(" ");
  }
}

/** Someone acted on the invite first, and it is not pending any more. */
export class InviteSettled extends Refusal<{
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
export class InviteResent extends Refusal<{ email: string; by: string; at: Date }> {
  readonly code = "invite_resent";
  sentence(timeZone?: string): string {
    const { email, by, at } = this.facts;
    return `${by} sent the invite to ${email} again on ${moment(at, timeZone)}. Nothing else was changed.`;
  }
}

/** Someone edited the invite since a program last read it. */
export class InviteEdited extends Refusal<{ email: string; by: string; at: Date }> {
  readonly code = "invite_edited";
  sentence(timeZone?: string): string {
    const { email, by, at } = this.facts;
    return `${by} edited the invite to ${email} on ${moment(at, timeZone)}. Nothing else was changed.`;
  }
}

/** The same address was invited anew, so the older invite can't be sent again. */
export class AlreadyPending extends Refusal<{ email: string; by: string; inviteId: string }> {
  readonly code = "already_pending";
  sentence(): string {
    return `${this.facts.email} has another pending invite, by ${this.facts.by}. Resend that one instead.`;
  }
}

/** What the invite gives has ended, so it can't be sent again. */
export class AccessEnded extends Refusal<{ email: string; end: string }> {
  readonly code = "access_ended";
  sentence(): string {
    const { email, end } = this.facts;
    return `What the invite to ${email} gives ended on ${end}. Invite them anew.`;
  }
}

/** The invited address belongs to a user by now, through another invite. */
export class AlreadyRegistered extends Refusal {
  readonly code = "already_registered";
  constructor() {
    super({});
  }
  sentence(): string {
    return "This address is already registered. Nothing was changed.";
  }
}

/** The thing that was acted on does not exist (any more). */
export class NotFound extends Refusal<{
  what:
    | "invite"
    | "request"
    | "review"
    | "user"
    | "group"
    | "client"
    | "webhook"
    | "delivery"
    | "draft"
    | RunKind;
}> {
  readonly code = "not_found";
  sentence(): string {
    if (this.facts.what === "draft") return "This has been open for over an hour. Close it and start again.";
    const what = this.facts.what === "client" ? "API client" : this.facts.what;
    return `This ${what} no longer exists. Close this and open the list again.`;
  }
}

/** Someone acted on the webhook since the actor last saw it. */
export class WebhookChanged extends Refusal<{ name: string; deleted: boolean; by: string; at: Date }> {
  readonly code = "webhook_changed";
  sentence(timeZone?: string): string {
    const { name, deleted, by, at } = this.facts;
    const when = moment(at, timeZone);
    return deleted
      ? `${by} deleted the webhook ${name} on ${when}.`
      : `${by} changed the webhook ${name} on ${when}. Nothing else was changed. Check before you continue.`;
  }
}

/** Nothing is sent to a webhook that is off. */
export class WebhookOff extends Refusal<{ name: string }> {
  readonly code = "webhook_off";
  sentence(): string {
    return `The webhook ${this.facts.name} is off. Resume it first.`;
  }
}

/** Without SECRET_KEYS there is nothing to encrypt a secret with. */
export class WebhooksUnavailable extends Refusal {
  readonly code = "webhooks_unavailable";
  constructor() {
    super({});
  }
  sentence(): string {
    return "Webhooks can’t be added yet, because SECRET_KEYS is not set. Ask whoever runs iam-bot to set it.";
  }
}

/** Someone acted on the API client since the actor last saw it. */
export class ClientChanged extends Refusal<{ name: string; revoked: boolean; by: string; at: Date }> {
  readonly code = "client_changed";
  sentence(timeZone?: string): string {
    const { name, revoked, by, at } = this.facts;
    const when = moment(at, timeZone);
    return revoked
      ? `${by} revoked the API client ${name} on ${when}.`
      : `${by} changed the API client ${name} on ${when}. Nothing else was changed. Check before you continue.`;
  }
}

/** A list can't be read on from where a program stopped. */
export class CursorOutdated extends Refusal<{ because: "log_put_back" | "group_deleted" }> {
  readonly code = "cursor_outdated";
  sentence(): string {
    return this.facts.because === "group_deleted"
      ? "The group that the last page ended with was deleted. Search again."
      : "The log ends before this cursor, so an earlier state of the database was restored. Begin again, with a time in from.";
  }
}

/** Someone edited the group since the actor last saw it; `by` is null for one that nobody ever edited. */
export class GroupChanged extends Refusal<{ name: string; by: string | null; at: Date | null }> {
  readonly code = "group_changed";
  sentence(timeZone?: string): string {
    const { name, by, at } = this.facts;
    const what =
      by && at
        ? `${by} changed the group ${name} on ${moment(at, timeZone)}.`
        : `The group ${name} is not as it was.`;
    return `${what} Your changes were not saved.`;
  }
}

/** Someone deleted the group. */
export class GroupDeleted extends Refusal<{ name: string; by: string; at: Date }> {
  readonly code = "group_deleted";
  sentence(timeZone?: string): string {
    const { name, by, at } = this.facts;
    return `${by} deleted the group ${name} on ${moment(at, timeZone)}.`;
  }
}

/** Somebody is in Admin by now, so an owner can't make themselves its first member. */
export class AdminExists extends Refusal<{ name: string; at: Date | null }> {
  readonly code = "admin_exists";
  sentence(timeZone?: string): string {
    const { name, at } = this.facts;
    const when = at ? ` on ${moment(at, timeZone)}` : " already";
    return `${name} joined Admin${when}. As an owner you can already do everything. To be in Admin too, ask another admin for an invite.`;
  }
}

/** The account is not linked to an active user, so it has no details of its own. */
export class NotRegistered extends Refusal<{ reason: RefusalReason; askInstead: readonly AskableAdmin[] }> {
  readonly code = "not_registered";
  /** Before whom to ask. */
  readonly what = "Your account is not linked to an active user here.";
  sentence(): string {
    return `${this.what} ${whomToAsk(this.facts.askInstead)}`;
  }
}

/** The group is built in, and this can't be done to it. */
export class GroupBuiltIn extends Refusal<{
  name: string;
  refused: "edited" | "renamed" | "deleted" | "managed";
}> {
  readonly code = "group_built_in";
  sentence(): string {
    const { name, refused } = this.facts;
    return `The group ${name} is built in and can’t be ${refused}.`;
  }
}

/** Someone changed the user since the actor last saw them; `by` is null where it can't be told who. */
export class UserChanged extends Refusal<{ name: string; by: string | null; at: Date | null }> {
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
export class LastAdmin extends Refusal<{ name: string; othersEnd: boolean }> {
  readonly code = "last_admin";
  sentence(): string {
    if (this.facts.othersEnd)
      return `${this.facts.name} is the last active Admin whose membership does not end, so nothing was changed. Put someone in Admin for good first.`;
    return `${this.facts.name} is the last active Admin, so nothing was changed. Add someone else to Admin first.`;
  }
}

/** Two people are needed to put somebody into Admin, and nobody else is there to approve. */
export class NoOtherAdmin extends Refusal<{ person: string }> {
  readonly code = "no_other_admin";
  sentence(): string {
    return `Another admin has to approve Admin for ${this.facts.person}, and nobody else can, so nothing was changed. Whoever runs iam-bot can name another owner in IAM_OWNERS, or set ADMIN_APPROVALS=1.`;
  }
}

/** Two people are needed to put somebody into Admin, and whoever asks here can't ask another. */
export class AdminNeedsApproval extends Refusal {
  readonly code = "admin_needs_approval";
  constructor() {
    super({});
  }
  sentence(): string {
    return "Another admin has to approve whoever gets into Admin here, so nothing was changed. Have an admin add them.";
  }
}

/** An account can't be linked: it may do nothing here, or acts as somebody else. */
export class CannotLink extends Refusal<
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

/** What an identity provider calls somebody, or a group, belongs to another one. */
export class IdentifierTaken extends Refusal<{
  what: "userName" | "address" | "displayName";
  value: string;
}> {
  readonly code = "identifier_taken";
  sentence(): string {
    const { what, value } = this.facts;
    return what === "displayName"
      ? `Another group has the name ${value} (capitals and accents make no difference). Nothing was changed.`
      : `Another user has the ${what} ${value}. Nothing was changed.`;
  }
}

/** A filter or an order that no index answers means too many to look through them all. */
export class FilterTooWide extends Refusal<{ most: number; of: "users" | "groups" }> {
  readonly code = "filter_too_wide";
  sentence(): string {
    const { most, of } = this.facts;
    return `This would look through more than ${most.toLocaleString("en")} ${of}. Compare an attribute by eq or sw as well, so that fewer are meant.`;
  }
}

/** An identity provider alone decides who is in a group. */
export class GroupManaged extends Refusal<{ groups: readonly { name: string; by: string }[] }> {
  readonly code = "group_managed";
  sentence(): string {
    const managed = this.facts.groups.map(({ name, by }) => `${name} (by ${by})`).join(", ");
    return `Managed by an identity provider: ${managed}. Who is in is decided there. An admin can take a group back on its page.`;
  }
}

/** A daily limit on invites is used up (product.md, "Limits on invites"). */
export class LimitReached extends Refusal<{ limit: "admin" | "total" | "address"; most: number }> {
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

/** A file of people can't be read for certain, so nothing of it was taken. */
export class ImportUnreadable extends Refusal<
  | { reason: "empty" | "not_fetched" }
  | { reason: "too_large"; most: string }
  | { reason: "too_many"; count: number; most: number }
  | { reason: "byte" | "quotes"; line: number }
  | { reason: "column_twice"; line: number; column: string }
  | { reason: "no_email_column"; line: number; columns: readonly string[] }
> {
  readonly code = "import_unreadable";
  sentence(): string {
    const { facts } = this;
    switch (facts.reason) {
      case "empty":
        return "There is nothing in this file. Nothing was imported.";
      case "not_fetched":
        return "The file could not be fetched. Try again, or paste its text.";
      case "too_large":
        return `This file is larger than ${facts.most}. Split it.`;
      case "too_many":
        return `This file has ${facts.count.toLocaleString("en")} lines. An import takes up to ${facts.most.toLocaleString("en")}. Split it.`;
      case "byte":
        return `Line ${facts.line} has a byte that fits no encoding we know. Save the file as UTF-8.`;
      case "quotes":
        return `The quotes in line ${facts.line} can’t be read. A quote inside a cell is written twice, and the cell stands in quotes.`;
      case "column_twice":
        return `Line ${facts.line} names two columns ${facts.column}. Rename or remove one.`;
      case "no_email_column":
        return `Line ${facts.line} names no column email, but ${names(facts.columns)}. Start with a line such as email,name,groups.`;
    }
  }
}

/** What imports may do in a UTC day is used up, or imports are switched off: `most` is 0. */
export class ImportLimitReached extends Refusal<{ most: number; left: number; wanted: number }> {
  readonly code = "import_limit";
  sentence(): string {
    const { most, left, wanted } = this.facts;
    if (most === 0) return "Imports are switched off. Ask whoever runs iam-bot.";
    const number = (count: number) => count.toLocaleString("en");
    return `Nothing was started: an import of ${number(wanted)} is more than the ${number(left)} that are left of ${number(most)} a day. Try again after midnight UTC, or split it.`;
  }
}

/** Someone acted on a run first, or it has ended. */
export class RunChanged extends Refusal<{ kind: RunKind; status: RunStatus; by: string }> {
  readonly code = "run_changed";
  sentence(): string {
    const { kind, status, by } = this.facts;
    switch (status) {
      case "review":
        return `This ${kind} has not started yet.`;
      case "running":
        return `The ${kind} is running: ${by} was first.`;
      case "paused":
        return `${by} paused the ${kind}.`;
      case "cancelled":
        return `${by} cancelled the rest of the ${kind}.`;
      case "done":
        return `The ${kind} is finished.`;
    }
  }
}

/** Whoever asks for an export has asked for the same one a moment ago, and it is on its way. */
export class ExportRunning extends Refusal<{ label: string }> {
  readonly code = "export_running";
  sentence(): string {
    return `Your export of ${this.facts.label} is on its way already. The file comes as a message from this app.`;
  }
}

/** Nobody answers their own request. */
export class OwnRequest extends Refusal {
  readonly code = "own_request";
  constructor() {
    super({});
  }
  sentence(): string {
    return "You can’t answer your own request. Somebody else who decides has to.";
  }
}

/** Approvals of this group count once their decider has confirmed them by email, which this one can't. */
export class ConfirmationNeeded extends Refusal<{ group: string; because: "program" | "not_registered" }> {
  readonly code = "confirmation_needed";
  sentence(): string {
    const { group, because } = this.facts;
    return because === "program"
      ? `Whoever approves for ${group} confirms it by email, so no program can. Somebody who decides has to approve it themselves.`
      : `Whoever approves for ${group} confirms it by email, and you have no registered address here. Register first, or have somebody else approve.`;
  }
}

/** Someone answered the request first, or it was withdrawn or lapsed. */
export class RequestSettled extends Refusal<{
  /** Whom it is for. */
  person: string;
  group: string;
  status: "approved" | "denied" | "withdrawn" | "lapsed" | "answered" | "seen" | "taken_away";
  by: string | null;
  at: Date | null;
}> {
  readonly code = "request_settled";
  sentence(timeZone?: string): string {
    const { person, group, status, by, at } = this.facts;
    const what = `the request to put ${person} into ${group}`;
    const when = at ? ` on ${moment(at, timeZone)}` : "";
    switch (status) {
      case "answered":
        return `You approved ${what} already. It waits for somebody else.`;
      case "seen":
        return `${by ?? "Somebody"} has seen the emergency access of ${person} to ${group}${when}.`;
      case "taken_away":
        return `${by ?? "Somebody"} took away the emergency access of ${person} to ${group}${when}.`;
      case "lapsed":
        return `Nobody answered ${what} in time. It lapsed${when}.`;
      default:
        return `${by ?? "Somebody"} ${status === "withdrawn" ? "withdrew" : status} ${what}${when}.`;
    }
  }
}

/** Nobody reviews themselves. */
export class OwnMembership extends Refusal {
  readonly code = "own_membership";
  constructor() {
    super({});
  }
  sentence(): string {
    return "You can’t review yourself. Somebody else who reviews has to.";
  }
}

/** The review is over; `kept`: how many members were kept before, where somebody kept the rest. */
export class ReviewEnded extends Refusal<{ review: string; at: Date; kept?: number }> {
  readonly code = "review_ended";
  sentence(timeZone?: string): string {
    const { review, at, kept } = this.facts;
    const changed = kept ? `Before, ${wereKept(kept)}.` : "Nothing was changed.";
    return `The review of ${review} ended on ${moment(at, timeZone)}. ${changed}`;
  }
}

/** Somebody decided about the membership first, or it ended meanwhile. */
export class ReviewedAlready extends Refusal<{
  member: string;
  group: string;
  status: "kept" | "limited" | "removed" | "proposed" | "left";
  by: string | null;
  at: Date | null;
}> {
  readonly code = "reviewed_already";
  sentence(timeZone?: string): string {
    const { member, group, status, by, at } = this.facts;
    const when = at ? ` on ${moment(at, timeZone)}` : "";
    if (status === "left") return `${member} left ${group} meanwhile. Nothing was changed.`;
    const who = by ?? "Somebody";
    const what = {
      kept: `kept ${member} in ${group}`,
      limited: `kept ${member} in ${group} for a time`,
      removed: `removed ${member} from ${group}`,
      proposed: `asked the identity provider to remove ${member} from ${group}`,
    };
    return `${who} ${what[status]}${when}.`;
  }
}

/** The database did not answer in time, or went away. */
export class DatabaseUnavailable extends Refusal<{ unsure: boolean }> {
  readonly code = "try_again";
  /** @param facts `unsure`: whether the change may have been made all the same */
  constructor(facts = { unsure: false }) {
    super(facts);
  }
  sentence(): string {
    return this.facts.unsure
      ? "We can’t tell whether this went through: the database stopped answering. Check before you try again."
      : "The database did not answer in time, so nothing was changed. Try again in a minute.";
  }
}

/** The database went away while somebody kept the rest of a review: some members are kept, the others are not yet. */
export class KeepingBrokenOff extends DatabaseUnavailable {
  constructor(
    unsure: boolean,
    readonly kept: number,
  ) {
    super({ unsure });
  }
  override sentence(): string {
    const atLeast = this.facts.unsure ? "At least " : "";
    return `${atLeast}${wereKept(this.kept)}, then the database stopped answering. Keep the rest again in a minute: that goes on from there.`;
  }
}

const wereKept = (count: number) =>
  `${count.toLocaleString("en")} ${count === 1 ? "member was" : "members were"} kept`;

const MOST_NAMED = 2;
const MOST_COLUMNS = 10;
const LONGEST_COLUMN = 40;

/** Lists the first of some names that somebody made up. */
function names(all: readonly string[]): string {
  const first = all.slice(0, MOST_COLUMNS).map((name) => `“${name.slice(0, LONGEST_COLUMN)}”`);
  return [...first, ...(all.length > first.length ? ["…"] : [])].join(", ");
}

/** Says whom to ask, by name where there is somebody. */
function whomToAsk(admins: readonly AskableAdmin[]): string {
  const names = admins.slice(0, MOST_NAMED).map(({ name }) => name);
  return names.length > 0 ? `Ask ${either(names)}.` : "Ask whoever runs iam-bot.";
}
