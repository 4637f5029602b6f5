import { z } from "zod";
import { DomainError } from "../../errors.ts";
import type { SlackActor } from "../../services/actor.ts";
import { cancelInvite } from "../../services/cancel-invite.ts";
import { changeDraft, keepDraft, readDraft } from "../../services/drafts.ts";
import type { InviteOutcome } from "../../services/invite-people.ts";
import { inviteResult } from "./result-view.ts";

const invite = { email: z.string(), inviteId: z.string(), generation: z.int() };
const outcome = z.discriminatedUnion("outcome", [
  z.object({ ...invite, outcome: z.literal("invited") }),
  z.object({ ...invite, outcome: z.literal("pending"), by: z.string() }),
  z.object({ email: z.string(), outcome: z.literal("user"), userId: z.string() }),
  z.object({ email: z.string(), outcome: z.literal("domain") }),
  z.object({ email: z.string(), outcome: z.literal("limit"), limit: z.enum(["admin", "total", "address"]) }),
]);

const result = z.object({
  outcomes: z.array(outcome),
  undoSeconds: z.number(),
  /** What was done since from this very view: a sentence by invite id, or by `all`. */
  since: z.record(z.string(), z.string()),
});

/** What a submit came to, as the result shows it. */
export type InviteResult = z.output<typeof result>;

const place = z.object({ draftId: z.string(), page: z.int().nonnegative() });

/** Which result is on the screen, and which page of its exceptions. */
export type ResultPlace = z.output<typeof place>;

/** Reads the place out of a view's `private_metadata` or a button's value. */
export const readResultPlace = (value: string | undefined): ResultPlace =>
  place.parse(JSON.parse(value ?? "null"));

/** Remembers what a submit came to, and draws it. */
export async function firstResult(actor: SlackActor, outcomes: InviteOutcome[], undoSeconds: number) {
  const content: InviteResult = { outcomes, undoSeconds, since: {} };
  return inviteResult(content, { draftId: await keepDraft(actor, content), page: 0 });
}

/** Draws a result as it stands. @throws NotFound once its hour is over */
export async function drawResult(actor: SlackActor, at: ResultPlace) {
  return inviteResult(result.parse(await readDraft(actor, at.draftId)), at);
}

/** Remembers what was done about one invite of a result, or about `all`, and draws it. */
export async function drawResultWith(actor: SlackActor, at: ResultPlace, what: string, sentence: string) {
  const content = await changeDraft(actor, at.draftId, { [`since.${what}`]: sentence });
  return inviteResult(result.parse(content), at);
}

/** Takes back every invite of a result that still stands as it was sent. @returns the sentence to show */
export async function undoAll(actor: SlackActor, { draftId }: ResultPlace): Promise<string> {
  const { outcomes } = result.parse(await readDraft(actor, draftId));
  const invited = outcomes.filter((each) => each.outcome === "invited");
  let cancelled = 0;
  let mailed = 0;
  for (const { inviteId, generation } of invited) {
    try {
      if ((await cancelInvite(actor, inviteId, generation)).mailed) mailed += 1;
      cancelled += 1;
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== "invite_settled") throw error;
    }
  }
  return `${cancelled} cancelled. ${mailed === 0 ? "No email was sent." : `${mailed} emails had left already; their links stopped working.`}`;
}
