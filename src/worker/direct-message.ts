import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
  type WebClient,
} from "@slack/web-api";
import { asSent, type Card, type MessageRef } from "../slack/kit/card.ts";
import type { Attempt } from "./handler.ts";

/** What came of a call to Slack. */
export type SlackResult<T> =
  | { kind: "ok"; value: T }
  /** The person left, is deactivated, or is no person. */
  | { kind: "unreachable" }
  | Exclude<Attempt, { kind: "done" | "snooze" }>;

const left = new Set([
  "account_inactive",
  "cannot_dm_bot",
  "channel_not_found",
  "is_archived",
  "user_disabled",
  "user_not_found",
  "user_not_visible",
  "users_not_found",
]);

/** Slack, or the operator, may put these right. */
const passing = new Set([
  "fatal_error",
  "internal_error",
  "invalid_auth",
  "missing_scope",
  "not_authed",
  "ratelimited",
  "rate_limited",
  "request_timeout",
  "service_unavailable",
  "token_expired",
  "token_revoked",
]);

/** Writes to one person. */
export async function writeTo(
  slack: WebClient,
  userId: string,
  card: Card,
): Promise<SlackResult<MessageRef>> {
  return asked(async () => {
    const { channel } = await slack.conversations.open({ users: userId });
    const posted = await slack.chat.postMessage({ channel: channel?.id ?? userId, ...asSent(card) });
    return { channel: posted.channel ?? "", ts: posted.ts ?? "" };
  });
}

/** Replaces what a message says; "unreachable" when it is gone. */
export async function rewrite(
  slack: WebClient,
  at: MessageRef,
  card: Card,
): Promise<SlackResult<MessageRef>> {
  return asked(async () => {
    await slack.chat.update({ ...at, ...asSent(card) });
    return at;
  });
}

/** Asks Slack for something; what goes wrong is an outcome, too. */
export async function asked<T>(call: () => Promise<T>): Promise<SlackResult<T>> {
  try {
    return { kind: "ok", value: await call() };
  } catch (error) {
    return faultOf(error);
  }
}

/** Of an error only its name is told: its body may hold the message. */
function faultOf(error: unknown): Exclude<SlackResult<never>, { kind: "ok" }> {
  if (error instanceof WebAPIRateLimitedError)
    return { kind: "retry", error: "slack_rate_limit", waitMs: error.retryAfter * 1000 };
  if (error instanceof WebAPIHTTPError)
    return { kind: "retry", error: `slack_down:${error.statusCode}`, waitMs: 0 };
  // Past its timeout the client throws what `fetch` was aborted with, not an error of its own.
  const timedOut = error instanceof DOMException && error.name === "TimeoutError";
  if (timedOut || error instanceof WebAPIRequestError)
    return { kind: "retry", error: "slack_timeout", waitMs: 0 };
  if (!(error instanceof WebAPIPlatformError)) throw error;
  const name = error.data.error;
  if (left.has(name) || name === "message_not_found") return { kind: "unreachable" };
  const refused = `slack_refused:${name}`;
  return passing.has(name)
    ? { kind: "retry", error: refused, waitMs: 0 }
    : { kind: "cancel", error: refused };
}
