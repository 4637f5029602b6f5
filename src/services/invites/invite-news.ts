import type { ActorRecord } from "../../models/actor-record.ts";
import { Batch } from "../../models/batch.ts";
import { type DeliveryStep, Invite, type InviteDocument, type InviteStatus } from "../../models/invite.ts";
import { groupIdsAt } from "../../models/membership.ts";
import { User } from "../../models/user.ts";
import { atAddress } from "../email-address.ts";
import { groupsWithIds } from "../groups/groups.ts";
import { databaseTime } from "../transaction.ts";

/** What there is to tell about an invite, as it is now. */
export interface InviteNews {
  inviteId: string;
  batchId: string;
  /** How many people were invited together. */
  batchSize: number;
  email: string;
  /** An overdue one counts as expired. */
  status: InviteStatus;
  generation: number;
  inviter: ActorRecord;
  delivery: Pick<DeliveryStep, "state" | "reason" | "permanent">;
  expiresAt: Date;
  /** The person who registered, and the groups they are in now, once accepted. */
  user: { id: string; name: string; groups: string[] } | null;
}

/** Reads what there is to tell about an invite; null when it is gone. */
export async function inviteNews(inviteId: string): Promise<InviteNews | null> {
  const invite = await Invite.findById(inviteId).lean();
  if (!invite) return null;
  const { batchId, email, status, generation, invitedBy, delivery, expiresAt } = invite;
  const now = await databaseTime();
  const overdue = status === "pending" && expiresAt <= now;
  const batch = await Batch.findById(batchId, { size: 1 }).lean();
  return {
    inviteId,
    batchId: String(batchId),
    batchSize: batch?.size ?? 1,
    email,
    status: overdue ? "expired" : status,
    generation,
    inviter: invitedBy,
    delivery,
    expiresAt,
    user: status === "accepted" ? await registered(invite, now) : null,
  };
}

async function registered({ email }: InviteDocument, now: Date): Promise<InviteNews["user"]> {
  const user = await User.findOne(atAddress(email), { name: 1, memberships: 1 }).lean();
  if (!user) return null;
  const groups = await groupsWithIds(groupIdsAt(user, now));
  return { id: String(user._id), name: user.name, groups: groups.map(({ name }) => name) };
}
