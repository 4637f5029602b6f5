import type { Types } from "mongoose";
import { Run } from "../../models/run.ts";

/**
 * Claims the message that shows how far a run is before it is written, so that nobody gets two.
 *
 * @returns false if it is there, or another job writes it
 */
export async function claimProgress(runId: Types.ObjectId, job: string): Promise<boolean> {
  const { matchedCount } = await Run.updateOne(
    {
      _id: runId,
      progress: { $exists: false },
      $or: [{ progressBy: { $exists: false } }, { progressBy: job }],
    },
    { $set: { progressBy: job } },
  );
  return matchedCount > 0;
}

/** Releases the claim on a message that was not written: another job can write it. */
export async function releaseProgress(runId: Types.ObjectId): Promise<void> {
  await Run.updateOne({ _id: runId }, { $unset: { progressBy: 1 } });
}
