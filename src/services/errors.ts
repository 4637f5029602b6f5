/** By time zone: to make one takes longer than all the rest of a page. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatIn(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const format = new Intl.DateTimeFormat("en-GB", {
    day: "numeric",
    month: "long",
    hour: "2-digit",
    minute: "2-digit",
    timeZone,
    timeZoneName: "short",
  });
  formats.set(timeZone, format);
  return format;
}

/** A moment as a person reads it in their own zone: *3 March, 14:00 CET*. */
export function moment(at: Date, timeZone = "UTC"): string {
  return formatIn(timeZone).format(at).replace(" at ", ", ");
}

/**
 * What a rule answers when it refuses. The set is closed: every subclass is in this file.
 * `sentence` is what a person reads; `message` is the same in UTC, for the log.
 */
export abstract class DomainError extends Error {
  abstract readonly code: string;

  /** One sentence or two: what happened and what to do next, with times in the reader's zone. */
  abstract sentence(timeZone?: string): string;

  override get message(): string {
    return this.sentence();
  }
}

/** Whom to ask, by name where there is somebody. */
function whomToAsk(names: readonly string[]): string {
  return names.length > 0 ? `Ask ${either(names)}.` : "Type /iam to see whom to ask.";
}

/** *Mia Chen or Jonas Weber* */
export const either = (names: readonly string[]) =>
  new Intl.ListFormat("en-GB", { type: "disjunction" }).format(names);

/** The actor is not an admin, or their account may not act just now. */
export class NotAdmin extends DomainError {
  readonly code = "not_admin";
  constructor(readonly facts: { reason: string; askInstead: readonly string[] }) {
    super();
  }
  sentence(): string {
    return `Only admins can do this. ${whomToAsk(this.facts.askInstead)}`;
  }
}

/** What someone typed or chose does not do; each fault stands under its field. */
export class InvalidFields extends DomainError {
  readonly code = "invalid_fields";
  constructor(readonly fields: Readonly<Record<string, string>>) {
    super();
  }
  sentence(): string {
    return Object.values(this.fields).join(" ");
  }
}

/** Someone acted on the invite first, and it is not pending any more. */
export class InviteSettled extends DomainError {
  readonly code = "invite_settled";
  constructor(
    readonly facts: {
      email: string;
      status: "accepted" | "declined" | "cancelled" | "expired";
      by: string;
      at: Date;
    },
  ) {
    super();
  }
  sentence(timeZone?: string): string {
    const { email, status, by, at } = this.facts;
    const when = moment(at, timeZone);
    return status === "expired"
      ? `The invite to ${email} expired on ${when}. Resend it to make it valid again.`
      : `${by} ${status} the invite to ${email} on ${when}.`;
  }
}

/** Someone sent the invite again since the actor last saw it. */
export class InviteResent extends DomainError {
  readonly code = "invite_resent";
  constructor(readonly facts: { email: string; by: string; at: Date }) {
    super();
  }
  sentence(timeZone?: string): string {
    const { email, by, at } = this.facts;
    return `${by} sent the invite to ${email} again on ${moment(at, timeZone)}. Nothing else was changed.`;
  }
}

/** The same address was invited anew, so the older invite can't be sent again. */
export class AlreadyPending extends DomainError {
  readonly code = "already_pending";
  constructor(readonly facts: { email: string; by: string; inviteId: string }) {
    super();
  }
  sentence(): string {
    return `${this.facts.email} has another pending invite, by ${this.facts.by}. Resend that one instead.`;
  }
}

/** The invited address belongs to a user by now, through another invite. */
export class AlreadyRegistered extends DomainError {
  readonly code = "already_registered";
  sentence(): string {
    return "This address is already registered. Nothing was changed.";
  }
}

/** The thing that was acted on does not exist (any more). */
export class NotFound extends DomainError {
  readonly code = "not_found";
  constructor(readonly facts: { what: "invite" | "user" | "group" | "draft" }) {
    super();
  }
  sentence(): string {
    if (this.facts.what === "draft") return "This has been open for over an hour. Close it and start again.";
    return `This ${this.facts.what} does not exist any more. Close this and open the list again.`;
  }
}

