import { randomUUID } from "node:crypto";
import { type Types, trusted } from "mongoose";
import { OutboxMessage, type OutboxMessageDocument } from "../models/outbox-message.ts";
import { type Message, message } from "./messages.ts";
import { databaseTime, inTransaction, isTimeout } from "./transaction.ts";

/** A message that this process holds until its lease runs out. */
export interface HeldMessage {
  id: string;
  lease: string;
  /** By this process's `performance.now()`; it began before the database's. */
  heldUntil: number;
  /** 1 the first time. */
  attempt: number;
  kind: string;
  /** What it asks for; null when this version of the app does not know it. */
  asks: Message | null;
  foldKey: string | null;
  createdAt: Date;
}

/** What became of an attempt. A fault is in words that name no secret. */
export type Outcome =
  | { is: "done" }
  /** Did not work; it is tried again after a while. */
  | { is: "retry"; afterMs: number; fault: string }
  /** Could not be tried just now; it does not count as an attempt. */
  | { is: "later"; afterMs: number }
  /** Given up; `badAddress` where no other mail to it has a chance either. */
  | { is: "failed"; fault: string; badAddress: boolean };

/** A claim that takes longer waits for a message that somebody's transaction has locked. */
const CLAIM_MS = 500;
/** So long such a message is passed over. MongoDB ends the transaction of a dead process after a minute. */
const PASS_OVER_MS = 5_000;

/**
 * Takes up to `most` of the messages that have been due longest, by the database's clock, each in one conditional
 * write. One that is locked by a transaction, which a dead process may have left open, is passed over: the others
 * need not wait for it.
 */
export async function claimDue(most: number, leaseMs: number): Promise<HeldMessage[]> {
  for (;;) {
    const found = await OutboxMessage.find(due(), { foldKey: 1 }).sort({ dueAt: 1 }).limit(most).lean();
    if (found.length === 0) return [];
    const held = await claim(eachOnce(found), leaseMs);
    if (held.length > 0) return held;
  }
}

/** Of those that ask for the same, the first does the work of all. */
function eachOnce(found: readonly Pick<OutboxMessageDocument, "_id" | "foldKey">[]): Types.ObjectId[] {
  const ids = new Map<string, Types.ObjectId>();
  for (const { _id, foldKey = String(_id) } of found) if (!ids.has(foldKey)) ids.set(foldKey, _id);
  return [...ids.values()];
}

/** Which messages are passed over, and until when, by `performance.now()`. */
const passedOver = new Map<string, number>();

function due() {
  for (const [id, until] of passedOver) if (until < performance.now()) passedOver.delete(id);
  return trusted({
    status: "waiting" as const,
    $expr: { $lte: ["$dueAt", "$$NOW"] },
    ...(passedOver.size > 0 && { _id: { $nin: [...passedOver.keys()] } }),
  });
}

async function claim(ids: readonly Types.ObjectId[], leaseMs: number): Promise<HeldMessage[]> {
  const lease = randomUUID();
  const heldUntil = performance.now() + leaseMs;
  const inTime = await take(ids, lease, leaseMs);
  const taken = await OutboxMessage.find({ _id: { $in: ids }, lease }).lean();
  // They are taken in turn, so the first that is not taken is the one that is locked.
  const locked = inTime ? undefined : ids.find((id) => !taken.some(({ _id }) => _id.equals(id)));
  if (locked) passedOver.set(String(locked), performance.now() + PASS_OVER_MS);

  const held = taken.map(({ _id, kind, facts, attempts, foldKey, createdAt }) => ({
    id: String(_id),
    lease,
    heldUntil,
    attempt: attempts,
    kind,
    asks: message.safeParse({ kind, ...facts }).data ?? null,
    foldKey: foldKey ?? null,
    createdAt,
  }));
  // Before more are claimed, which else might be some of those that these do the work of.
  await Promise.all(held.map(foldInto));
  return held;
}

/** Writes the lease into those that are still due; false when time ran out on the way. */
async function take(ids: readonly Types.ObjectId[], lease: string, leaseMs: number): Promise<boolean> {
  const attempts = { $add: ["$attempts", 1] };
  const update = [{ $set: { lease, attempts, dueAt: { $add: ["$$NOW", leaseMs] } } }];
  try {
    await OutboxMessage.bulkWrite(
      ids.map((_id) => ({ updateOne: { filter: { ...due(), _id }, update } })),
      { maxTimeMS: CLAIM_MS },
    );
    return true;
  } catch (error) {
    if (isTimeout(error)) return false;
    throw error;
  }
}

/** How long this process surely holds a message still; whoever stalled for longer leaves it to the next. */
export function leaseLeftMs({ heldUntil }: HeldMessage): number {
  return Math.max(0, heldUntil - performance.now());
}

/** Puts back a message that was claimed and not begun: it is due at once, for anyone. */
export async function giveBack(message: HeldMessage): Promise<void> {
  await settle(message, { is: "later", afterMs: 0 });
}

/** Settles what asks for the same as this message and nobody has begun: this one reads after them. */
export async function foldInto({ id, foldKey }: HeldMessage): Promise<void> {
  if (!foldKey) return;
  await OutboxMessage.updateMany(
    { foldKey, status: "waiting", lease: { $exists: false }, _id: { $ne: id } },
    [{ $set: { status: "done", settledAt: "$$NOW" } }],
    { updatePipeline: true },
  );
}

/** Writes what follows from having lost a message to somebody else. */
export async function afterLosing(consequences: (now: Date) => Promise<void>): Promise<void> {
  await inTransaction(async () => consequences(await databaseTime()));
}

class LeaseLost extends Error {}

/**
 * Writes what became of a message, and what follows from it, in one transaction, if this process still holds it.
 *
 * @param consequences writes that belong to the outcome
 * @returns false when somebody else holds or has settled it by now; then nothing was written
 */
export async function settle(
  { id, lease }: HeldMessage,
  outcome: Outcome,
  consequences: (now: Date) => Promise<void> = async () => {},
): Promise<boolean> {
  try {
    await inTransaction(async () => {
      const written = await OutboxMessage.findOneAndUpdate(
        { _id: id, status: "waiting", lease },
        settlement(outcome),
        { returnDocument: "after", projection: { dueAt: 1, settledAt: 1 }, updatePipeline: true },
      ).lean();
      if (!written) throw new LeaseLost();
      const { dueAt, settledAt } = written;
      const waits = outcome.is === "retry" || outcome.is === "later" ? outcome.afterMs : 0;
      await consequences(settledAt ?? new Date(dueAt.getTime() - waits));
    });
    return true;
  } catch (error) {
    if (error instanceof LeaseLost) return false;
    throw error;
  }
}

function settlement(outcome: Outcome) {
  switch (outcome.is) {
    case "done":
      return [{ $set: { status: "done", settledAt: "$$NOW" } }, { $unset: "lease" }];
    case "failed":
      return [
        { $set: { status: "failed", settledAt: "$$NOW", lastFault: { $literal: outcome.fault } } },
        { $unset: "lease" },
      ];
    case "retry":
      return [
        { $set: { dueAt: { $add: ["$$NOW", outcome.afterMs] }, lastFault: { $literal: outcome.fault } } },
        { $unset: "lease" },
      ];
    case "later":
      return [
        {
          $set: { dueAt: { $add: ["$$NOW", outcome.afterMs] }, attempts: { $subtract: ["$attempts", 1] } },
        },
        { $unset: "lease" },
      ];
  }
}
