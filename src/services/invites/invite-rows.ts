import type { Types } from "mongoose";
import { nameOf } from "../../models/actor-record.ts";
import { builtInGroupIds } from "../../models/group.ts";
import type { DeliveryStep, InviteDocument } from "../../models/invite.ts";
import { termText } from "../ends.ts";
import { groupNames } from "../groups/groups.ts";
import { givesNone } from "./gives-none.ts";

/** An invite as lists show it. */
export interface PendingInvite {
  inviteId: string;
  generation: number;
  email: string;
  groups: string[];
  /** How long it gives its groups, in words; null for ever. */
  term: string | null;
  by: string;
  createdAt: Date;
  /** When the current generation was asked for. */
  queuedAt: Date;
  expiresAt: Date;
  delivery: DeliveryStep;
  groupIds: string[];
  expired: boolean;
}

/** Builds rows from invites, with the names of their groups; `Users` if all of theirs were deleted. */
export async function withGroupNames(invites: InviteDocument[], now: Date): Promise<PendingInvite[]> {
  const { users } = builtInGroupIds;
  const groupName = await groupNames([...invites.flatMap(({ groupIds }) => groupIds), users]);
  const namesOf = (ids: Types.ObjectId[]) => ids.flatMap((id) => groupName.get(String(id)) ?? []);
  return invites.map((invite) => {
    const groups = namesOf(invite.groupIds);
    return {
      inviteId: String(invite._id),
      generation: invite.generation,
      email: invite.email,
      groups: groups.length > 0 || givesNone(invite) ? groups : namesOf([users]),
      by: nameOf(invite.invitedBy),
      term: termText(invite),
      createdAt: invite.createdAt,
      queuedAt: invite.queuedAt,
      expiresAt: invite.expiresAt,
      delivery: invite.delivery,
      groupIds: invite.groupIds.map(String),
      expired: invite.expiresAt <= now,
    };
  });
}
