import type { PipelineStage, Types } from "mongoose";
import { Run, type RunDocument, type RunKind } from "../../models/run.ts";
import { type LineOutcome, RunLine, type RunLineDocument } from "../../models/run-line.ts";
import { type Acting, lookUp } from "../acting.ts";
import type { Actor, Principal } from "../actor.ts";
import { changeAs, mayNow } from "../authorize.ts";
import { NotAdmin, NotPermitted } from "../errors.ts";
import { enqueue } from "../jobs.ts";
import { retryOnDuplicate } from "../retry-on-duplicate.ts";
import { inTransaction } from "../transaction.ts";
import { RunChanged } from "./refusals.ts";
import { permissionOf } from "./run-facts.ts";
import { principalOf } from "./run-principal.ts";
import { pauseRunning, recordRun } from "./steer-run.ts";

const system: Actor = { kind: "system" };

/** The lines that one transaction carries out. */
export interface Batch {
  run: RunDocument;
  lines: readonly RunLineDocument[];
  /** The admin or API client that runs it, and may. */
  actor: Principal;
  acting: Acting;
}

/** The outcome of a line. */
export type LineResult = Pick<RunLineDocument, "_id" | "outcome" | "fault" | "problem">;

/** Which lines are due, and at which attempt. */
export interface BatchDue {
  runId: Types.ObjectId;
  done: number;
  /** 1 the first time, which is also the default. */
  attempt?: number;
}

/** What a kind of run does with its lines. */
interface Work {
  kind: RunKind;
  /** Returns how many lines one transaction carries out. */
  mostOf(run: RunDocument): number;
  /** Carries them out, and returns the outcome of each. */
  carryOut(batch: Batch): Promise<LineResult[]>;
}

/**
 * Carries out the next lines of a run and queues those after them, all in one transaction: each is done once, even if a
 * process dies. If the one who runs it may no longer do so, the run is paused.
 *
 * @param done how many lines were done when this was queued; if the number has changed since, there is nothing to do
 * @param attempt each one after the first takes half as many lines, as they may have taken too long
 * @param owners the accounts in IAM_OWNERS
 */
export async function runBatch(
  { runId, done, attempt = 1, owners }: BatchDue & { owners: readonly string[] },
  work: Work,
): Promise<void> {
  const current = { _id: runId, kind: work.kind, status: "running" as const, done };
  const run = await Run.findOne(current).lean();
  if (!run) return;
  // Lines that an older version wrote expire on their own when their review is over.
  if (done === 0)
    await RunLine.updateMany({ runId, expiresAt: { $exists: true } }, { $unset: { expiresAt: 1 } });
  const permission = permissionOf(run);
  const actor = await principalOf(run, owners);
  if (!actor || !(await mayNow(actor, permission))) return stop(run);
  const most = Math.ceil(work.mostOf(run) / 2 ** (attempt - 1));
  const next = [lookUp("runs", Run, current), nextLines(runId, most)];
  try {
    await retryOnDuplicate(() =>
      changeAs<void, Next>(
        actor,
        permission,
        async ({ runs: [still], lines, ...acting }) => {
          if (still) await doNext({ run: still, lines, actor, acting }, most, work);
        },
        next,
      ),
    );
  } catch (error) {
    if (!(error instanceof NotAdmin || error instanceof NotPermitted)) throw error;
    await stop(run);
  }
}

/** The run, if it should go on, and its next lines. */
interface Next {
  runs: RunDocument[];
  lines: RunLineDocument[];
}

/** Returns the stage that reads them. */
function nextLines(runId: Types.ObjectId, most: number): PipelineStage.Lookup {
  const pipeline = [{ $match: { runId, outcome: "new" } }, { $sort: { line: 1 as const } }, { $limit: most }];
  return { $lookup: { from: RunLine.collection.name, as: "lines", pipeline } };
}

/** Pauses a run if the one who runs it may not go on. */
async function stop({ _id }: RunDocument): Promise<void> {
  await inTransaction(() => pauseRunning(system, { runId: String(_id) }, "no_right")).catch(
    (error: unknown) => {
      if (!(error instanceof RunChanged)) throw error;
    },
  );
}

/** Pauses a run that can't go on. Part of the transaction that records the failure. */
export async function pauseFailed(runId: Types.ObjectId): Promise<void> {
  const isRunning = await Run.exists({ _id: runId, status: "running" });
  if (isRunning) await pauseRunning(system, { runId: String(runId) }, "failed");
}

async function doNext(batch: Batch, most: number, work: Work): Promise<void> {
  const { run, lines, acting } = batch;
  const { now } = acting;
  if (lines.length === 0) return end(run, now);
  const results = await work.carryOut(batch);
  await writeResults(results);

  const counts = { ...run.counts };
  const count = (outcome: string, more: number) => {
    counts[outcome] = (counts[outcome] ?? 0) + more;
  };
  count("new", -lines.length);
  for (const { outcome } of results) count(outcome, 1);
  const done = run.done + lines.length;
  await Run.updateOne({ _id: run._id }, { $set: { done, counts } });
  if (lines.length < most) await end({ ...run, done, counts }, now);
  else await enqueue(now, { kind: `${run.kind}-batch`, runId: run._id, done, dueAt: now });
}

/** Writes the outcomes: together those that have no more details. */
async function writeResults(results: readonly LineResult[]): Promise<void> {
  const ids = new Map<LineOutcome, Types.ObjectId[]>();
  for (const { _id, outcome, fault, problem } of results)
    if (fault || problem)
      await RunLine.updateOne(
        { _id },
        { $set: { outcome, ...(fault && { fault }), ...(problem && { problem }) } },
      );
    else ids.set(outcome, [...(ids.get(outcome) ?? []), _id]);
  for (const [outcome, same] of ids) await RunLine.updateMany({ _id: { $in: same } }, { $set: { outcome } });
}

async function end(run: RunDocument, now: Date): Promise<void> {
  await Run.updateOne({ _id: run._id }, { $set: { status: "done", endedAt: now }, $inc: { version: 1 } });
  await enqueue(now, { kind: "run-end", runId: run._id, dueAt: now });
  await recordRun(system, now, run, "ended", { done: run.done, counts: run.counts });
}
