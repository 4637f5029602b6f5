import { randomBytes } from "node:crypto";
import { UnknownError } from "@slack/bolt";
import type { ModalView } from "@slack/types";
import type { WebClient } from "@slack/web-api";
import type { Logger } from "pino";
import * as z from "zod";
import { english } from "../../locales/english.ts";
import type { Words } from "../../locales/words.ts";
import { isAway } from "../../models/mongo-errors.ts";
import {
  DatabaseUnavailable,
  type DomainError,
  isDomainError,
  NotAdmin,
  NotRegistered,
} from "../../services/errors.ts";
import { KeepingBrokenOff } from "../../services/reviews/refusals.ts";
import type { Flash } from "./blocks.ts";
import { asSent, type Card, sentenceCard } from "./card.ts";
import type { SlackContext } from "./context.ts";
import { errorText } from "./error-text.ts";
import { messagePerson } from "./message-person.ts";
import { anyOfThemAsMarkup, inOneParagraph, noticeIn, say } from "./phrase.ts";
import { type Reader, readerOf } from "./reader.ts";
import { type Problem, problemBlock, withError } from "./redraw.ts";
import { isSlackTrouble, slackErrorCode, slackErrorMeaning } from "./slack-errors.ts";
import { taken } from "./slack-fetch.ts";
import { UnreadableState } from "./state-codec.ts";
import { askCard, refusedText, whomToAsk } from "./whom-to-ask.ts";

type Askable = Pick<SlackContext, "accounts" | "owners" | "readers">;

const payload = z.object({
  type: z.string().optional(),
  response_url: z.url().optional(),
  view: z.looseObject({ id: z.string(), type: z.string(), hash: z.string() }).optional(),
  user: z.object({ id: z.string(), team_id: z.string().nullish() }).optional(),
  user_id: z.string().optional(),
  team_id: z.string().nullish(),
});

/**
 * Returns what a person reads about an error: why a rule refused, that Slack or the database is in trouble, or that it
 * is our fault, with an id.
 *
 * @param reader an admin unless their words are given
 * @throws NotAdmin and NotRegistered unchanged: `refusalFor` finds out whom to ask
 */
export function describeError(
  error: unknown,
  log: Logger,
  { timeZone = "UTC", words = english }: Partial<Reader>,
): string {
  const { slack } = words;
  if (isRefusal(error)) throw error;
  if (isDomainError(error)) return errorText(error, { timeZone, words });
  // Reviewers read English.
  if (error instanceof KeepingBrokenOff) return error.sentence();
  if (error instanceof DatabaseUnavailable)
    return error.facts.unsure ? inOneParagraph(words, slack.unsure, auditHint(words)) : slack.databaseSlow;
  if (slackErrorCode(error) === "not_found") return slack.windowClosed;
  if (error instanceof UnreadableState) {
    log.warn({ err: error }, "can't read what a button or view remembers");
    return slack.outdated;
  }
  const id = randomBytes(4).toString("hex");
  if (isSlackTrouble(error)) {
    log.warn({ err: error, id }, "Slack did not answer in time");
    return slack.slackSlow;
  }
  if (isAway(error)) {
    log.warn({ err: error, id }, "the database is unreachable");
    return slack.databaseAway;
  }
  const meaning = slackErrorMeaning(error);
  if (meaning === "unreachable") log.warn({ err: error, id }, "could not tell someone");
  else if (meaning === "operator")
    log.error(
      { err: error, id },
      "Slack refuses SLACK_BOT_TOKEN, or it lacks a scope: npm run doctor says which",
    );
  else log.error({ err: error, id }, "a listener failed");
  return say(words, slack.failed({ id }));
}

/** Only admins can read the log, and their screens are in English. */
const auditHint = ({ language }: Words): string =>
  language.code === "en" ? "/iam audit lists every change." : "";

/**
 * Acts, and returns the result: the sentence from `act`, or that of a domain error.
 *
 * @param reader an admin unless their words are given
 * @throws NotAdmin and NotRegistered unchanged, and everything that isn't a domain error
 */
export async function flashOf(
  act: () => Promise<string>,
  { log }: Pick<SlackContext, "log">,
  reader: Partial<Reader>,
): Promise<Flash & { error?: DomainError }> {
  try {
    return { text: await act(), ok: true };
  } catch (error) {
    if (!isDomainError(error)) throw error;
    return { text: describeError(error, log, reader), ok: false, error };
  }
}

