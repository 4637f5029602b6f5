import { randomInt, randomUUID } from "node:crypto";
import { type QueryFilter, type Types, trusted } from "mongoose";
import { claimIndex, Job, type JobDocument } from "../models/job.ts";
import { isTimeout } from "../models/mongo-errors.ts";

/** A job that this process holds until its lease runs out. */
export interface LeasedJob {
  id: string;
  lease: string;
  /** By this process's `performance.now()`; it began before the database's. */
  leaseExpiresAt: number;
  leaseMs: number;
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

/** A claim that takes longer waits for a job that somebody's transaction has locked. */
const CLAIM_MS = 500;
/** How long such a job is passed over. MongoDB ends the transaction of a dead process after a minute. */
const PASS_OVER_MS = 5_000;

/**
 * Leases the jobs that have been due longest, by the database's clock, all of them in one write: each if it is due still.
 * Passes over one that is locked by a transaction, which a dead process may have left open: the others need not wait for it.
 *
 * @param kinds what the caller can run: a job of another kind waits for a newer version, and loses no attempt
 * @param most how many the caller has room for
 * @returns no jobs when nothing is due; `more` if the caller had room for less than was found, or some were passed over
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
    // Before more are claimed, which else might be some of those that these do the work of.
    await settleDuplicates(jobs);
    if (jobs.length > 0) return { jobs, more: found.length >= most };
  }
}

/** Whoever lost all they had found to others looks for some further on, each elsewhere: so many times as far at most. */
const CROWD = 8;

/** Which jobs are passed over, and until when, by `performance.now()`. */
const passedOver = new Map<string, number>();

function notPassedOver() {
  for (const [id, until] of passedOver) if (until < performance.now()) passedOver.delete(id);
  return passedOver.size > 0 ? { _id: { $nin: [...passedOver.keys()] } } : {};
}

/** Waits, and is due by the database's clock. */
const isDue = { status: "waiting" as const, $expr: { $lte: ["$dueAt", "$$NOW"] } };

/** Filters for those of some jobs that wait and are due. */
const due = (filter: QueryFilter<JobDocument>) => trusted({ ...filter, ...isDue });

/** What is read of a job that is due; once it is leased, nothing of that changes but the attempts. */
const ofFound = {
  ...{ kind: 1, facts: 1, attempts: 1, foldKey: 1, createdAt: 1, limitedSince: 1 },
  now: "$$NOW",
} as const;
type FoundJob = Pick<JobDocument, "_id" | Exclude<keyof typeof ofFound, "now">> & { now: Date };

/** Keeps the first of those that ask for the same thing. */
function withoutDuplicates(found: readonly FoundJob[]): FoundJob[] {
  const keys = new Set<string>();
  return found.filter(({ foldKey }) => {
    if (!foldKey) return true;
    const isFirst = !keys.has(foldKey);
    keys.add(foldKey);
    return isFirst;
  });
}

/** Leases those of these jobs that nobody else took meanwhile, in the order given. */
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
    // They are as they were found, and need not be read again.
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

/** They are taken in their order: the first that is due still is the one that all others would wait for. */
async function passOverBlocking(ids: readonly Types.ObjectId[], lease: string): Promise<void> {
  const open = await Job.find(due({ _id: { $in: ids }, lease: { $ne: lease } }), { _id: 1 }).lean();
  const blocking = ids.find((id) => open.some(({ _id }) => _id.equals(id)));
  if (blocking) passedOver.set(String(blocking), performance.now() + PASS_OVER_MS);
}

/** Leases the job that has been due longest of those that a filter finds, in the order of an index. */
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
  }).lean();
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

/** Says how long this process surely holds a job still; whoever stalled for longer leaves it to the next. */
export function leaseLeftMs({ leaseExpiresAt }: LeasedJob): number {
  return Math.max(0, leaseExpiresAt - performance.now());
}

/** Notes that a long job got on: how often it was tried counts from here, whoever died over what came before. */
export async function noteProgress(job: LeasedJob): Promise<void> {
  if (job.attempt <= 1) return;
  job.attempt = 1;
  const held = { _id: job.id, status: "waiting" as const, lease: job.lease };
  await Job.updateOne(held, { $set: { attempts: 1 } });
}

/**
 * Holds a job for as long as some work takes, which may be longer than its lease.
 *
 * @param work is told to stop, by a signal, once somebody else may hold the job
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

/** Settles the jobs that ask for the same as these and that nobody has begun: these read after them. */
export async function settleDuplicates(jobs: readonly LeasedJob[]): Promise<void> {
  const keys = jobs.flatMap(({ jobKey }) => jobKey ?? []);
  if (keys.length === 0) return;
  await Job.updateMany(
    { foldKey: { $in: keys }, status: "waiting", lease: { $exists: false } },
    [{ $set: { status: "done", settledAt: "$$NOW" } }],
    { updatePipeline: true },
  );
}
