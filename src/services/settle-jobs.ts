import { Job } from "../models/job.ts";
import { DatabaseUnavailable } from "./errors.ts";
import type { LeasedJob } from "./job-queue.ts";
import { together } from "./together.ts";
import { databaseTime, inTransaction } from "./transaction.ts";

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

/** Puts back a job that was claimed and not begun: it is due at once, for anyone. */
export async function release(job: LeasedJob): Promise<void> {
  await settle(job, { kind: "snooze", afterMs: 0 });
}

/** Writes what follows from having lost a lease to somebody else. */
export async function afterLosing(consequences: (now: Date) => Promise<void>): Promise<void> {
  await inTransaction(async () => consequences(await databaseTime()));
}

class LeaseLost extends Error {}

/** A job that is done, and what else is to be written of it. */
export interface DoneJob<T> {
  job: LeasedJob;
  what: T;
}

/**
 * Makes a function that settles jobs that are done, together with their neighbours in one transaction: whatever is done while
 * one is under way goes into the next. It says whether this process still held the job; if not, nothing was written of it.
 *
 * @param consequences writes what belongs to them
 * @param waitMs how long fewer than ten wait for neighbours, where nobody waits for what follows
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
        // One of them is somebody else's by now, or can't be written: that stops none of the others.
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
