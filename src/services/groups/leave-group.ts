import type { Types } from "mongoose";
import { builtInGroupIds, Group } from "../../models/group.ts";
import { Invite } from "../../models/invite.ts";
import { User } from "../../models/user.ts";

/** How many users, and invites, leave at once: few enough that those who write to them meanwhile don't stand in the way. */
const BATCH = 500;

/** Filters for the invites that promise a group and may still be accepted, be it after a resend. */
export const promisedIn = (groupId: Types.ObjectId) => ({
  groupIds: groupId,
  status: { $in: ["pending" as const, "expired" as const] },
});

/**
 * Takes up to 500 users, and as many invites, out of a group that was deleted; an invite left with none gets `Users`.
 *
 * @returns whether some may be left in it
 */
export async function leaveDeletedGroup(groupId: Types.ObjectId): Promise<boolean> {
  if (await Group.exists({ _id: groupId })) return false;
  const users = await User.find({ "memberships.groupId": groupId }, { _id: 1 }).limit(BATCH).lean();
  if (users.length > 0)
    await User.updateMany(
      { _id: { $in: users.map(({ _id }) => _id) } },
      {
        $pull: { memberships: { groupId } },
        $addToSet: { formerGroupIds: groupId },
        $inc: { changes: 1 },
        $currentDate: { changedAt: true },
      },
    );
  const invites = await Invite.find(promisedIn(groupId), { _id: 1 }).limit(BATCH).lean();
  const others = { $filter: { input: "$groupIds", cond: { $ne: ["$$this", groupId] } } };
  if (invites.length > 0)
    await Invite.updateMany(
      { _id: { $in: invites.map(({ _id }) => _id) } },
      [{ $set: { groupIds: { $cond: [{ $eq: [others, []] }, [builtInGroupIds.users], others] } } }],
      { updatePipeline: true },
    );
  return users.length === BATCH || invites.length === BATCH;
}
