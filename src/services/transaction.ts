import { AsyncLocalStorage } from "node:async_hooks";
import { EventEmitter } from "node:events";
import mongoose, { Types } from "mongoose";
import { accessWrites } from "../models/access-writes.ts";
import { Counter, type CounterDocument } from "../models/counter.ts";
import { builtInGroupIds, Group } from "../models/group.ts";
import { Job, type JobDocument } from "../models/job.ts";
import { isAway } from "../models/mongo-errors.ts";
import { DatabaseUnavailable } from "./errors.ts";
import { takeSlot } from "./slots.ts";

/** How long a transaction may take before its caller is told that the database is unavailable. */
const DEADLINE_MS = 8_000;
/** How many jobs one insert writes: half of what 250 invites cause, and few enough that other requests needn't wait. */
const JOBS_AT_ONCE = 400;

/** For each kind of job, in how many milliseconds the first one is due. */
export type QueuedKinds = ReadonlyMap<string, number>;

/** A job just committed by this process, which may run it at once, without claiming it. */
export type FreshJob = Pick<JobDocument, "_id" | "kind" | "facts" | "createdAt">;

/**
 * Emits `change` after a commit that queued jobs, and `webhooks` if webhooks are among them. Events that are due go to
 * the listeners of `events`.
 */
export const committed = new EventEmitter<{
  change: [QueuedKinds];
  webhooks: [];
  events: [readonly FreshJob[]];
}>().setMaxListeners(0);

/**
 * How long only the process that committed an event runs it, which is longer than a slow database takes. It holds no
 * lease: if it dies, the event is due then.
 */
const HEAD_START_MS = 5_000;

/** Emits `change` once this process's change to users or groups is acknowledged, before its caller learns of that. */
export const accessChanged = new EventEmitter<{ change: [] }>();

type NewJob = Omit<JobDocument, "_id">;

/** An increment of a counter, which is kept until `expiresAt`. */
type Count = Pick<CounterDocument, "_id" | "expiresAt"> & {
  /** How much to add to each of its fields; by default 1 to `count`. */
  by?: Readonly<Record<string, number>>;
};

/** What a transaction collects to write at its end, since each write is a round trip to the database. */
interface LastWrites {
  /** The slot of the shared counters that it increments (slots.ts). */
  slot: number;
  jobs: NewJob[];
  counts: Count[];
  /** Whether users or groups were written. */
  access: boolean;
}

const lastWrites = new AsyncLocalStorage<LastWrites>();

accessWrites.on("write", () => {
  const last = lastWrites.getStore();
  if (last) last.access = true;
  else accessChanged.emit("change");
});

/** Writes jobs: at the end of a transaction if within one, otherwise at once. */
export async function writeJobs(jobs: readonly NewJob[]): Promise<void> {
  const last = lastWrites.getStore();
  if (last) last.jobs.push(...jobs);
  else await insertJobs(jobs);
}

/** Returns the slot of the current transaction. */
export function currentSlot(): number {
  const last = lastWrites.getStore();
  if (!last) throw new Error("no transaction is under way");
  return last.slot;
}

/** Increments counters: at the end of a transaction if within one, otherwise at once. */
export async function writeCounts(counts: readonly Count[]): Promise<void> {
  const last = lastWrites.getStore();
  if (last) last.counts.push(...counts);
  else await addCounts(counts);
}

async function insertJobs(jobs: readonly NewJob[]): Promise<void> {
  for (let from = 0; from < jobs.length; from += JOBS_AT_ONCE)
    // Checked by the compiler.
    await Job.insertMany(jobs.slice(from, from + JOBS_AT_ONCE), { lean: true });
}

/** Increments counters at once, within a transaction or not. */
export async function addCounts(counts: readonly Count[]): Promise<void> {
  if (counts.length === 0) return;
  await Counter.bulkWrite(
    counts.map(({ _id, expiresAt, by = { count: 1 } }) => ({
      updateOne: { filter: { _id }, update: { $inc: by, $set: { expiresAt } }, upsert: true },
    })),
  );
}

/**
 * Runs a change as one transaction: all of its writes, or none. The callback may run more than once, so it must have no
 * side effects. Let E11000 propagate: caught inside, it makes the driver retry for two minutes.
 *
 * Returns or throws within 8 s, where the driver alone would wait for two minutes. What isn't being committed by then
 * never will be; a commit under way may still succeed later.
 *
 * @throws DatabaseUnavailable when it wasn't committed within 8 s, or the database went away
 */
export async function inTransaction<T>(change: () => Promise<T>): Promise<T> {
  const { slot, giveBack } = takeSlot();
  const attempt = { committing: false, late: false, jobs: jobsOf([]), access: false };
  const run = async () => {
    attempt.committing = false;
    if (attempt.late) throw new DatabaseUnavailable();
    const last: LastWrites = { slot, jobs: [], counts: [], access: false };
    const result = await lastWrites.run(last, change);
    await addCounts(last.counts);
    attempt.jobs = jobsOf(last.jobs);
    await insertJobs(attempt.jobs.written);
    attempt.access = last.access;
    if (attempt.late) throw new DatabaseUnavailable();
    attempt.committing = true;
    return result;
  };
  const work = mongoose.connection
    .transaction(run, {
      readConcern: { level: "snapshot" },
      writeConcern: { w: "majority" },
      maxCommitTimeMS: DEADLINE_MS,
    })
    .then((result) => {
      if (attempt.access) accessChanged.emit("change");
      const { events, queued } = attempt.jobs;
      // Lets the caller have its answer before its jobs start.
      if (events.length > 0) setImmediate(() => committed.emit("events", events));
      if (queued.size > 0) setImmediate(() => committed.emit("change", queued));
      if (queued.has("webhook")) setImmediate(() => committed.emit("webhooks"));
      return result;
    })
    .finally(giveBack);
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      attempt.late = true;
      reject(new DatabaseUnavailable({ unsure: attempt.committing }));
    }, DEADLINE_MS);
  });
  try {
    return await Promise.race([work, deadline]);
  } catch (error) {
    throw isAway(error) ? new DatabaseUnavailable({ unsure: attempt.committing }) : error;
  } finally {
    clearTimeout(timer);
  }
}

/** What a transaction writes of its jobs, and who is told of them once it is committed. */
function jobsOf(jobs: readonly NewJob[]) {
  const isFresh = ({ kind, dueAt, createdAt }: NewJob) =>
    kind === "event" && dueAt <= createdAt && committed.listenerCount("events") > 0;
  const [fresh, others] = [jobs.filter(isFresh), jobs.filter((job) => !isFresh(job))];
  const events = fresh.map((job) => ({
    ...job,
    _id: new Types.ObjectId(),
    dueAt: new Date(job.createdAt.getTime() + HEAD_START_MS),
  }));
  return { events, written: [...others, ...events], queued: queuedKinds(others) };
}

function queuedKinds(jobs: readonly NewJob[]): Map<string, number> {
  const queued = new Map<string, number>();
  for (const { kind, dueAt, createdAt } of jobs) {
    const waitMs = dueAt.getTime() - createdAt.getTime();
    queued.set(kind, Math.min(waitMs, queued.get(kind) ?? waitMs));
  }
  return queued;
}

/** Reads the database's time, which decides leases, due times and expiry. */
export async function databaseTime(): Promise<Date> {
  const [row] = await Group.aggregate<{ now: Date }>([
    { $match: { _id: builtInGroupIds.users } },
    { $project: { now: "$$NOW" } },
  ]);
  if (!row) throw new Error("the built-in groups are not seeded");
  return row.now;
}
