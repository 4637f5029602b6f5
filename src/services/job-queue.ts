import { randomUUID } from "node:crypto";
import { type QueryFilter, trusted } from "mongoose";
import { claimIndex, Job, type JobDocument } from "../models/job.ts";
import { isTimeout } from "../models/mongo-errors.ts";
import { databaseTime, inTransaction } from "./transaction.ts";

/** A job that this process holds until its lease runs out. */
export interface LeasedJob {
  id: string;
  lease: string;
  /** By this process's `performance.now()`; it began before the database's. */
  leaseExpiresAt: number;
  /** By the database's clock. */
  claimedAt: Date;
  /** For how long a rate limit has kept it from being tried. */
  limitedMs: number;
  /** 1 the first time. */
  attempt: number;
  kind: string;
  /** What the kind needs, as it was stored. */
  facts: Record<string, unknown>;
  jobKey: string | null;
  createdAt: Date;
}

/** What became of an attempt. An error is a code, with its fact behind a colon. */
export type Outcome =
  | { kind: "done"; answer?: string }
  /** Did not work; it is tried again after a while. */
  | { kind: "retry"; afterMs: number; error: string }
  /** Could not be tried just now; it does not count as an attempt. */
  | { kind: "snooze"; afterMs: number }
  /** The other side's rate limit kept it from being tried; it does not count as an attempt. */
  | { kind: "limited"; afterMs: number; error: string }
  /** Given up; `invalidRecipient` where no other mail to the address has a chance either. */
  | { kind: "failed"; error: string; invalidRecipient: boolean };

/** A claim that takes longer waits for a job that somebody's transaction has locked. */
const CLAIM_MS = 500;
/** So long such a job is passed over. MongoDB ends the transaction of a dead process after a minute. */
const PASS_OVER_MS = 5_000;

/**
 * Leases the job that has been due longest, by the database's clock, in one conditional write. Passes over one that
 * is locked by a transaction, which a dead process may have left open: the others need not wait for it.
 *
 * @param kinds what the caller can run: a job of another kind waits for a newer version, and loses no attempt
 */
export async function claimDue(leaseMs: number, kinds: readonly string[]): Promise<LeasedJob | null> {
  for (;;) {
    try {
      const job = await claim(due(kinds), claimIndex, leaseMs);
      // Before the next is claimed, which else might be one of those that this one does the work of.
      if (job) await settleDuplicates(job);
      return job;
    } catch (error) {
      if (!isTimeout(error)) throw error;
      const blocking = await Job.findOne(due(kinds), { _id: 1 }).sort({ dueAt: 1 }).hint(claimIndex).lean();
      if (!blocking) return null;
      passedOver.set(String(blocking._id), performance.now() + PASS_OVER_MS);
    }
  }
}

/** Which jobs are passed over, and until when, by `performance.now()`. */
const passedOver = new Map<string, number>();

function due(kinds: readonly string[]) {
  for (const [id, until] of passedOver) if (until < performance.now()) passedOver.delete(id);
  return trusted({
    status: "waiting" as const,
    kind: { $in: [...kinds] },
    $expr: { $lte: ["$dueAt", "$$NOW"] },
    ...(passedOver.size > 0 && { _id: { $nin: [...passedOver.keys()] } }),
  });
}

/** Leases the job that has been due longest of those that a filter finds, in the order of an index. */
export async function claim(
  filter: QueryFilter<JobDocument>,
  index: Record<string, 1>,
  leaseMs: number,
): Promise<LeasedJob | null> {
  const lease = randomUUID();
  const leaseExpiresAt = performance.now() + leaseMs;
  const claimed = await Job.findOneAndUpdate(
    filter,
    [
      {
        $set: {
          lease,
          attempts: { $add: ["$attempts", 1] },
          dueAt: { $add: ["$$NOW", leaseMs] },
        },
      },
    ],
    {
      sort: { dueAt: 1 },
      hint: index,
      returnDocument: "after",
      updatePipeline: true,
      maxTimeMS: CLAIM_MS,
    },
  ).lean();
  if (!claimed) return null;
  const { _id, kind, facts, attempts, foldKey, createdAt, dueAt, limitedSince } = claimed;
  const claimedAt = new Date(dueAt.getTime() - leaseMs);
  return {
    id: String(_id),
    lease,
    leaseExpiresAt,
    claimedAt,
    limitedMs: limitedSince ? claimedAt.getTime() - limitedSince.getTime() : 0,
    attempt: attempts,
    kind,
    facts,
    jobKey: foldKey ?? null,
    createdAt,
  };
}

