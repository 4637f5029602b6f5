import { randomBytes } from "node:crypto";
import { UnknownError } from "@slack/bolt";
import type { WebClient } from "@slack/web-api";
import type { Logger } from "pino";
import { z } from "zod";
import { isAway } from "../../models/mongo-errors.ts";
import type { AccountActor } from "../../services/actor.ts";
import { DatabaseUnavailable, isDomainError, NotAdmin, NotRegistered } from "../../services/errors.ts";
import { either } from "../../services/format.ts";
import type { Flash } from "./blocks.ts";
import { asSent, type Card, sentenceCard } from "./card.ts";
import type { SlackContext } from "./context.ts";
import { messagePerson } from "./message-person.ts";
import { type Problem, withError } from "./redraw.ts";
import { isSlackTrouble, slackErrorCode, slackErrorMeaning } from "./slack-errors.ts";
import { taken } from "./slack-fetch.ts";
import { UnreadableState } from "./state-codec.ts";
import { askCard, whomToAsk } from "./whom-to-ask.ts";

type Askable = Pick<SlackContext, "accounts" | "owners">;

const payload = z.object({
  type: z.string().optional(),
  response_url: z.url().optional(),
  view: z.looseObject({ id: z.string(), type: z.string(), hash: z.string() }).optional(),
  user: z.object({ id: z.string(), team_id: z.string().nullish() }).optional(),
  user_id: z.string().optional(),
  team_id: z.string().nullish(),
});

/**
 * Says what a person reads about an error: a domain error's own sentence, that Slack or the database is in trouble, or
 * that it is ours, with an id.
 *
 * @throws NotAdmin and NotRegistered as they came: `problemFor` finds out whom to ask
 */
export function describeError(error: unknown, log: Logger, timeZone?: string): string {
  if (isRefusal(error)) throw error;
  if (isDomainError(error)) return error.sentence(timeZone);
  if (error instanceof DatabaseUnavailable)
    return `${error.sentence()}${error.facts.unsure ? " /iam audit lists every change." : ""}`;
  if (slackErrorCode(error) === "not_found")
    return "The window was closed before the result arrived. Check whether it went through before you try again.";
  if (error instanceof UnreadableState) {
    log.warn({ err: error }, "what a button or view remembers can't be read");
    return "That screen is out of date. Open it again with /iam and start from there.";
  }
  const id = randomBytes(4).toString("hex");
  if (isSlackTrouble(error)) {
    log.warn({ err: error, id }, "Slack did not answer in time");
    return "Slack did not answer in time. Check whether it went through, then try again in a minute.";
  }
  if (isAway(error)) {
    log.warn({ err: error, id }, "the database is away");
    return "The database is not answering. Check whether it went through, then try again in a minute.";
  }
  if (slackErrorMeaning(error) === "unreachable") log.warn({ err: error, id }, "somebody could not be told");
  else log.error({ err: error, id }, "a listener failed");
  return `Something went wrong on our side. Check whether it went through before you try again. If it keeps happening, give this id to whoever runs iam-bot: ${id}.`;
}

/**
 * Acts, and says what came of it: the sentence that `act` makes, or that of a domain error.
 *
 * @throws NotAdmin and NotRegistered as they came, and what is no domain error
 */
export async function flashOf(
  act: () => Promise<string>,
  { log }: Pick<SlackContext, "log">,
  { timeZone }: Pick<AccountActor, "timeZone">,
): Promise<Flash> {
  try {
    return { text: await act(), ok: true };
  } catch (error) {
    if (!isDomainError(error)) throw error;
    return { text: describeError(error, log, timeZone), ok: false };
  }
}

/** Says what a person reads above a modal about an error; where they may not do it, with whom to ask as mentions. */
export async function problemFor(
  error: unknown,
  asker: string | undefined,
  context: Askable & Pick<SlackContext, "log">,
): Promise<Problem> {
  const refusal = await refusalFor(error, asker, context);
  return refusal ? { markup: refusal.markup } : describeError(error, context.log);
}

const isRefusal = (error: unknown) => error instanceof NotAdmin || error instanceof NotRegistered;

/**
 * Tells a person in Slack about an error that no listener dealt with, the only place that does: above what they have before
 * them in a modal, which stays as it is, where they ran the command, or in a direct message, whichever works first.
 */
export function handleListenerError(client: WebClient, log: Logger, people: Askable) {
  return async ({ error, body }: { error: Error; body: unknown }): Promise<void> => {
    const cause = causeOf(error);
    const where = payload.safeParse(body).data;
    const user = where?.user?.id ?? where?.user_id;
    const actingFrom = where?.user?.team_id ?? where?.team_id ?? undefined;
    const refusal = await refusalFor(cause, user, people);
    const { card, problem } = refusal
      ? { card: refusal.card, problem: { markup: refusal.markup } }
      : said(describeError(cause, log));
    const { type, view, response_url } = where ?? {};
    // While someone types, their form is not redrawn under their hands.
    const modal = type !== "block_suggestion" && view?.type === "modal" ? view : undefined;
    const attempts = [
      modal && (() => showAbove(client, modal, problem)),
      response_url && (async () => answer(response_url, card)),
      user && (() => messagePerson(client, people.accounts, { userId: user, actingFrom }, card)),
    ];
    for (const tell of attempts) if (tell && (await works(tell, log))) return;
  };
}

const said = (sentence: string) => ({ card: sentenceCard(sentence), problem: sentence });

/** Shows it above a modal. @throws when that was closed, or looks different by now */
async function showAbove(client: WebClient, view: { id: string; hash: string }, problem: Problem) {
  await client.views.update({ view_id: view.id, hash: view.hash, view: withError(view, problem) });
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

/** Says that somebody may not, with whom to ask as Slack shows them, in a message and as markup; null for any other error. */
async function refusalFor(
  error: unknown,
  askerId: string | undefined,
  people: Askable,
): Promise<{ card: Card; markup: string } | null> {
  if (!(error instanceof NotAdmin || error instanceof NotRegistered)) return null;
  const others = askerId ? await whomToAsk(people, askerId, error.facts.askInstead) : [];
  if (others.length === 0) {
    const sentence = `${error.what} Type /iam to see whom to ask.`;
    return { card: sentenceCard(sentence), markup: sentence };
  }
  return {
    card: askCard(error, others),
    markup: `${error.what} Ask ${either(others.map((id) => `<@${id}>`))}.`,
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
