import { randomInt, randomUUID } from "node:crypto";
import { type QueryFilter, type Types, trusted } from "mongoose";
import { claimIndex, Job, type JobDocument } from "../models/job.ts";
import { isTimeout } from "../models/mongo-errors.ts";
import type { LeasedJob } from "./leases.ts";

/** A claim that takes longer than this is waiting for a job locked by somebody's transaction. */
const CLAIM_MS = 500;
/** How long such a job is skipped. MongoDB ends a dead process's transaction after a minute. */
const PASS_OVER_MS = 5_000;

/**
 * Leases the longest-due jobs, by the database's time, in one write: each if it is still due. Skips a job that is
 * locked by a transaction, which a dead process may have left open, so the others needn't wait for it.
 *
 * @param kinds what the caller can run: a job of another kind waits for a newer version, and loses no attempt
 * @param most how many the caller has room for
 * @returns no jobs when nothing is due; `more` if more was found than the caller had room for, or some were skipped
 */
export async function claimDue(
  leaseMs: number,
  kinds: readonly string[],
  most: number,
): Promise<{ jobs: LeasedJob[]; more: boolean }> {
  for (let crowded = false; ; crowded = true) {
    const found = await Job.find(due({ kind: { $in: [...kinds] }, ...notPassedOver() }), ofFound)
      .sort({ dueAt: 1 })
      .limit(crowded ? most * CROWD : most)
      .hint(claimIndex)
      .lean<FoundJob[]>();
    if (found.length === 0) return { jobs: [], more: passedOver.size > 0 };
    const from = crowded ? randomInt(Math.max(1, found.length - most + 1)) : 0;
    const jobs = await leaseAll(withoutDuplicates(found.slice(from, from + most)), leaseMs);
    // Before more jobs are claimed, which could otherwise include duplicates of these.
    await settleDuplicates(jobs);
    if (jobs.length > 0) return { jobs, more: found.length >= most };
  }
}

/**
 * After losing all the jobs they found, processes look further on, each in a different place: at most this many times
 * as far.
 */
const CROWD = 8;

/** Which jobs are skipped, and until when, by `performance.now()`. */
const passedOver = new Map<string, number>();

function notPassedOver() {
  for (const [id, until] of passedOver) if (until < performance.now()) passedOver.delete(id);
  return passedOver.size > 0 ? { _id: { $nin: [...passedOver.keys()] } } : {};
}

/** Filters for a job that is waiting and due, by the database's time. */
const isDue = { status: "waiting" as const, $expr: { $lte: ["$dueAt", "$$NOW"] } };

/** Filters for those of some jobs that are waiting and due. */
const due = (filter: QueryFilter<JobDocument>) => trusted({ ...filter, ...isDue });

/** What is read of a due job. Once the job is leased, only the attempts change. */
const ofFound = {
  ...{ kind: 1, facts: 1, attempts: 1, foldKey: 1, createdAt: 1, limitedSince: 1 },
  now: "$$NOW",
} as const;
type FoundJob = Pick<JobDocument, "_id" | Exclude<keyof typeof ofFound, "now">> & { now: Date };

/** Keeps the first of the jobs that ask for the same thing. */
function withoutDuplicates(found: readonly FoundJob[]): FoundJob[] {
  const keys = new Set<string>();
  return found.filter(({ foldKey }) => {
    if (!foldKey) return true;
    const isFirst = !keys.has(foldKey);
    keys.add(foldKey);
    return isFirst;
  });
}

