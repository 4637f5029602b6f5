import type { Types } from "mongoose";
import { Run } from "../../models/run.ts";
import { RunLine } from "../../models/run-line.ts";
import { DAY_MS } from "../durations.ts";

/** So long after the end of a run its lines are kept; its totals stay. */
const RESULT_MS = 30 * DAY_MS;

/** Says when the lines of a run that has ended are removed: {@link RESULT_MS} after its end. */
export async function keepLinesUntil(runId: Types.ObjectId): Promise<void> {
  const run = await Run.findById(runId, { endedAt: 1 }).lean();
  if (!run?.endedAt) return;
  const expiresAt = new Date(run.endedAt.getTime() + RESULT_MS);
  await RunLine.updateMany({ runId }, { $set: { expiresAt } });
}
