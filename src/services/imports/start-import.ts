import { trusted } from "mongoose";
import { Batch } from "../../models/batch.ts";
import { Run, type RunDocument } from "../../models/run.ts";
import { type Principal, recordOf } from "../actor.ts";
import { changeAs, requireAlso } from "../authorize.ts";
import { HOUR_MS } from "../durations.ts";
import { enqueue } from "../jobs.ts";
import { countImport } from "../runs/import-limit.ts";
import { runConflict } from "../runs/run-conflict.ts";
import { storedPrincipal } from "../runs/run-principal.ts";
import { recordRun } from "../runs/steer-run.ts";

/** So long before a review ends it can be started no more: its lines have to be there still. */
const LEAD_MS = HOUR_MS;

/**
 * Starts an import that was reviewed; whoever starts it runs it.
 *
 * @throws NotAdmin; ImportLimitReached; RunChanged when somebody was faster; NotFound once the review is over
 */
export async function startImport(
  actor: Principal,
  runId: string,
  importLimit: number,
): Promise<RunDocument> {
  return changeAs(actor, "invites:write", async ({ now }) => {
    const by = recordOf(actor);
    const run = await Run.findOneAndUpdate(
      trusted({
        _id: runId,
        status: "review" as const,
        expiresAt: { $gt: new Date(now.getTime() + LEAD_MS) },
      }),
      {
        $set: { status: "running", startedAt: now, by, principal: storedPrincipal(actor), changedBy: by },
        $unset: { expiresAt: 1 },
        $inc: { version: 1 },
      },
      { returnDocument: "after" },
    ).lean();
    if (!run) throw await runConflict(runId);
    if (run.import.grantsRights) await requireAlso(actor, "admins:write");
    await countImport(run.planned, importLimit, now);
    await Batch.insertMany([
      { _id: run._id, invitedBy: by, createdAt: now, size: run.planned, imported: true },
    ]);
    await enqueue(now, { kind: "import-batch", runId: run._id, done: 0, dueAt: now });
    await recordRun(actor, now, run, "import.started", { lines: run.lines, planned: run.planned });
    return run;
  });
}