/** Says how long this process surely holds a job still; whoever stalled for longer leaves it to the next. */
export function leaseLeftMs({ leaseExpiresAt }: LeasedJob): number {
  return Math.max(0, leaseExpiresAt - performance.now());
}

/** Puts back a job that was claimed and not begun: it is due at once, for anyone. */
export async function release(job: LeasedJob): Promise<void> {
  await settle(job, { kind: "snooze", afterMs: 0 });
}

/** Settles the jobs that ask for the same as this one and that nobody has begun: this one reads after them. */
export async function settleDuplicates({ id, jobKey }: LeasedJob): Promise<void> {
  if (!jobKey) return;
  await Job.updateMany(
    { foldKey: jobKey, status: "waiting", lease: { $exists: false }, _id: { $ne: id } },
    [{ $set: { status: "done", settledAt: "$$NOW" } }],
    { updatePipeline: true },
  );
}

/** Writes what follows from having lost a lease to somebody else. */
export async function afterLosing(consequences: (now: Date) => Promise<void>): Promise<void> {
  await inTransaction(async () => consequences(await databaseTime()));
}

class LeaseLost extends Error {}

/** Writes what became of a job that nothing follows from, if this process still holds it. @returns whether it did */
export async function settleAlone({ id, lease }: LeasedJob, outcome: Outcome): Promise<boolean> {
  const { matchedCount } = await Job.updateOne({ _id: id, status: "waiting", lease }, settlement(outcome), {
    updatePipeline: true,
  });
  return matchedCount === 1;
}

/**
 * Writes what became of a job, and what follows from it, in one transaction, if this process still holds it.
 *
 * @param consequences writes that belong to the outcome
 * @returns false when somebody else holds or has settled it by now; then nothing was written
 */
export async function settle(
  { id, lease }: LeasedJob,
  outcome: Outcome,
  consequences: (now: Date) => Promise<void> = async () => {},
): Promise<boolean> {
  try {
    await inTransaction(async () => {
      const written = await Job.findOneAndUpdate({ _id: id, status: "waiting", lease }, settlement(outcome), {
        returnDocument: "after",
        projection: { dueAt: 1, settledAt: 1 },
        updatePipeline: true,
      }).lean();
      if (!written) throw new LeaseLost();
      const { dueAt, settledAt } = written;
      const waits = "afterMs" in outcome ? outcome.afterMs : 0;
      await consequences(settledAt ?? new Date(dueAt.getTime() - waits));
    });
    return true;
  } catch (error) {
    if (error instanceof LeaseLost) return false;
    throw error;
  }
}

function settlement(outcome: Outcome) {
  switch (outcome.kind) {
    case "done":
      return [
        { $set: { status: "done", settledAt: "$$NOW", ...(outcome.answer && { answer: outcome.answer }) } },
        { $unset: "lease" },
      ];
    case "failed":
      return [
        { $set: { status: "failed", settledAt: "$$NOW", lastFault: { $literal: outcome.error } } },
        { $unset: "lease" },
      ];
    case "retry":
      return [
        { $set: { dueAt: { $add: ["$$NOW", outcome.afterMs] }, lastFault: { $literal: outcome.error } } },
        { $unset: "lease" },
      ];
    case "limited":
      return [
        {
          $set: {
            dueAt: { $add: ["$$NOW", outcome.afterMs] },
            attempts: { $subtract: ["$attempts", 1] },
            lastFault: { $literal: outcome.error },
            limitedSince: { $ifNull: ["$limitedSince", "$$NOW"] },
          },
        },
        { $unset: "lease" },
      ];
    case "snooze":
      return [
        {
          $set: { dueAt: { $add: ["$$NOW", outcome.afterMs] }, attempts: { $subtract: ["$attempts", 1] } },
        },
        { $unset: "lease" },
      ];
  }
}