/** Leases those of these jobs that nobody else has taken meanwhile, in the order given. */
async function leaseAll(found: readonly FoundJob[], leaseMs: number): Promise<LeasedJob[]> {
  const ids = found.map(({ _id }) => _id);
  const lease = randomUUID();
  const leaseExpiresAt = performance.now() + leaseMs;
  try {
    // One by one in one command, which the driver can send again: a failover loses no lease.
    const { matchedCount } = await Job.collection.bulkWrite(
      found.map(({ _id, attempts }) => ({
        updateOne: { filter: { _id, attempts, ...isDue }, update: leasing(lease, leaseMs) },
      })),
      { ordered: false, maxTimeMS: CLAIM_MS },
    );
    // They haven't changed since they were found, so there is no need to read them again.
    if (matchedCount === found.length)
      return found.map(({ now, ...job }) => {
        const leased = { ...job, attempts: job.attempts + 1, dueAt: new Date(now.getTime() + leaseMs) };
        return leasedJob(leased, lease, { leaseMs, leaseExpiresAt });
      });
  } catch (error) {
    if (!isTimeout(error)) throw error;
    await passOverBlocking(ids, lease);
  }
  const leased = await Job.find({ _id: { $in: ids }, lease }).lean();
  const place = new Map(ids.map((id, index) => [String(id), index]));
  return leased
    .map((job) => leasedJob(job, lease, { leaseMs, leaseExpiresAt }))
    .sort((a, b) => (place.get(a.id) ?? 0) - (place.get(b.id) ?? 0));
}

/** Skips the job that blocks the rest. Jobs are taken in order, so it is the first that is still due. */
async function passOverBlocking(ids: readonly Types.ObjectId[], lease: string): Promise<void> {
  const open = await Job.find(due({ _id: { $in: ids }, lease: { $ne: lease } }), { _id: 1 }).lean();
  const blocking = ids.find((id) => open.some(({ _id }) => _id.equals(id)));
  if (blocking) passedOver.set(String(blocking), performance.now() + PASS_OVER_MS);
}

/** Leases the longest-due job that a filter finds, in the order of an index. */
export async function claim(
  filter: QueryFilter<JobDocument>,
  index: Record<string, 1>,
  leaseMs: number,
): Promise<LeasedJob | null> {
  const lease = randomUUID();
  const leaseExpiresAt = performance.now() + leaseMs;
  const claimed = await Job.findOneAndUpdate(due(filter), leasing(lease, leaseMs), {
    sort: { dueAt: 1 },
    hint: index,
    returnDocument: "after",
    updatePipeline: true,
    maxTimeMS: CLAIM_MS,
  })
    .lean()
    .catch(async (error: unknown) => {
      if (!isTimeout(error)) throw error;
      // The job may be leased, and only the majority slow to confirm it.
      const leased = await Job.findOne(trusted({ ...filter, status: "waiting" as const, lease }))
        .hint(index)
        .lean();
      if (!leased) throw error;
      return leased;
    });
  return claimed && leasedJob(claimed, lease, { leaseMs, leaseExpiresAt });
}

function leasing(lease: string, leaseMs: number) {
  return [{ $set: { lease, attempts: { $add: ["$attempts", 1] }, dueAt: { $add: ["$$NOW", leaseMs] } } }];
}

function leasedJob(
  {
    _id,
    kind,
    facts,
    attempts,
    foldKey,
    createdAt,
    dueAt,
    limitedSince,
  }: Omit<FoundJob, "now"> & Pick<JobDocument, "dueAt">,
  lease: string,
  { leaseMs, leaseExpiresAt }: { leaseMs: number; leaseExpiresAt: number },
): LeasedJob {
  const claimedAt = new Date(dueAt.getTime() - leaseMs);
  return {
    id: String(_id),
    lease,
    leaseExpiresAt,
    leaseMs,
    claimedAt,
    limitedMs: limitedSince ? claimedAt.getTime() - limitedSince.getTime() : 0,
    attempt: attempts,
    kind,
    facts,
    jobKey: foldKey ?? null,
    createdAt,
  };
}

/** Settles unstarted jobs that ask for the same as these: these jobs read after those were written. */
export async function settleDuplicates(jobs: readonly LeasedJob[]): Promise<void> {
  const keys = jobs.flatMap(({ jobKey }) => jobKey ?? []);
  if (keys.length === 0) return;
  await Job.updateMany(
    { foldKey: { $in: keys }, status: "waiting", lease: { $exists: false } },
    [{ $set: { status: "done", settledAt: "$$NOW" } }],
    { updatePipeline: true },
  );
}