/** Draws a submitted modal with the sentence about an error; if they lack the right, with mentions of whom to ask. */
export async function viewOfError(
  view: unknown,
  error: unknown,
  asker: string | undefined,
  context: Askable & Pick<SlackContext, "log">,
): Promise<ModalView> {
  const reader = await readerOf(context.readers, view, asker ? { userId: asker } : undefined);
  const refusal = await refusalFor(error, asker, reader, context);
  const problem = refusal ? { markup: refusal.markup } : describeError(error, context.log, reader);
  return aboveOf(view, problem, reader.words);
}

/**
 * Draws it above the modal; in its place if the modal is in another language, as for someone who was an admin until
 * now.
 */
function aboveOf(view: unknown, problem: Problem, words: Words): ModalView {
  const close = captioned.safeParse(view).data?.close?.text ?? words.slack.close;
  if (close === words.slack.close) return withError(view, problem);
  return { ...noticeIn(words, words.slack.notDone), blocks: [problemBlock(problem)] };
}

const captioned = z.object({ close: z.object({ text: z.string() }).nullish() });

const isRefusal = (error: unknown) => error instanceof NotAdmin || error instanceof NotRegistered;

/**
 * Tells a person in Slack about an error that no listener handled; nothing else does. It appears above their open
 * modal, which stays as it is, where they ran the command, or in a direct message, whichever works first.
 */
export function handleListenerError(client: WebClient, log: Logger, people: Askable) {
  return async ({ error, body }: { error: Error; body: unknown }): Promise<void> => {
    const cause = causeOf(error);
    const where = payload.safeParse(body).data;
    const user = where?.user?.id ?? where?.user_id;
    const actingFrom = where?.user?.team_id ?? where?.team_id ?? undefined;
    const reader = await readerOf(
      people.readers,
      where?.view,
      user ? { userId: user, actingFrom } : undefined,
    );
    const refusal = await refusalFor(cause, user, reader, people);
    const { card, problem } = refusal
      ? { card: refusal.card, problem: { markup: refusal.markup } }
      : said(describeError(cause, log, reader));
    const { type, view, response_url } = where ?? {};
    // While people type, their form is not redrawn.
    const modal = type !== "block_suggestion" && view?.type === "modal" ? view : undefined;
    const attempts = [
      modal && (() => showAbove(client, modal, problem, reader.words)),
      response_url && (async () => answer(response_url, card)),
      user && (() => messagePerson(client, people.accounts, { userId: user, actingFrom }, card)),
    ];
    for (const tell of attempts) if (tell && (await works(tell, log))) return;
  };
}

const said = (sentence: string) => ({ card: sentenceCard(sentence), problem: sentence });

/**
 * Shows it above a modal.
 *
 * @throws if that was closed or has changed
 */
async function showAbove(
  client: WebClient,
  view: { id: string; hash: string },
  problem: Problem,
  words: Words,
) {
  await client.views.update({ view_id: view.id, hash: view.hash, view: aboveOf(view, problem, words) });
}

async function works(tell: () => Promise<unknown>, log: Logger): Promise<boolean> {
  try {
    await tell();
    return true;
  } catch (failure) {
    log.warn({ err: failure }, "could not tell a person about an error this way");
    return false;
  }
}

/** Unwraps what a listener threw: Bolt wraps errors without a code. */
function causeOf(error: Error): unknown {
  return error instanceof UnknownError ? error.original : error;
}

/**
 * Returns that someone lacks the right and whom to ask, as a message with Slack names and as markup; null for any other
 * error.
 */
async function refusalFor(
  error: unknown,
  askerId: string | undefined,
  { words }: Reader,
  people: Askable,
): Promise<{ card: Card; markup: string } | null> {
  if (!(error instanceof NotAdmin || error instanceof NotRegistered)) return null;
  const others = askerId ? await whomToAsk(people, askerId, error.facts.askInstead) : [];
  const what = refusedText(error, words);
  if (others.length === 0) {
    const sentence = inOneParagraph(words, what, words.slack.askByCommand);
    return { card: sentenceCard(sentence), markup: sentence };
  }
  const ask = words.slack.ask<string>({ people: [anyOfThemAsMarkup(words, others)] });
  return {
    card: askCard(error, others, words),
    markup: inOneParagraph(words, what, ask.join("")),
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
