import type { Types } from "mongoose";
import { builtInGroupIds, Group } from "../../models/group.ts";
import { Invite } from "../../models/invite.ts";
import { User } from "../../models/user.ts";

/** How many users, and invites, leave at once: few enough not to get in the way of other writes to them. */
const BATCH = 500;

/** Filters for the invites that promise a group and may still be accepted, even if only after a resend. */
export const promisedIn = (groupId: Types.ObjectId) => ({
  groupIds: groupId,
  status: { $in: ["pending" as const, "expired" as const] },
});

/**
 * Takes up to 500 users, and as many invites, out of a deleted group; an invite left with none gets `Users`.
 *
 * @returns whether some may still be in it
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
