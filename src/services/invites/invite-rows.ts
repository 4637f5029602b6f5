import type { Types } from "mongoose";
import type { DeliveryStep, InviteDocument } from "../../models/invite.ts";
import { groupNames } from "../groups/groups.ts";

/** An invite as lists show it. */
export interface PendingInvite {
  inviteId: string;
  generation: number;
  email: string;
  groups: string[];
  by: string;
  createdAt: Date;
  expiresAt: Date;
  delivery: DeliveryStep;
  groupIds: string[];
  expired: boolean;
}

/** Makes rows of invites, with the names of their groups. */
export async function withGroupNames(invites: InviteDocument[], now: Date): Promise<PendingInvite[]> {
  const ids: Types.ObjectId[] = invites.flatMap((invite) => invite.groupIds);
  const nameOf = await groupNames(ids);
  return invites.map(({ _id, generation, email, groupIds, invitedBy, createdAt, expiresAt, delivery }) => ({
    inviteId: String(_id),
    generation,
    email,
    groups: groupIds.flatMap((id) => nameOf.get(String(id)) ?? []),
    by: invitedBy.name,
    createdAt,
    expiresAt,
    delivery,
    groupIds: groupIds.map(String),
    expired: expiresAt <= now,
  }));
}
