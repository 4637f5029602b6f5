import type { Types } from "mongoose";
import { Invite } from "../../models/invite.ts";
import { formerMemberOf } from "../../models/membership.ts";
import { User } from "../../models/user.ts";

/** Above this, people read "1,000+". */
const MAX_COUNTED = 1_000;

/**
 * Counts the users in a group by the index alone: those it lists, less the few whose membership has ended. 1,001 means
 * more than 1,000.
 */
export async function countMembers(groupId: Types.ObjectId, now: Date): Promise<number> {
  const former = await User.countDocuments(formerMemberOf(groupId, now));
  const limit = MAX_COUNTED + 1 + former;
  return (await User.countDocuments({ "memberships.groupId": groupId }, { limit })) - former;
}

/** Counts all users in a group. */
export async function countAllMembers(groupId: Types.ObjectId, now: Date): Promise<number> {
  const former = await User.countDocuments(formerMemberOf(groupId, now));
  return (await User.countDocuments({ "memberships.groupId": groupId })) - former;
}

/** Counts the pending invites that promise a group; 1,001 means more than 1,000. */
export async function countPendingInto(groupId: Types.ObjectId, now: Date): Promise<number> {
  return Invite.countDocuments(
    { groupIds: groupId, status: "pending", expiresAt: { $gt: now } },
    { limit: MAX_COUNTED + 1 },
  );
}
