import type { ActorRecord } from "../../models/actor-record.ts";
import { nameOf } from "../../models/actor-record.ts";
import { type DeliveryStep, Invite, type InviteDocument, type InviteStatus } from "../../models/invite.ts";
import type { Principal } from "../actor.ts";
import { readAs } from "../authorize.ts";
import { databaseTime } from "../transaction.ts";

/** The state of one invite of a batch. An overdue one counts as expired. */
export interface BatchRow {
  inviteId: string;
  generation: number;
  email: string;
  status: InviteStatus;
  delivery: Pick<DeliveryStep, "state" | "reason" | "permanent">;
  /** When it was accepted, declined or cancelled, or expired. */
  settledAt: Date;
  settledBy: string;
}

/** The state of the invites that were sent together. */
export interface BatchSnapshot {
  batchId: string;
  inviter: ActorRecord;
  /** Ordered by address. */
  rows: BatchRow[];
}

/** Reads the current state of every invite of a batch. @throws NotAdmin */
export async function showBatch(actor: Principal, batchId: string): Promise<{ rows: BatchRow[]; now: Date }> {
  return readAs(actor, "invites:read", async () => {
    const now = await databaseTime();
    return { rows: await batchRows(batchId, now), now };
  });
}

/** Reads the state of every invite of a batch at a given time, for the app itself. */
export async function batchRows(batchId: string, now: Date): Promise<BatchRow[]> {
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
    settledBy: settledBy ? nameOf(settledBy) : "",
  };
}