/** Someone edited the group since the actor last saw it. */
export class GroupChanged extends DomainError {
  readonly code = "group_changed";
  constructor(readonly facts: { name: string; by: string; at: Date }) {
    super();
  }
  sentence(timeZone?: string): string {
    const { name, by, at } = this.facts;
    return `${by} changed the group ${name} on ${moment(at, timeZone)}. Nothing of yours was saved.`;
  }
}

/** Someone deleted the group. */
export class GroupDeleted extends DomainError {
  readonly code = "group_deleted";
  constructor(readonly facts: { name: string; by: string; at: Date }) {
    super();
  }
  sentence(timeZone?: string): string {
    const { name, by, at } = this.facts;
    return `${by} deleted the group ${name} on ${moment(at, timeZone)}.`;
  }
}

/** Somebody is in Admin by now, so an owner can't make themselves its first member. */
export class AdminExists extends DomainError {
  readonly code = "admin_exists";
  constructor(readonly facts: { name: string; at: Date | null }) {
    super();
  }
  sentence(timeZone?: string): string {
    const { name, at } = this.facts;
    const when = at ? ` on ${moment(at, timeZone)}` : " already";
    return `${name} joined Admin${when}. As an owner you may do everything; to be in Admin, too, have yourself invited.`;
  }
}

/** The Slack account acts as no active user here, so it has no details of its own. */
export class NotRegistered extends DomainError {
  readonly code = "not_registered";
  constructor(readonly facts: { reason: string; askInstead: readonly string[] }) {
    super();
  }
  sentence(): string {
    return `Your Slack account acts as no active user here. ${whomToAsk(this.facts.askInstead)}`;
  }
}

/** The group is built in, and this can't be done to it. */
export class GroupBuiltIn extends DomainError {
  readonly code = "group_built_in";
  constructor(readonly facts: { name: string; refused: "edited" | "renamed" | "deleted" }) {
    super();
  }
  sentence(): string {
    const { name, refused } = this.facts;
    return `The group ${name} is built in and can’t be ${refused}.`;
  }
}

/** Someone changed the user since the actor last saw them; `by` is null where it can't be told who. */
export class UserChanged extends DomainError {
  readonly code = "user_changed";
  constructor(readonly facts: { name: string; by: string | null; at: Date | null }) {
    super();
  }
  sentence(timeZone?: string): string {
    const { name, by, at } = this.facts;
    const what = at
      ? `${by ?? "Someone"} changed ${name} on ${moment(at, timeZone)}.`
      : `${name} was changed.`;
    return `${what} Nothing else was done. Look again before you go on.`;
  }
}

/** Without this user, no active member of Admin would be left. */
export class LastAdmin extends DomainError {
  readonly code = "last_admin";
  constructor(readonly facts: { name: string }) {
    super();
  }
  sentence(): string {
    return `${this.facts.name} is the last active Admin, so nothing was changed. Put someone else in Admin first.`;
  }
}

/** A Slack account can't be linked: it may do nothing here, or acts as somebody else. */
export class CannotLink extends DomainError {
  readonly code = "cannot_link";
  constructor(readonly facts: { account: string; reason: string }) {
    super();
  }
  sentence(): string {
    return `${this.facts.account} ${this.facts.reason}. Choose another account.`;
  }
}

/** A daily limit on invites is used up (product.md, "Limits on invites"). */
export class LimitReached extends DomainError {
  readonly code = "limit_reached";
  constructor(readonly facts: { limit: "admin" | "total" | "address"; most: number }) {
    super();
  }
  sentence(): string {
    const { limit, most } = this.facts;
    const whose = {
      admin: "your limit",
      total: "the organisation's limit",
      address: "the limit for this address",
    };
    return `Not sent: ${whose[limit]} of ${most} invites a day is reached. Try again after midnight UTC.`;
  }
}

/** The database did not answer in time, or went away. */
export class DatabaseUnavailable extends DomainError {
  readonly code = "try_again";
  /** @param unsure whether the change may have been made all the same */
  constructor(readonly facts: { unsure: boolean } = { unsure: false }) {
    super();
  }
  sentence(): string {
    return this.facts.unsure
      ? "The database went away before it said whether this was done. Look before you try again."
      : "The database did not answer in time, so nothing was changed. Try again in a minute.";
  }
}
