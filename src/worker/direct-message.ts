import { WebAPIRateLimitedError, WebAPIRequestError } from "@slack/web-api";
import type { ActorRecord } from "../models/actor-record.ts";
import type { InWorkspace } from "../slack/kit/accounts.ts";
import { asSent, type Card, type MessageRef } from "../slack/kit/card.ts";
import { inEnglish, type Reader } from "../slack/kit/reader.ts";
import { isTimedOut, NotSlack, slackErrorCode, slackErrorMeaning } from "../slack/kit/slack-errors.ts";
import { type Attempt, done, type HandlerContext, type HandlerResult } from "./handler.ts";
import { isStillAdmin, reachable } from "./recipients.ts";

/** The outcome of a call to Slack. */
export type SlackResult<T> =
  | { kind: "ok"; value: T }
  /** The person left, is deactivated, isn't a person, or may no longer be told. */
  | { kind: "unreachable" }
  | Exclude<Attempt, { kind: "done" | "snooze" | "limited" }>;

type Writing = Pick<HandlerContext, "slack" | "inWorkspace" | "readerOf">;

/** A message; a function draws it in the language of its reader. */
export type Drawn = Card | ((reader: Reader) => Card);

const drawnFor = async <T>(card: Card | ((reader: Reader) => T), readerOf: () => Promise<Reader>) =>
  typeof card === "function" ? card(await readerOf()) : card;

/**
 * Writes to one person. The message is drawn while their conversation is being opened.
 *
 * @param card resolves to null if they may not be told after all: then they are "unreachable"
 */
export async function writeTo(
  { slack, inWorkspace, readerOf }: Writing,
  userId: string,
  card: Card | ((reader: Reader) => Card | Promise<Card | null>),
): Promise<SlackResult<MessageRef>> {
  const result = await callSlack(() =>
    inWorkspace({ userId }, async (at) => {
      const [drawn, { channel }] = await Promise.all([
        drawnFor(card, () => readerOf(userId)),
        slack.conversations.open({ users: userId, ...at }),
      ]);
      if (!drawn) return null;
      const posted = await slack.chat.postMessage({
        channel: channel?.id ?? userId,
        ...at,
        ...asSent(drawn),
      });
      return { channel: posted.channel ?? "", ts: posted.ts ?? "" };
    }),
  );
  if (result.kind !== "ok") return result;
  return result.value ? { kind: "ok", value: result.value } : { kind: "unreachable" };
}

/** Writes to an account that was chosen to be told something, if it still belongs to an admin. */
export async function writeToAdmin(
  context: Writing & Pick<HandlerContext, "settings">,
  userId: string,
  card: Drawn,
): Promise<SlackResult<MessageRef>> {
  const mayRead = await isStillAdmin(userId, context.settings.owners);
  return mayRead ? writeTo(context, userId, card) : { kind: "unreachable" };
}

/** Writes to the inviter, if they are an admin now. */
export async function writeToInviter(
  context: Writing & Pick<HandlerContext, "settings">,
  inviter: ActorRecord,
  card: Card,
): Promise<SlackResult<MessageRef>> {
  const userId = await reachable(inviter, context.settings.owners);
  return userId ? writeTo(context, userId, card) : { kind: "unreachable" };
}

/**
 * Replaces what a message says.
 *
 * @param userId who got it; undefined if that wasn't kept
 * @returns "unreachable" also when the message is gone
 */
export async function rewrite(
  { slack, inWorkspace, readerOf }: Writing,
  userId: string | undefined,
  message: MessageRef,
  card: Drawn,
): Promise<SlackResult<MessageRef>> {
  return callSlack(async () => {
    const drawn = await drawnFor(card, async () => (userId ? readerOf(userId) : inEnglish()));
    const update = (at: InWorkspace) => slack.chat.update({ ...message, ...at, ...asSent(drawn) });
    await (userId ? inWorkspace({ userId }, update) : update({}));
    return message;
  });
}

/**
 * Returns the result of a job that wrote to someone: people who can't be reached are not tried again.
 *
 * @param record writes what follows if the message was written
 */
export function written<T>(
  result: SlackResult<T>,
  record?: (value: T, now: Date) => Promise<void>,
): HandlerResult {
  if (result.kind === "retry" || result.kind === "cancel") return { attempt: result };
  if (result.kind === "unreachable" || !record) return done;
  return { attempt: { kind: "done" }, record: async (_outcome, now) => record(result.value, now) };
}

/** Calls Slack; errors become outcomes. */
export async function callSlack<T>(call: () => Promise<T>): Promise<SlackResult<T>> {
  try {
    return { kind: "ok", value: await call() };
  } catch (error) {
    return outcomeOf(error);
  }
}

/** Returns the outcome of a Slack error, by its name alone: its body may contain what was written. */
function outcomeOf(error: unknown): Exclude<SlackResult<never>, { kind: "ok" }> {
  if (error instanceof WebAPIRateLimitedError)
    return { kind: "retry", error: "slack_rate_limit", waitMs: error.retryAfter * 1000 };
  const other = error instanceof WebAPIRequestError ? error.original : error;
  if (other instanceof NotSlack) return { kind: "retry", error: `slack_down:${other.status}`, waitMs: 0 };
  if (isTimedOut(error) || error instanceof WebAPIRequestError)
    return { kind: "retry", error: "slack_timeout", waitMs: 0 };
  const code = slackErrorCode(error);
  if (code === null) throw error;
  const refused = `slack_refused:${code}`;
  switch (slackErrorMeaning(error)) {
    case "unreachable":
    case "gone":
      return { kind: "unreachable" };
    case "passing":
    case "operator":
      return { kind: "retry", error: refused, waitMs: 0 };
    default:
      return { kind: "cancel", error: refused };
  }
}
