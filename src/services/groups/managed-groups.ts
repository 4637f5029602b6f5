import type { Types } from "mongoose";
import { builtInGroupIds, Group } from "../../models/group.ts";
import { GroupManaged } from "./refusals.ts";

/** Refuses to put people into, or take them out of, groups that an identity provider manages. @throws GroupManaged */
export async function refuseManaged(groupIds: readonly Types.ObjectId[]): Promise<void> {
  if (groupIds.length === 0) return;
  const managed = await Group.find(
    { _id: { $in: groupIds }, managedBy: { $exists: true } },
    { name: 1, managedBy: 1 },
  ).lean();
  const named = managed.flatMap(({ name, managedBy }) => (managedBy ? [{ name, by: managedBy.name }] : []));
  if (named.length > 0) throw new GroupManaged({ groups: named });
}

/** Refuses invites into them. Anyone can be invited into Users, even if it is managed. @throws GroupManaged */
export async function refuseManagedForInvites(groupIds: readonly Types.ObjectId[]): Promise<void> {
  await refuseManaged(groupIds.filter((id) => !id.equals(builtInGroupIds.users)));
}
