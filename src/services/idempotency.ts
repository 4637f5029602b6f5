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

/** Longer than any request takes: one that a process died at can be sent again then. */
const CLAIM_MS = 30_000;
const KEPT_MS = DAY_MS;

/** A request that may come more than once. */
export interface KeyedRequest {
  clientId: string;
  /** What it asks for: method and path. */
  target: string;
  /** Chosen by the client, for this request alone. */
  key: string;
  /** What it says. */
  content: unknown;
  /** Whether its answer may be kept: not if it shows a secret. */
  keepsAnswer: boolean;
}

/** What comes of a request that was sent for the first time, or again. */
export type Outcome =
  | { kind: "answer"; answer: KeptAnswer }
  /** The key was used for a request that said something else. */
  | { kind: "other_request" }
  /** The same request is being carried out. */
  | { kind: "in_progress" }
  /** It was carried out, and its answer was not kept. */
  | { kind: "already_done"; ids: string[] };

/** Thrown inside a transaction when another request took the claim over, so that nothing is done twice. */
class ClaimLost extends Error {}

const current = new AsyncLocalStorage<{ _id: string; claim: string } | undefined>();

/**
 * Carries a request out once, however often it comes within 24 h and to whichever process: claims its key, and has
 * `recordAudit` note in the transaction of the change that it is done. A process that dies before the commit has done
 * nothing, and the request can be sent again when its claim has run out; after it, whoever asks again is told what was
 * done. A refusal is not kept: it changed nothing.
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
    // What is done stays so, and is told to whoever asks again.
    const settled = settle(mine, { expiresAt: { $cond: ["$done", "$expiresAt", "$$NOW"] } });
    // Whoever waits for a database that does not answer waits for it no longer.
    if (!(error instanceof DatabaseUnavailable)) await settled;
    if (error instanceof ClaimLost) return { kind: "in_progress" };
    throw error;
  }
}

/** Tells what became of a request that was sent before: whoever claimed it may be answering just now. */
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
 * Notes, in the transaction of a change, that the request which asked for it is done.
 *
 * @param ids what it made or changed
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
 * Carries out several changes that may be begun again: none of them says that the request is done, so one that broke off goes
 * on when it is sent again.
 */
export function mayRepeat<T>(changes: () => Promise<T>): Promise<T> {
  return current.run(undefined, changes);
}

/** Claims a key that is new, forgotten, or that nobody works on any more; returns the record of whoever has it. */
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

/** Ends a claim. If that fails, it runs out, and whoever asks again is told what is done, or does it. */
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
