import type { AccountActor } from "../../services/actor.ts";
import { NotFound } from "../../services/errors.ts";
import { undoInvites } from "../../services/invites/cancel-invite.ts";
import type { InviteOutcome } from "../../services/invites/create-invites.ts";
import { newId } from "../../services/object-id.ts";
import { databaseTime } from "../../services/transaction.ts";
import { changeDraft, keepDraft, readDraft } from "../state/drafts.ts";
import type { Waiting } from "./fill-in.ts";
import {
  type InviteResult,
  inviteResultSchema,
  metadataOf,
  readMetadata,
  type ShownResult,
} from "./result-state.ts";
import { inviteResult } from "./result-view.ts";

interface Submitted {
  outcomes: InviteOutcome[];
  ignoredWords: number;
  waiting: string[];
  mentioned: Record<string, string>;
  replaces: InviteResult["replaces"];
}

/**
 * Draws the result of a submission. Its view remembers it; if it is too long, it is kept in the transaction that
 * invites.
 */
export async function firstResult(actor: AccountActor, submitted: Submitted, undoSeconds: number, now: Date) {
  const sendsAt = new Date(now.getTime() + undoSeconds * 1000);
  const content: InviteResult = { ...submitted, madeAt: now, sendsAt, page: 0, since: {}, left: false };
  const metadata = metadataOf({ draftId: newId(), content }) ?? (await keepDraft(actor, content, now));
  return inviteResult(content, metadata, now);
}

/**
 * Draws a result as it is now; null if another form replaced it.
 *
 * @throws NotFound once its hour is over
 */
export async function drawResult(actor: AccountActor, metadata: string) {
  const content = await readResult(actor, metadata);
  return content.left ? null : inviteResult(content, metadata, await databaseTime());
}

/** Hands over the waiting addresses to the form that replaces the result. */
export async function takeWaiting(actor: AccountActor, metadata: string): Promise<Waiting> {
  const { waiting, mentioned } = await changeResult(actor, readMetadata(metadata), { left: true });
  return { emails: waiting, mentioned };
}

/** Draws another page of a result's exceptions. */
export async function turnResult(actor: AccountActor, metadata: string, page: number) {
  return drawChanged(actor, metadata, { page });
}

/** Remembers what was done about one invite of a result, or about `all`, and draws it. */
export async function drawResultWith(actor: AccountActor, metadata: string, what: string, sentence: string) {
  return drawChanged(actor, metadata, { [`since.${what}`]: sentence });
}

async function drawChanged(actor: AccountActor, metadata: string, fields: Readonly<Record<string, unknown>>) {
  const shown = readMetadata(metadata);
  return inviteResult(await changeResult(actor, shown, fields), shown.draftId, await databaseTime());
}

/** Changes a result. If only its view remembered it, it is kept from now on, since others draw it too. */
async function changeResult(
  actor: AccountActor,
  { draftId, content }: ShownResult,
  fields: Readonly<Record<string, unknown>>,
): Promise<InviteResult> {
  const unkept = content?.madeAt && { content, since: content.madeAt };
  return inviteResultSchema.parse(await changeDraft(actor, draftId, fields, unkept));
}

/** Reads a result as it is now: as last changed, otherwise as its view remembers it. */
async function readResult(actor: AccountActor, metadata: string): Promise<InviteResult> {
  const { draftId, content } = readMetadata(metadata);
  try {
    return inviteResultSchema.parse(await readDraft(actor, draftId));
  } catch (error) {
    if (content && error instanceof NotFound) return content;
    throw error;
  }
}

/**
 * Cancels every invite of a result that hasn't changed since.
 *
 * @returns the sentence to show
 */
export async function undoAll(actor: AccountActor, metadata: string): Promise<string> {
  const { outcomes } = await readResult(actor, metadata);
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
