import type { Ineligibility } from "../models/ineligibility.ts";
import type { RunKind } from "../models/run.ts";
import { either } from "./format.ts";
import type { Permission } from "./permissions.ts";

/** The code of a refusal. Programs rely on it, so it never changes. `api/problem.ts` has the status of each. */
type RefusalCode =
  | "access_ended"
  | "admin_exists"
  | "admin_needs_approval"
  | "already_pending"
  | "already_registered"
  | "cannot_link"
  | "client_changed"
  | "confirmation_needed"
  | "cursor_outdated"
  | "export_running"
  | "filter_too_wide"
  | "group_built_in"
  | "group_changed"
  | "group_deleted"
  | "group_managed"
  | "identifier_taken"
  | "import_limit"
  | "import_unreadable"
  | "invalid_fields"
  | "invite_edited"
  | "invite_resent"
  | "invite_settled"
  | "last_admin"
  | "limit_reached"
  | "no_other_admin"
  | "not_admin"
  | "not_found"
  | "not_permitted"
  | "not_registered"
  | "own_membership"
  | "own_request"
  | "request_settled"
  | "review_ended"
  | "reviewed_already"
  | "run_changed"
  | "try_again"
  | "user_changed"
  | "webhook_changed"
  | "webhook_off"
  | "webhooks_unavailable";

/**
 * The base of every error that a rule refuses with: a code, facts, and a sentence for a person. `message` is the
 * sentence with times in UTC, for the log. The errors of a domain are in its `refusals.ts`.
 */
export abstract class DomainError<Facts extends object = object> extends Error {
  abstract readonly code: RefusalCode;

  constructor(readonly facts: Facts) {
    super();
  }

  /** One or two sentences: what happened and what to do next, with times in the reader's zone. */
  abstract sentence(timeZone?: string): string;

  override get message(): string {
    return this.sentence();
  }
}

/** Tells a rule's refusal from a bug. `DatabaseUnavailable` is neither: nothing else can be read to show beside it. */
export function isDomainError(error: unknown): error is DomainError {
  return error instanceof DomainError && !(error instanceof DatabaseUnavailable);
}

/**
 * Why someone was refused, as the audit log keeps it: the account is ineligible, or isn't linked to an active member of
 * Admin (`not_admin`) or to an active user (`not_registered`).
 */
export type RefusalReason = Ineligibility | "not_admin" | "not_registered";

/** Why an API client was refused: it lacks the permission (`not_permitted`), or its token has ended (`token_ended`). */
export type ClientRefusalReason = "not_permitted" | "token_ended";

/** What an ineligible account is, in words. */
export const ineligibleAs: Record<Ineligibility, string> = {
  guest: "a guest",
  bot: "a bot",
  deactivated: "deactivated",
  other_organisation: "from another team",
  email_changed: "email changed",
  reactivated: "deactivated earlier",
};

/** An admin who may act now, by account. */
export interface AskableAdmin {
  name: string;
  userId: string;
}

/** The actor isn't an admin, or their account may not act right now. */
export class NotAdmin extends DomainError<{ reason: RefusalReason; askInstead: readonly AskableAdmin[] }> {
  readonly code = "not_admin";
  /** What is wrong. Whom to ask follows it. */
  readonly what = "Only admins can do this.";
  sentence(): string {
    return `${this.what} ${whomToAsk(this.facts.askInstead)}`;
  }
}

/** An API client lacks the permission that this needs, or its token ended while the request was under way. */
export class NotPermitted extends DomainError<{
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

/** What someone typed or chose isn't valid: a sentence for each field. */
export class InvalidFields extends DomainError<{ fields: Readonly<Record<string, string>> }> {
  readonly code = "invalid_fields";
  constructor(readonly fields: Readonly<Record<string, string>>) {
    super({ fields });
  }
  sentence(): string {
    return Object.values(this.fields).join(" ");
  }
}

/** The thing that was acted on doesn't exist, or no longer does. */
export class NotFound extends DomainError<{
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
    return `This ${what} no longer exists. Check the list again.`;
  }
}

/** A list can't be continued from where a program stopped. */
export class CursorOutdated extends DomainError<{ because: "log_put_back" | "group_deleted" }> {
  readonly code = "cursor_outdated";
  sentence(): string {
    return this.facts.because === "group_deleted"
      ? "The group that the last page ended with was deleted. Search again."
      : "The log ends before this cursor, so an earlier state of the database was restored. Begin again, with a time in from.";
  }
}

/** The account isn't linked to an active user, so it has no details of its own. */
export class NotRegistered extends DomainError<{
  reason: RefusalReason;
  askInstead: readonly AskableAdmin[];
}> {
  readonly code = "not_registered";
  /** What is wrong. Whom to ask follows it. */
  readonly what = "Your account is not linked to an active user here.";
  sentence(): string {
    return `${this.what} ${whomToAsk(this.facts.askInstead)}`;
  }
}

/** The database didn't answer in time, or went away. */
export class DatabaseUnavailable extends DomainError<{ unsure: boolean }> {
  readonly code = "try_again";
  /** @param facts `unsure`: whether the change may have been made anyway */
  constructor(facts = { unsure: false }) {
    super(facts);
  }
  sentence(): string {
    return this.facts.unsure
      ? "We can’t tell whether this went through: the database stopped answering. Check before you try again."
      : "The database did not answer in time, so nothing was changed. Try again in a minute.";
  }
}

const MAX_NAMED = 2;

/** Says whom to ask, by name if there are admins. */
function whomToAsk(admins: readonly AskableAdmin[]): string {
  const names = admins.slice(0, MAX_NAMED).map(({ name }) => name);
  return names.length > 0 ? `Ask ${either(names)}.` : "Ask whoever runs iam-bot.";
}
