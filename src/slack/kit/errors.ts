import { randomBytes } from "node:crypto";
import { UnknownError } from "@slack/bolt";
import type { WebClient } from "@slack/web-api";
import type { Logger } from "pino";
import { z } from "zod";
import { isAway } from "../../models/mongo-errors.ts";
import { DatabaseUnavailable, isDomainError, NotAdmin, NotRegistered } from "../../services/errors.ts";
import { paragraph, text } from "./blocks.ts";
import { asSent, type Card, sentenceCard } from "./card.ts";
import type { SlackContext } from "./context.ts";
import { withError } from "./redraw.ts";
import { isSlackTrouble, slackErrorCode, slackErrorMeaning } from "./slack-errors.ts";
import { taken } from "./slack-fetch.ts";
import { UnreadableState } from "./state-codec.ts";
import { anyOf } from "./text.ts";
import { namedInWords, whomToAsk } from "./whom-to-ask.ts";

type Askable = Pick<SlackContext, "accounts" | "owners">;

const payload = z.object({
  type: z.string().optional(),
  response_url: z.url().optional(),
  view: z.looseObject({ id: z.string(), type: z.string(), hash: z.string() }).optional(),
  user: z.object({ id: z.string() }).optional(),
  user_id: z.string().optional(),
});

/**
 * Says what a person reads about an error: a domain error's own sentence, that Slack or the database is in trouble, or
 * that it is ours, with an id.
 */
export function describeError(error: unknown, log: Logger, timeZone?: string): string {
  if (isDomainError(error)) return error.sentence(timeZone);
  if (error instanceof DatabaseUnavailable)
    return `${error.sentence()}${error.facts.unsure ? " Every change is in /iam audit." : ""}`;
  if (slackErrorCode(error) === "not_found")
    return "The window was closed before its answer came. Look whether it was done before you try again.";
  if (error instanceof UnreadableState) {
    log.warn({ err: error }, "what a button or view remembers can't be read");
    return "What you pressed or sent is out of date, and can't be read any more. Open it again with /iam, and go on from there.";
  }
  const id = randomBytes(4).toString("hex");
  if (isSlackTrouble(error)) {
    log.warn({ err: error, id }, "Slack did not answer in time");
    return "Slack did not answer us in time. Look whether it was done, and try again in a minute.";
  }
  if (isAway(error)) {
    log.warn({ err: error, id }, "the database is away");
    return "The database does not answer just now. Look whether it was done, and try again in a minute.";
  }
  if (slackErrorMeaning(error) === "unreachable") log.warn({ err: error, id }, "somebody could not be told");
  else log.error({ err: error, id }, "a listener failed");
  return `Something went wrong on our side. Look whether it was done before you try again. If it goes on, give this id to whoever runs iam-bot: ${id}.`;
}

/**
 * Tells a person in Slack about an error that no listener dealt with, the only place that does: above what they have before
 * them in a modal, which stays as it is, where they ran the command, or in a direct message, whichever works first.
 */
export function handleListenerError(client: WebClient, log: Logger, people: Askable) {
  return async ({ error, body }: { error: Error; body: unknown }): Promise<void> => {
    const cause = causeOf(error);
    const sentence = describeError(cause, log);
    const where = payload.safeParse(body).data;
    const user = where?.user?.id ?? where?.user_id;
    const { type, view, response_url } = where ?? {};
    // While someone types, their form is not redrawn under their hands.
    const modal = type !== "block_suggestion" && view?.type === "modal" ? view : undefined;
    const card = async () => (await refusalCard(cause, user, people)) ?? sentenceCard(sentence);
    const attempts = [
      modal && (() => showAbove(client, modal, sentence)),
      response_url && (async () => answer(response_url, await card())),
      user && (async () => client.chat.postMessage({ channel: user, ...asSent(await card()) })),
    ];
    for (const tell of attempts) if (tell && (await works(tell, log))) return;
  };
}

/** Shows it above a modal. @throws when that was closed, or looks different by now */
async function showAbove(client: WebClient, view: { id: string; hash: string }, sentence: string) {
  await client.views.update({ view_id: view.id, hash: view.hash, view: withError(view, sentence) });
}

async function works(tell: () => Promise<unknown>, log: Logger): Promise<boolean> {
  try {
    await tell();
    return true;
  } catch (failure) {
    log.warn({ err: failure }, "a person could not be told about an error this way");
    return false;
  }
}

/** Unwraps what a listener threw: Bolt wraps what has no code of its own. */
function causeOf(error: Error): unknown {
  return error instanceof UnknownError ? error.original : error;
}

/** Draws that somebody may not, with whom to ask as Slack shows them; null for any other error. */
async function refusalCard(
  error: unknown,
  askerId: string | undefined,
  people: Askable,
): Promise<Card | null> {
  if (!(error instanceof NotAdmin || error instanceof NotRegistered) || !askerId) return null;
  const others = await whomToAsk(people, askerId, error.facts.askInstead);
  if (others.length === 0) return sentenceCard(`${error.what} Type /iam to see whom to ask.`);
  return {
    text: `${error.what} Ask ${namedInWords(others, error.facts.askInstead)}.`,
    blocks: [paragraph(text(`${error.what} Ask `), ...anyOf(others), text("."))],
  };
}

async function answer(responseUrl: string, card: Card): Promise<void> {
  const { text, blocks } = asSent(card);
  const response = await taken(
    await fetch(responseUrl, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ response_type: "ephemeral", replace_original: false, text, blocks }),
      signal: AbortSignal.timeout(5_000),
    }),
  );
  if (!response.ok) throw new Error(`response_url answered ${response.status}`);
}
