import type { Types } from "mongoose";
import { Run } from "../../models/run.ts";
import { LINES_KEPT_MS, RunLine } from "../../models/run-line.ts";

/** Has the lines of a run that has ended removed {@link LINES_KEPT_MS} after its end. */
export async function keepLinesUntil(runId: Types.ObjectId): Promise<void> {
  const run = await Run.findById(runId, { endedAt: 1 }).lean();
  if (!run?.endedAt) return;
  const expiresAt = new Date(run.endedAt.getTime() + LINES_KEPT_MS);
  await RunLine.updateMany({ runId }, { $set: { expiresAt } });
}

/** Removes the lines of a run that nobody started in time, or that was never saved itself. */
export async function removeUnstarted(runId: Types.ObjectId): Promise<void> {
  const isStarted = await Run.exists({ _id: runId, status: { $ne: "review" } });
  if (!isStarted) await RunLine.deleteMany({ runId });
}
