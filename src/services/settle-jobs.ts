import { Job } from "../models/job.ts";
import { DatabaseUnavailable } from "./errors.ts";
import type { LeasedJob } from "./leases.ts";
import { together } from "./together.ts";
import { databaseTime, inTransaction } from "./transaction.ts";

/** The result of an attempt. An error is a code, followed by a colon and its fact if it has one. */
export type Outcome =
  | { kind: "done"; answer?: string }
  /** Did not work; tried again after a while. */
  | { kind: "retry"; afterMs: number; error: string }
  /** Couldn't be tried just now; doesn't count as an attempt. */
  | { kind: "snooze"; afterMs: number }
  /** The other side's rate limit prevented it; doesn't count as an attempt. */
  | { kind: "limited"; afterMs: number; error: string }
  /** Given up; `invalidRecipient` if no other email to the address has a chance either. */
  | { kind: "failed"; error: string; invalidRecipient: boolean };

/** Puts back a job that was claimed but not started: it is due at once, for any process. */
export async function release(job: LeasedJob): Promise<void> {
  await settle(job, { kind: "snooze", afterMs: 0 });
}

/** Writes what follows from losing a lease to another process. */
export async function afterLosing(consequences: (now: Date) => Promise<void>): Promise<void> {
  await inTransaction(async () => consequences(await databaseTime()));
}

class LeaseLost extends Error {}

/** A finished job, and what else to write about it. */
export interface DoneJob<T> {
  job: LeasedJob;
  what: T;
}

/**
 * Creates a function that settles finished jobs in one transaction together with their neighbours: jobs that finish
 * while one transaction is under way go into the next. Returns whether this process still held the job; if not, nothing
 * was written about it.
 *
 * @param consequences writes what belongs to the jobs
 * @param waitMs how long fewer than ten jobs wait for neighbours, if nobody is waiting for what follows
 */
export function settlerOfDone<T>(
  consequences: (done: readonly T[]) => Promise<void>,
  waitMs = 0,
): (done: DoneJob<T>) => Promise<boolean> {
  const settleAll = async (done: readonly DoneJob<T>[]) => {
    if (done.length > 1)
      try {
        await settleAllDone(done, consequences);
        return done.map(() => true);
      } catch (error) {
        if (error instanceof DatabaseUnavailable) throw error;
        // One of them belongs to another process by now, or can't be written. That must not stop the others.
      }
    const alone = ({ job, what }: DoneJob<T>) => settle(job, { kind: "done" }, () => consequences([what]));
    return done.map(alone);
  };
  return together(settleAll, { most: 100, enough: 10, waitMs });
}

async function settleAllDone<T>(
  done: readonly DoneJob<T>[],
  consequences: (done: readonly T[]) => Promise<void>,
): Promise<void> {
  const held = {
    _id: { $in: done.map(({ job }) => job.id) },
    status: "waiting" as const,
    lease: { $in: done.map(({ job }) => job.lease) },
  };
  await inTransaction(async () => {
    const { matchedCount } = await Job.updateMany(held, settlement({ kind: "done" }), {
      updatePipeline: true,
    });
    if (matchedCount < done.length) throw new LeaseLost();
    await consequences(done.map(({ what }) => what));
  });
}

/** Writes the outcome of a job that has no consequences, if this process still holds it. @returns whether it did */
export async function settleAlone({ id, lease }: LeasedJob, outcome: Outcome): Promise<boolean> {
  const { matchedCount } = await Job.updateOne({ _id: id, status: "waiting", lease }, settlement(outcome), {
    updatePipeline: true,
  });
  return matchedCount === 1;
}

/**
 * Writes the outcome of a job and what follows from it in one transaction, if this process still holds the job.
 *
 * @param consequences writes that belong to the outcome
 * @returns false when another process holds or has settled it by now; then nothing was written
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
