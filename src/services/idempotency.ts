import { AsyncLocalStorage } from "node:async_hooks";
import { createHash, randomUUID } from "node:crypto";
import {
  IdempotencyRecord,
  type IdempotencyRecordDocument,
  type KeptAnswer,
} from "../models/idempotency-record.ts";
import { isDuplicate } from "../models/mongo-errors.ts";
import { DAY_MS } from "./durations.ts";
import { DatabaseUnavailable } from "./errors.ts";

/** Longer than any request takes. After that, a request whose process died can be sent again. */
const CLAIM_MS = 30_000;
const KEPT_MS = DAY_MS;

/** A request that may arrive more than once. */
export interface KeyedRequest {
  clientId: string;
  /** What it asks for: method and path. */
  target: string;
  /** Chosen by the client, for this request only. */
  key: string;
  /** The request's content. */
  content: unknown;
  /** Whether its answer may be kept: not if it shows a secret. */
  keepsAnswer: boolean;
}

/** The outcome of a request, whether sent for the first time or again. */
export type Outcome =
  | { kind: "answer"; answer: KeptAnswer }
  /** The key was used for a different request. */
  | { kind: "other_request" }
  /** The same request is under way. */
  | { kind: "in_progress" }
  /** It was done, and its answer was not kept. */
  | { kind: "already_done"; ids: string[] };

/** Thrown inside a transaction when another request took over the claim, so that nothing is done twice. */
class ClaimLost extends Error {}

const current = new AsyncLocalStorage<{ _id: string; claim: string } | undefined>();

/**
 * Does a request once, however often it arrives within 24 h and at whichever process. Claims its key, and has
 * `recordAudit` note, in the transaction of the change, that it is done. If a process dies before the commit, nothing
 * was done, and the request can be sent again once its claim has run out. If it dies after the commit, a repeated
 * request is told what was done. A refusal is not kept: it changed nothing.
 */
export async function doOnce(request: KeyedRequest, work: () => Promise<KeptAnswer>): Promise<Outcome> {
  const mine = { _id: digest([request.clientId, request.target, request.key]), claim: randomUUID() };
  const fingerprint = digest(request.content);
  const record = await claim(mine, fingerprint);
  if (!record) return { kind: "in_progress" };
  if (record.claim !== mine.claim)
    return record.fingerprint === fingerprint ? outcomeOf(record._id) : { kind: "other_request" };
  try {
    const answer = await current.run(mine, work);
    await settle(mine, { done: true, ...(request.keepsAnswer && { answer: { $literal: answer } }) });
    return { kind: "answer", answer };
  } catch (error) {
    // What is done stays done, and is the answer to a repeated request.
    const settled = settle(mine, { expiresAt: { $cond: ["$done", "$expiresAt", "$$NOW"] } });
    // If the database doesn't answer, the caller needn't wait for it any longer.
    if (!(error instanceof DatabaseUnavailable)) await settled;
    if (error instanceof ClaimLost) return { kind: "in_progress" };
    throw error;
  }
}

/** Reads the outcome of a request that was sent before. The process that claimed it may be answering right now. */
async function outcomeOf(_id: string): Promise<Outcome> {
  const [record] = await IdempotencyRecord.aggregate<IdempotencyRecordDocument & { isClaimed: boolean }>([
    { $match: { _id } },
    { $set: { isClaimed: { $gt: ["$claimedUntil", "$$NOW"] } } },
  ]);
  if (record?.answer) return { kind: "answer", answer: record.answer };
  if (!record?.done || record.isClaimed) return { kind: "in_progress" };
  return { kind: "already_done", ids: record.ids };
}

/**
 * Notes, in the transaction of a change, that the request for it is done.
 *
 * @param ids what it created or changed
 */
export async function noteDone(ids: readonly string[]): Promise<void> {
  const mine = current.getStore();
  if (!mine) return;
  const { matchedCount } = await IdempotencyRecord.updateOne(
    mine,
    [
      {
        $set: { done: true, ids: { $concatArrays: ["$ids", { $literal: ids }] }, expiresAt: after(KEPT_MS) },
      },
    ],
    { updatePipeline: true },
  );
  if (matchedCount === 0) throw new ClaimLost("another request took this one's key over");
}

/**
 * Makes several changes that may be started again. None of them marks the request as done, so an interrupted request
 * continues when it is sent again.
 */
export function mayRepeat<T>(changes: () => Promise<T>): Promise<T> {
  return current.run(undefined, changes);
}

/**
 * Claims a key that is new, forgotten, or no longer worked on. Returns the record of the claim that holds it, perhaps
 * another's.
 */
async function claim(mine: { _id: string; claim: string }, fingerprint: string) {
  const isFree = { $lte: [{ $ifNull: ["$expiresAt", new Date(0)] }, "$$NOW"] };
  const claimedUntil = after(CLAIM_MS);
  const fresh = { ...mine, fingerprint, done: false, ids: [], claimedUntil, expiresAt: claimedUntil };
  try {
    return await IdempotencyRecord.findOneAndUpdate(
      { _id: mine._id },
      [{ $replaceWith: { $cond: [isFree, fresh, "$$ROOT"] } }],
      { upsert: true, returnDocument: "after", updatePipeline: true },
    ).lean();
  } catch (error) {
    if (isDuplicate(error)) return null;
    throw error;
  }
}

/** Ends a claim. If that fails, the claim runs out, and a repeated request is told what was done, or does it. */
async function settle(mine: { _id: string; claim: string }, fields: Record<string, unknown>): Promise<void> {
  const kept = { expiresAt: after(KEPT_MS), ...fields };
  await IdempotencyRecord.updateOne(mine, [{ $set: kept }, { $unset: "claimedUntil" }], {
    updatePipeline: true,
  }).catch(() => undefined);
}

const after = (ms: number) => ({ $add: ["$$NOW", ms] });

function digest(value: unknown): string {
  return createHash("sha256")
    .update(JSON.stringify(value) ?? "")
    .digest("hex");
}
