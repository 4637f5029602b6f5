import { trusted } from "mongoose";
import { Run, type RunDocument, type RunKind } from "../../models/run.ts";
import { type Principal, recordOf } from "../actor.ts";
import { changeAs } from "../authorize.ts";
import { HOUR_MS } from "../durations.ts";
import { enqueue } from "../jobs.ts";
import { runConflict } from "./run-conflict.ts";
import { permissionToSteer } from "./run-facts.ts";
import { storedPrincipal } from "./run-principal.ts";
import { recordRun, requireForRun, type SeenRun } from "./steer-run.ts";

/** How long before the end of its review a run can last be started: its lines must still exist. */
const LEAD_MS = HOUR_MS;

/**
 * Starts a run that was reviewed. The one who starts it runs it.
 *
 * @param started does the rest of the start, in its transaction, and returns what the log should say about it
 * @throws NotAdmin; RunChanged when somebody was first, or the review is over; NotFound
 */
export async function startRun(
  actor: Principal,
  { runId, kind, version }: SeenRun & { kind: RunKind },
  started: (run: RunDocument, now: Date) => Promise<Record<string, unknown>>,
): Promise<RunDocument> {
  return changeAs(actor, await permissionToSteer(runId, kind), async ({ now }) => {
    const by = recordOf(actor);
    const keptBeyond = new Date(now.getTime() + LEAD_MS);
    const run = await Run.findOneAndUpdate(
      trusted({
        _id: runId,
        kind,
        status: "review" as const,
        ...(version !== undefined && { version }),
        expiresAt: { $gt: keptBeyond },
      }),
      {
        $set: { status: "running", startedAt: now, by, principal: storedPrincipal(actor), changedBy: by },
        $unset: { expiresAt: 1 },
        $inc: { version: 1 },
      },
      { returnDocument: "after" },
    ).lean();
    if (!run) throw await runConflict(runId, kind, keptBeyond);
    await requireForRun(actor, run);
    const facts = await started(run, now);
    await enqueue(now, { kind: `${kind}-batch`, runId: run._id, done: 0, dueAt: now });
    await recordRun(actor, now, run, "started", { lines: run.lines, planned: run.planned, ...facts });
    return run;
  });
}
