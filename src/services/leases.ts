import { Job } from "../models/job.ts";
import type { FreshJob } from "./transaction.ts";

/** A job that this process holds until its lease runs out. */
export interface LeasedJob {
  id: string;
  /** Null for a job that this process has just committed and runs without claiming it. */
  lease: string | null;
  /** On this process's `performance.now()`; starts before the database's lease. */
  leaseExpiresAt: number;
  leaseMs: number;
  /** The database's time. */
  claimedAt: Date;
  /** How long a rate limit has kept it from being tried. */
  limitedMs: number;
  /** 1 the first time. */
  attempt: number;
  kind: string;
  /** What this kind of job needs, as stored. */
  facts: Record<string, unknown>;
  jobKey: string | null;
  createdAt: Date;
}

/** Holds a job that this process has just committed, without claiming it. Another process may claim it all the same. */
export function heldUnclaimed({ _id, kind, facts, createdAt }: FreshJob, leaseMs: number): LeasedJob {
  return {
    ...{ id: String(_id), kind, facts, createdAt, claimedAt: createdAt },
    ...{ lease: null, leaseMs, leaseExpiresAt: performance.now() + leaseMs },
    ...{ limitedMs: 0, attempt: 1, jobKey: null },
  };
}

/** Returns how long this process is sure to hold a job. A process that stalled for longer leaves it to the next. */
export function leaseLeftMs({ leaseExpiresAt }: LeasedJob): number {
  return Math.max(0, leaseExpiresAt - performance.now());
}

/** Notes that a long job made progress: its attempts count from here, even if processes died before. */
export async function noteProgress(job: LeasedJob): Promise<void> {
  if (job.attempt <= 1) return;
  job.attempt = 1;
  const held = { _id: job.id, status: "waiting" as const, lease: job.lease };
  await Job.updateOne(held, { $set: { attempts: 1 } });
}

/**
 * Holds a job while some work runs, which may take longer than its lease.
 *
 * @param work is told to stop, by a signal, once another process may hold the job
 */
export async function whileHeld<T>(job: LeasedJob, work: (lost: AbortSignal) => Promise<T>): Promise<T> {
  const lost = new AbortController();
  const renew = async () => {
    const leaseExpiresAt = performance.now() + job.leaseMs;
    const held = { _id: job.id, status: "waiting" as const, lease: job.lease };
    const dueAt = { $add: ["$$NOW", job.leaseMs] };
    const { matchedCount } = await Job.updateOne(held, [{ $set: { dueAt } }], { updatePipeline: true });
    if (matchedCount === 0) lost.abort();
    else job.leaseExpiresAt = leaseExpiresAt;
  };
  let renewing = Promise.resolve();
  const timer = setInterval(() => {
    renewing = renewing.then(renew).catch(() => {
      if (leaseLeftMs(job) === 0) lost.abort();
    });
  }, job.leaseMs / 3);
  try {
    return await work(lost.signal);
  } finally {
    clearInterval(timer);
    await renewing;
  }
}
