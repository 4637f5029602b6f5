import { trusted } from "mongoose";
import { Batch } from "../../models/batch.ts";
import { isTimeout } from "../../models/mongo-errors.ts";
import { type BatchSnapshot, batchRows } from "../../services/invites/batch.ts";
import { settleDuplicates } from "../../services/job-queue.ts";
import { type LeasedJob, leaseLeftMs } from "../../services/leases.ts";
import { databaseTime } from "../../services/transaction.ts";
import type { MessageRef } from "../kit/card.ts";

const TURN_MS = 2_000;

/** A turn to write to Slack about a batch, with what there is to show; nobody else writes meanwhile. */
export interface Turn {
  snapshot: BatchSnapshot;
  /** When `snapshot` was read, by the database's clock. */
  readAt: Date;
  card: MessageRef | null;
  /** Whether the card says that the inviter is no longer an admin. */
  closed: boolean;
  summedUpAt: Date | null;
}

/**
 * Takes the turn to write about a batch, and settles the jobs that ask for the same: this one reads after them, now or
 * when its turn comes.
 *
 * @returns "taken" while another job has the turn, or had it less than `restMs` ago; null if the batch is gone
 */
export async function takeTurn(
  batchId: string,
  job: LeasedJob,
  restMs: number,
): Promise<Turn | "taken" | null> {
  const batch = await Batch.findOneAndUpdate(
    trusted({
      _id: batchId,
      $expr: {
        $and: [
          { $lte: [{ $ifNull: ["$writer.until", new Date(0)] }, "$$NOW"] },
          { $lte: [{ $add: [{ $ifNull: ["$drawnAt", new Date(0)] }, restMs] }, "$$NOW"] },
        ],
      },
    }),
    [{ $set: { writer: { lease: job.lease, until: { $add: ["$$NOW", leaseLeftMs(job)] } } } }],
    { returnDocument: "after", updatePipeline: true, maxTimeMS: TURN_MS },
  )
    .lean()
    .catch((error: unknown) => {
      // A transaction left open by a dead process holds it.
      if (isTimeout(error)) return null;
      throw error;
    });
  await settleDuplicates([job]);
  if (!batch) return (await Batch.exists({ _id: batchId })) ? "taken" : null;
  const readAt = await databaseTime();
  const rows = await batchRows(batchId, readAt);
  return {
    readAt,
    snapshot: { batchId, inviter: batch.invitedBy, rows },
    card: batch.card ?? null,
    closed: batch.closed ?? false,
    summedUpAt: batch.summedUpAt ?? null,
  };
}

/** Ends the turn, as part of a transaction; false if it had run out and another job took it. */
export async function endTurn(
  batchId: string,
  { lease }: LeasedJob,
  written: { card?: MessageRef; closed?: boolean; drawnAt?: Date; summedUpAt?: Date },
): Promise<boolean> {
  const { matchedCount } = await Batch.updateOne(
    { _id: batchId, "writer.lease": lease },
    { $set: written, $unset: { writer: 1 } },
  );
  return matchedCount > 0;
}
