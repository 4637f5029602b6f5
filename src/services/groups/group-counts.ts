import type { Types } from "mongoose";
import { Invite } from "../../models/invite.ts";
import { User } from "../../models/user.ts";

/** Counting stops above this; people read "1,000+". */
const MOST_COUNTED = 1_000;

/** How many users are in a group; 1,001 stands for more than 1,000. */
export async function countMembers(groupId: Types.ObjectId): Promise<number> {
  return User.countDocuments({ "memberships.groupId": groupId }, { limit: MOST_COUNTED + 1 });
}

/** How many pending invites promise a group; 1,001 stands for more than 1,000. */
export async function countPendingInto(groupId: Types.ObjectId, now: Date): Promise<number> {
  return Invite.countDocuments(
    { groupIds: groupId, status: "pending", expiresAt: { $gt: now } },
    { limit: MOST_COUNTED + 1 },
  );
}
