import type { Types } from "mongoose";
import type { ActorRecord } from "../../models/actor-record.ts";
import { Counter } from "../../models/counter.ts";
import { Run, type RunDocument, type RunPauseReason, type RunStatus } from "../../models/run.ts";
import { type Actor, type Principal, recordOf } from "../actor.ts";
import { recordAudit } from "../audit.ts";
import { changeAs, requireAlso } from "../authorize.ts";
import type { AuditAction } from "../events.ts";
import { enqueue } from "../jobs.ts";
import { databaseTime } from "../transaction.ts";
import { importsOf } from "./import-limit.ts";
import { runConflict } from "./run-conflict.ts";
import { storedPrincipal } from "./run-principal.ts";

/** A run as it was on the screen: whoever acted since was first. */
export interface SeenRun {
  runId: string;
  /** Undefined: whatever it is by now. */
  version?: number | undefined;
}

/** Lets a run rest after the batch under way. @throws NotAdmin; RunChanged when it does not run any more */
export async function pauseRun(actor: Principal, seen: SeenRun): Promise<RunDocument> {
  return changeAs(actor, "invites:write", async () => pauseRunning(actor, seen, "asked"));
}

/** Does the same in the transaction under way, whoever asks for it. @throws RunChanged */
export async function pauseRunning(
  actor: Actor,
  { runId, version }: SeenRun,
  pauseReason: RunPauseReason,
): Promise<RunDocument> {
  const now = await databaseTime();
  const run = await move({ runId, version }, ["running"], {
    status: "paused",
    pauseReason,
    changedBy: recordOf(actor),
  });
  await recordRun(actor, now, run, "import.paused", { reason: pauseReason });
  return run;
}

/** Lets a run go on; from then on whoever does so runs it. @throws NotAdmin; RunChanged when it does not rest any more */
export async function resumeRun(actor: Principal, seen: SeenRun): Promise<RunDocument> {
  return changeAs(actor, "invites:write", async ({ now }) => {
    const by = recordOf(actor);
    const before = await Run.findById(seen.runId, { by: 1 }).lean();
    const run = await move(seen, ["paused"], {
      status: "running",
      by,
      principal: storedPrincipal(actor),
      changedBy: by,
    });
    // Whoever runs it now is shown how far it is, in a message of their own.
    if (run.progress && run.changedBy?.userId !== before?.by.userId)
      await Run.updateOne({ _id: run._id }, { $unset: { progress: 1 } });
    if (run.import.grantsRights) await requireAlso(actor, "admins:write");
    await enqueue(now, { kind: "import-batch", runId: run._id, done: run.done, dueAt: now });
    await recordRun(actor, now, run, "import.resumed", {});
    return run;
  });
}

/** Ends a run with what is done; what is left counts no more towards today's limit. @throws NotAdmin; RunChanged when it has ended */
export async function cancelRest(actor: Principal, seen: SeenRun): Promise<RunDocument> {
  return changeAs(actor, "invites:write", async ({ now }) => {
    const run = await move(seen, ["running", "paused"], {
      status: "cancelled",
      endedAt: now,
      changedBy: recordOf(actor),
    });
    const left = run.planned - run.done;
    if (run.startedAt) await Counter.updateOne({ _id: importsOf(run.startedAt) }, { $inc: { count: -left } });
    await enqueue(now, { kind: "run-end", runId: run._id, dueAt: now });
    await recordRun(actor, now, run, "import.cancelled", { done: run.done, left });
    return run;
  });
}

/** Moves a run from one of these states, if nobody was faster. @throws RunChanged, NotFound */
async function move(
  { runId, version }: SeenRun,
  from: readonly RunStatus[],
  to: Partial<RunDocument> & { status: RunStatus; changedBy: ActorRecord },
): Promise<RunDocument> {
  const run = await Run.findOneAndUpdate(
    { _id: runId, status: { $in: from }, ...(version !== undefined && { version }) },
    { $set: to, $inc: { version: 1 }, ...(to.status !== "paused" && { $unset: { pauseReason: 1 } }) },
    { returnDocument: "after" },
  ).lean();
  if (!run) throw await runConflict(runId);
  return run;
}

/** Writes what somebody did with a run. Part of the transaction. */
export async function recordRun(
  actor: Actor,
  now: Date,
  { _id, import: { label, groupIds } }: Pick<RunDocument, "_id" | "import">,
  action: Extract<AuditAction, `import.${string}`>,
  after: Record<string, unknown>,
): Promise<void> {
  await recordAudit(actor, now, {
    action,
    target: { kind: "import", id: String(_id), label },
    before: null,
    after,
    about: groupIds.map((id: Types.ObjectId) => String(id)),
  });
}
