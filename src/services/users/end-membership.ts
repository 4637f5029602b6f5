import type { Types } from "mongoose";
import { builtInGroupIds } from "../../models/group.ts";
import { groupIdsAt, type Membership } from "../../models/membership.ts";
import { User, type UserDocument } from "../../models/user.ts";
import { recordAudit } from "../audit.ts";
import { groupsWithIds } from "../groups/groups.ts";
import { lockMembers } from "../groups/lock-members.ts";
import { lockExclusive, rightsOf } from "../locks.ts";

/** A membership, and when it ends. */
export interface EndingMembership {
  userId: Types.ObjectId;
  groupId: Types.ObjectId;
  until: Date;
}

/**
 * Takes away a membership that has ended and so no longer counted. Part of a transaction. A membership that by now ends
 * at another time stays as it is.
 */
export async function takeEndedMembership(
  { userId, groupId, until }: EndingMembership,
  now: Date,
): Promise<void> {
  const user = until > now ? null : await User.findById(userId).lean();
  if (!user?.memberships.some((each) => isIt(each, groupId, until))) return;
  const memberships = user.memberships.filter((each) => !isIt(each, groupId, until));
  await lockMembers([groupId]);
  if (groupId.equals(builtInGroupIds.admin) && user.slack) await lockExclusive(rightsOf(user.slack));
  await User.updateOne(
    { _id: userId },
    { $set: { memberships }, $inc: { changes: 1 }, $currentDate: { changedAt: true } },
  );
  const [group] = await groupsWithIds([groupId]);
  // A deleted group was left when it was deleted.
  if (group) await recordEnd(user, { groupId, until, name: group.name }, now);
}

async function recordEnd(
  user: UserDocument,
  { groupId, until, name }: { groupId: Types.ObjectId; until: Date; name: string },
  now: Date,
): Promise<void> {
  const left = (await groupsWithIds(groupIdsAt(user, now))).map((group) => group.name);
  await recordAudit({ kind: "system" }, now, {
    action: "user.membership_ended",
    target: { kind: "user", id: String(user._id), label: user.email },
    before: { groups: [...left, name], until },
    after: { groups: left },
    about: [user.email, String(groupId)],
  });
}

function isIt(membership: Membership, groupId: Types.ObjectId, until: Date): boolean {
  return membership.groupId.equals(groupId) && membership.until?.getTime() === until.getTime();
}
