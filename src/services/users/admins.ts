import { builtInGroupIds } from "../../models/group.ts";
import { groupIdsAt } from "../../models/membership.ts";
import { User, type UserDocument } from "../../models/user.ts";
import { accountKey } from "../actor.ts";
import { activeAdmin } from "../authorize.ts";
import { isLastingAdminBeside, lockMembers } from "../groups/lock-members.ts";
import { LastAdmin } from "./refusals.ts";

/** Whether someone is in Admin at an instant, by the database's time. */
export function isInAdmin(user: Pick<UserDocument, "memberships">, now: Date): boolean {
  return groupIdsAt(user, now).some((id) => id.equals(builtInGroupIds.admin));
}

/**
 * Returns the account with an admin's rights as this user: theirs, while they are active in Admin and it isn't paused.
 */
export function adminAccount(
  user: Pick<UserDocument, "memberships" | "status" | "slack">,
  now: Date,
): string | undefined {
  const { status, slack } = user;
  return slack && !slack.paused && status === "active" && isInAdmin(user, now)
    ? accountKey(slack)
    : undefined;
}

/**
 * Makes sure that an active member is left in Admin for good without this user. Owners don't count: the operator can
 * remove them. Part of the transaction of the change; locks the members of Admin.
 *
 * @throws LastAdmin
 */
export async function assertAnotherAdmin(user: UserDocument): Promise<void> {
  await lockMembers([builtInGroupIds.admin]);
  await findAnotherAdmin(user);
}

/**
 * Looks for an active and lasting member of Admin other than this user, before anybody is asked to confirm. Locks
 * nothing.
 *
 * @throws LastAdmin
 */
export async function findAnotherAdmin({ _id, name }: UserDocument): Promise<void> {
  if (await isLastingAdminBeside(_id)) return;
  const ending = await User.exists({ ...activeAdmin, _id: { $ne: _id } });
  throw new LastAdmin({ name, othersEnd: ending !== null });
}
