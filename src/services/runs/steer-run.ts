import type { ActorRecord } from "../../models/actor-record.ts";
import { Counter } from "../../models/counter.ts";
import { givesRights } from "../../models/group.ts";
import {
  Run,
  type RunDocument,
  type RunKind,
  type RunPauseReason,
  type RunStatus,
} from "../../models/run.ts";
import type { Acting } from "../acting.ts";
import { type Actor, type Principal, recordOf } from "../actor.ts";
import { recordAudit } from "../audit.ts";
import { changeAs, requireAlso } from "../authorize.ts";
import { enqueue } from "../jobs.ts";
import { databaseTime } from "../transaction.ts";
import { importsOf } from "./import-limit.ts";
import { runConflict } from "./run-conflict.ts";
import { permissionToSteer, runGroups, runLabel } from "./run-facts.ts";
import { storedPrincipal } from "./run-principal.ts";

/** A run as it was on the screen. If somebody has acted since, they were first. */
export interface SeenRun {
  runId: string;
  /** Undefined for any kind. */
  kind?: RunKind | undefined;
  /** Undefined for any version. */
  version?: number | undefined;
}

/** Pauses a run after the batch under way. @throws NotAdmin; RunChanged when it is no longer running */
export async function pauseRun(actor: Principal, seen: SeenRun): Promise<RunDocument> {
  return steer(actor, seen, async () => pauseRunning(actor, seen, "asked"));
}

/** Pauses a run in the transaction under way, without checking rights. @throws RunChanged */
export async function pauseRunning(
  actor: Actor,
  seen: SeenRun,
  pauseReason: RunPauseReason,
): Promise<RunDocument> {
  const now = await databaseTime();
  const run = await move(seen, ["running"], { status: "paused", pauseReason, changedBy: recordOf(actor) });
  await recordRun(actor, now, run, "paused", { reason: pauseReason });
  return run;
}

/**
 * Resumes a run. From then on the one who resumed it runs it.
 *
 * @throws NotAdmin; RunChanged when it is no longer paused
 */
export async function resumeRun(actor: Principal, seen: SeenRun): Promise<RunDocument> {
  return steer(actor, seen, async ({ now }) => {
    const by = recordOf(actor);
    const before = await Run.findById(seen.runId, { by: 1 }).lean();
    const run = await move(seen, ["paused"], {
      status: "running",
      by,
      principal: storedPrincipal(actor),
      changedBy: by,
    });
    const resumed = { at: now, done: run.done };
    // Someone new who runs it gets a progress message of their own.
    const isOther = run.progress && run.changedBy?.userId !== before?.by.userId;
    await Run.updateOne(
      { _id: run._id },
      { $set: { resumed }, ...(isOther && { $unset: { progress: 1, progressBy: 1 } }) },
    );
    await requireForRun(actor, run);
    await enqueue(now, { kind: `${run.kind}-batch`, runId: run._id, done: run.done, dueAt: now });
    await recordRun(actor, now, run, "resumed", {});
    return run;
  });
}

/**
 * Ends a run early; the rest of an import no longer counts towards today's limit.
 *
 * @throws NotAdmin; RunChanged when it has ended
 */
export async function cancelRest(actor: Principal, seen: SeenRun): Promise<RunDocument> {
  return steer(actor, seen, async ({ now }) => {
    const run = await move(seen, ["running", "paused"], {
      status: "cancelled",
      endedAt: now,
      changedBy: recordOf(actor),
    });
    const left = run.planned - run.done;
    if (run.import && run.startedAt)
      await Counter.updateOne({ _id: importsOf(run.startedAt) }, { $inc: { count: -left } });
    await enqueue(now, { kind: "run-end", runId: run._id, dueAt: now });
    await recordRun(actor, now, run, "cancelled", { done: run.done, left });
    return run;
  });
}

/**
 * Checks, in the transaction of a start, that the actor may change Admin and Auditors, if it names them.
 *
 * @throws NotAdmin, NotPermitted
 */
export async function requireForRun(actor: Principal, run: RunDocument): Promise<void> {
  if (run.import?.grantsRights || run.change?.adds.some(givesRights) || run.change?.removes.some(givesRights))
    await requireAlso(actor, "admins:write");
}

async function steer<T>(
  actor: Principal,
  { runId, kind }: SeenRun,
  change: (acting: Acting) => Promise<T>,
): Promise<T> {
  return changeAs(actor, await permissionToSteer(runId, kind), change);
}

/** Moves a run out of one of these states, unless somebody was first. @throws RunChanged, NotFound */
async function move(
  { runId, kind, version }: SeenRun,
  from: readonly RunStatus[],
  to: Partial<RunDocument> & { status: RunStatus; changedBy: ActorRecord },
): Promise<RunDocument> {
  const run = await Run.findOneAndUpdate(
    {
      _id: runId,
      status: { $in: from },
      ...(kind && { kind }),
      ...(version !== undefined && { version }),
    },
    { $set: to, $inc: { version: 1 }, ...(to.status !== "paused" && { $unset: { pauseReason: 1 } }) },
    { returnDocument: "after" },
  ).lean();
  if (!run) throw await runConflict(runId, kind);
  return run;
}

/** Records what somebody did with a run. Part of the transaction. */
export async function recordRun(
  actor: Actor,
  now: Date,
  run: RunDocument,
  step: "started" | "paused" | "resumed" | "cancelled" | "ended",
  after: Record<string, unknown>,
): Promise<void> {
  await recordAudit(actor, now, {
    action: `${run.kind}.${step}`,
    target: { kind: run.kind, id: String(run._id), label: runLabel(run) },
    before: null,
    after,
    about: runGroups(run).map(String),
  });
}
