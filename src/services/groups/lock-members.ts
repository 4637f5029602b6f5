import type { Types } from "mongoose";
import { builtInGroupIds, Group } from "../../models/group.ts";
import { lastingMemberOf } from "../../models/membership.ts";
import { User } from "../../models/user.ts";
import { InvalidFields } from "../errors.ts";

/**
 * Marks that the members of these groups change, in the transaction that changes them. Changing or deleting the same
 * group at the same moment starts again and sees what the other did.
 */
export async function lockMembers(groupIds: readonly Types.ObjectId[]): Promise<void> {
  await Group.updateMany(
    { _id: { $in: groupIds } },
    { $inc: { membersVersion: 1 }, $currentDate: { membersChangedAt: true } },
  );
}

/** Whether an active user other than this one is in Admin for good. */
export async function isLastingAdminBeside(userId: Types.ObjectId | null): Promise<boolean> {
  const lasting = { ...lastingMemberOf(builtInGroupIds.admin), status: "active" as const };
  return (await User.exists({ ...lasting, ...(userId && { _id: { $ne: userId } }) })) !== null;
}

/**
 * Makes sure that somebody else is in Admin for good, before anyone gets a membership of it that ends. Part of the
 * transaction of the change; locks the members of Admin.
 *
 * @param userId who gets it; null for the person who accepts an invite
 * @throws InvalidFields (`until`)
 */
export async function assertLastingAdmin(userId: Types.ObjectId | null): Promise<void> {
  await lockMembers([builtInGroupIds.admin]);
  await findLastingAdmin(userId);
}

/** Checks the same before anybody is asked to confirm. Locks nothing. @throws InvalidFields (`until`) */
export async function findLastingAdmin(userId: Types.ObjectId | null): Promise<void> {
  if (!(await isLastingAdminBeside(userId)))
    throw new InvalidFields({
      until: "Nobody is in Admin for good, so this membership of Admin can’t end. Leave the end out.",
    });
}
