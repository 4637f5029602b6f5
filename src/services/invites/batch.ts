import { trusted } from "mongoose";
import type { ActorRecord } from "../../models/actor-record.ts";
import { Batch } from "../../models/batch.ts";
import { type DeliveryStep, Invite, type InviteDocument, type InviteStatus } from "../../models/invite.ts";
import { isTimeout } from "../../models/mongo-errors.ts";
import type { Principal } from "../actor.ts";
import { readAs } from "../authorize.ts";
import { type LeasedJob, leaseLeftMs, settleDuplicates } from "../job-queue.ts";
import { databaseTime } from "../transaction.ts";

const TURN_MS = 2_000;

/** An invite as its batch's card shows it. One that is overdue counts as expired. */
export interface BatchRow {
  inviteId: string;
  generation: number;
  email: string;
  status: InviteStatus;
  delivery: Pick<DeliveryStep, "state" | "reason" | "permanent">;
  /** When it was accepted, declined, cancelled, or expired. */
  settledAt: Date;
  settledBy: string;
}

/** How the invites of one submit stand. */
export interface BatchSnapshot {
  batchId: string;
  inviter: ActorRecord;
  /** In the order of their addresses. */
  rows: BatchRow[];
}

/** Where a card stands in Slack. */
export interface MessageRef {
  channel: string;
  ts: string;
}

/** A turn to write to Slack about a batch: what is asked for, and nobody else writes meanwhile. */
export interface Turn {
  snapshot: BatchSnapshot;
  /** When `standing` was read, by the database's clock. */
  readAt: Date;
  card: MessageRef | null;
  summedUpAt: Date | null;
}

/**
 * Takes the turn to write about a batch. What asks for the same is settled: this message reads after them, be it
 * now or when its turn comes.
 *
 * @returns "taken" while someone else has the turn, or had it less than `restMs` ago; null when the batch is gone
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
      // A transaction that a dead process left open has it.
      if (isTimeout(error)) return null;
      throw error;
    });
  await settleDuplicates(job);
  if (!batch) return (await Batch.exists({ _id: batchId })) ? "taken" : null;
  const readAt = await databaseTime();
  const rows = await rowsOf(batchId, readAt);
  return {
    readAt,
    snapshot: { batchId, inviter: batch.invitedBy, rows },
    card: batch.card ?? null,
    summedUpAt: batch.summedUpAt ?? null,
  };
}

/** Ends the turn, as part of a transaction; false when it had run out, and somebody else took theirs. */
export async function endTurn(
  batchId: string,
  { lease }: LeasedJob,
  written: { card?: MessageRef; drawnAt?: Date; summedUpAt?: Date },
): Promise<boolean> {
  const { matchedCount } = await Batch.updateOne(
    { _id: batchId, "writer.lease": lease },
    { $set: written, $unset: { writer: 1 } },
  );
  return matchedCount > 0;
}

/** Reads every invite of a batch, for *Show All*. @throws NotAdmin */
export async function showBatch(actor: Principal, batchId: string): Promise<BatchRow[]> {
  return readAs(actor, "invites:read", async () => rowsOf(batchId, await databaseTime()));
}

async function rowsOf(batchId: string, now: Date): Promise<BatchRow[]> {
  const invites = await Invite.find({ batchId }).lean();
  return invites.map((invite) => rowOf(invite, now)).sort((a, b) => a.email.localeCompare(b.email));
}

function rowOf(invite: InviteDocument, now: Date): BatchRow {
  const { _id, generation, email, status, expiresAt, settledAt, settledBy } = invite;
  const { state, reason, permanent } = invite.delivery;
  return {
    inviteId: String(_id),
    generation,
    email,
    status: status === "pending" && expiresAt <= now ? "expired" : status,
    delivery: { state, reason, permanent },
    settledAt: settledAt ?? expiresAt,
    settledBy: settledBy?.name ?? "",
  };
}
