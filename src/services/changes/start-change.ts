import type { RunDocument } from "../../models/run.ts";
import type { Principal } from "../actor.ts";
import { changeOf } from "../runs/run-facts.ts";
import { startRun } from "../runs/start-run.ts";

/**
 * Starts a reviewed change; the person who starts it runs it.
 *
 * @throws NotAdmin; RunChanged when someone was faster, or the review is over; NotFound
 */
export async function startChange(actor: Principal, runId: string): Promise<RunDocument> {
  return startRun(actor, { runId, kind: "change" }, async (run) => {
    const { action, filter } = changeOf(run);
    return { action, filter };
  });
}
