import { Batch } from "../../models/batch.ts";
import type { RunDocument } from "../../models/run.ts";
import { type Principal, recordOf } from "../actor.ts";
import { countImport } from "../runs/import-limit.ts";
import { startRun } from "../runs/start-run.ts";

/**
 * Starts a reviewed import; the person who starts it runs it.
 *
 * @param version the version the caller saw; undefined starts the import at any version
 * @throws NotAdmin; ImportLimitReached; RunChanged when someone was faster, or the review is over; NotFound
 */
export async function startImport(
  actor: Principal,
  runId: string,
  importLimit: number,
  version?: number,
): Promise<RunDocument> {
  return startRun(actor, { runId, kind: "import", version }, async (run, now) => {
    await countImport(run.planned, importLimit, now);
    await Batch.insertMany([
      { _id: run._id, invitedBy: recordOf(actor), createdAt: now, size: run.planned, imported: true },
    ]);
    return {};
  });
}
