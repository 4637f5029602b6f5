import type { Types } from "mongoose";
import { Invite } from "../../models/invite.ts";
import { User } from "../../models/user.ts";

/** People read "1,000+" above this. */
const MOST_COUNTED = 1_000;

/** Counts the users in a group; 1,001 stands for more than 1,000. */
export async function countMembers(groupId: Types.ObjectId): Promise<number> {
  return User.countDocuments({ "memberships.groupId": groupId }, { limit: MOST_COUNTED + 1 });
}

/** Counts the pending invites that promise a group; 1,001 stands for more than 1,000. */
export async function countPendingInto(groupId: Types.ObjectId, now: Date): Promise<number> {
  return Invite.countDocuments(
    { groupIds: groupId, status: "pending", expiresAt: { $gt: now } },
    { limit: MOST_COUNTED + 1 },
  );
}
