import { RespondError } from "@slack/bolt";
import { WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from "@slack/web-api";
import * as z from "zod";

/** The form of Slack's error codes. */
export const slackErrorName = z.string().regex(/^[a-z0-9_]{1,64}$/);

/** Thrown when the answer isn't from Slack: a proxy's or an outage page, or nothing. Its text isn't kept. */
export class NotSlack extends Error {
  override readonly name = "NotSlack";
  constructor(readonly status: number) {
    super(`${status}, without an answer from Slack`);
  }
}

/** What Slack means when it refuses a call. */
type Meaning =
  /** The person left, is deactivated, or isn't a person. */
  | "unreachable"
  /** What was to be changed no longer exists. */
  | "gone"
  /** Slack is in trouble, or asks us to slow down: it may work in a moment. */
  | "passing"
  /** The 3 s in which a modal can be opened are over. */
  | "too_late"
  /** The token or its scopes don't suffice; the operator may be able to fix it. */
  | "operator";

/** Every Slack error code that means something to us; any other is our fault. */
const meanings = new Map<string, Meaning>([
  ["cannot_dm_bot", "unreachable"],
  ["channel_not_found", "unreachable"],
  ["is_archived", "unreachable"],
  ["user_disabled", "unreachable"],
  ["user_not_found", "unreachable"],
  ["user_not_visible", "unreachable"],
  ["users_not_found", "unreachable"],
  ["message_not_found", "gone"],
  ["execution_not_in_running_state", "gone"],
  ["function_execution_not_found", "gone"],
  ["fatal_error", "passing"],
  ["internal_error", "passing"],
  ["rate_limited", "passing"],
  ["ratelimited", "passing"],
  ["request_timeout", "passing"],
  ["service_unavailable", "passing"],
  ["team_added_to_org", "passing"],
  ["exchanged_trigger_id", "too_late"],
  ["expired_trigger_id", "too_late"],
  ["access_denied", "operator"],
  ["account_inactive", "operator"],
  ["ekm_access_denied", "operator"],
  ["invalid_auth", "operator"],
  ["missing_scope", "operator"],
  ["no_permission", "operator"],
  ["not_allowed_token_type", "operator"],
  ["not_authed", "operator"],
  ["org_login_required", "operator"],
  ["team_access_not_granted", "operator"],
  ["team_disabled", "operator"],
  ["token_expired", "operator"],
  ["token_revoked", "operator"],
  ["user_removed_from_team", "operator"],
]);

/** Reads the code with which Slack refused a call; null for any other error. */
export function slackErrorCode(error: unknown): string | null {
  return error instanceof WebAPIPlatformError ? error.data.error : null;
}

const refused = z.object({ ok: z.literal(false), error: slackErrorName });

/** Reads the code with which an answer of the Web API refuses a call; null if it doesn't. Uses up the answer. */
export async function refusalIn(answer: Response): Promise<string | null> {
  const json: unknown = await answer.json().catch(() => null);
  return refused.safeParse(json).data?.error ?? null;
}

/** Returns what Slack means by refusing a call; null for other errors, and for codes that mean nothing to us. */
export function slackErrorMeaning(error: unknown): Meaning | null {
  return meanings.get(slackErrorCode(error) ?? "") ?? null;
}

/** Tells whether a code is about the token rather than the call. */
export function blamesToken(code: string): boolean {
  return meanings.get(code) === "operator";
}

/** Whether a call timed out: then the client throws the reason that `fetch` was aborted with. */
export function isTimedOut(error: unknown): boolean {
  return error instanceof DOMException && error.name === "TimeoutError";
}

/** Whether Slack, not we, prevented something; it may work in a moment. */
export function isSlackTrouble(error: unknown): boolean {
  const meaning = slackErrorMeaning(error);
  return (
    meaning === "passing" ||
    meaning === "too_late" ||
    error instanceof WebAPIRequestError ||
    error instanceof WebAPIRateLimitedError ||
    error instanceof RespondError ||
    error instanceof NotSlack ||
    isTimedOut(error) ||
    (error instanceof TypeError && error.message === "fetch failed")
  );
}
