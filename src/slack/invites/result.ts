import type { AccountActor } from "../../services/actor.ts";
import { undoInvites } from "../../services/invites/cancel-invite.ts";
import type { InviteOutcome } from "../../services/invites/create-invites.ts";
import { databaseTime } from "../../services/transaction.ts";
import { changeDraft, keepDraft, readDraft } from "../state/drafts.ts";
import type { Waiting } from "./fill-in.ts";
import { type InviteResult, inviteResultSchema } from "./result-state.ts";
import { inviteResult } from "./result-view.ts";

interface Submitted {
  outcomes: InviteOutcome[];
  ignoredWords: number;
  waiting: string[];
  mentioned: Record<string, string>;
  replaces: InviteResult["replaces"];
}

/** Remembers what a submit came to, in the transaction that invites, and draws it. */
export async function firstResult(actor: AccountActor, submitted: Submitted, undoSeconds: number, now: Date) {
  const sendsAt = new Date(now.getTime() + undoSeconds * 1000);
  const content: InviteResult = { ...submitted, madeAt: now, sendsAt, page: 0, since: {}, left: false };
  return inviteResult(content, await keepDraft(actor, content, now), now);
}

/** Draws a result as it stands; null where another form took its place. @throws NotFound once its hour is over */
export async function drawResult(actor: AccountActor, draftId: string) {
  const content = inviteResultSchema.parse(await readDraft(actor, draftId));
  return content.left ? null : draw(content, draftId);
}

/** Hands out the addresses that wait, for a form in the result's place. */
export async function takeWaiting(actor: AccountActor, draftId: string): Promise<Waiting> {
  const { waiting, mentioned } = inviteResultSchema.parse(await changeDraft(actor, draftId, { left: true }));
  return { emails: waiting, mentioned };
}

/** Turns to another page of a result's exceptions, and draws it. */
export async function turnResult(actor: AccountActor, draftId: string, page: number) {
  return draw(await changeDraft(actor, draftId, { page }), draftId);
}

/** Remembers what was done about one invite of a result, or about `all`, and draws it. */
export async function drawResultWith(actor: AccountActor, draftId: string, what: string, sentence: string) {
  return draw(await changeDraft(actor, draftId, { [`since.${what}`]: sentence }), draftId);
}

async function draw(content: unknown, draftId: string) {
  return inviteResult(inviteResultSchema.parse(content), draftId, await databaseTime());
}

/** Takes back every invite of a result that still stands as it was sent. @returns the sentence to show */
export async function undoAll(actor: AccountActor, draftId: string): Promise<string> {
  const { outcomes } = inviteResultSchema.parse(await readDraft(actor, draftId));
  const invited = outcomes.flatMap((each) => (each.outcome === "invited" ? [each.inviteId] : []));
  const { cancelled, mailed } = await undoInvites(actor, invited);
  if (cancelled === 0) return "Nothing left to undo.";
  if (mailed === 0) return `${cancelled} cancelled. No email was sent.`;
  const left =
    mailed === 1
      ? "1 email was already sent; its link no longer works."
      : `${mailed} emails were already sent; their links no longer work.`;
  return `${cancelled} cancelled. ${left}`;
}
