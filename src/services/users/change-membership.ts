import { isValidObjectId, Types } from "mongoose";
import { membershipsAt } from "../../models/membership.ts";
import type { Principal } from "../actor.ts";
import { changeAs } from "../authorize.ts";
import type { End } from "../ends.ts";
import { InvalidFields, NotFound } from "../errors.ts";
import { groupsWithIds } from "../groups/groups.ts";
import { addToGroups, noGroupLeft, writeGroups } from "./change-groups.ts";
import { changeEnd } from "./set-membership-end.ts";
import { type UserAtVersion, userAtVersion } from "./user-version.ts";

/**
 * Puts someone into one group, for good or until an end. If they are already in it, sets when that ends. Doing it again
 * changes nothing.
 *
 * @returns whether they were not in it before, and the request that another admin has to approve first; null if none is
 * needed
 * @throws NotAdmin, NotPermitted, UserChanged, LastAdmin; NotFound without the user or the group; InvalidFields
 * (`until`) when the end is in the past, or nobody would be in Admin for good
 */
export async function putInGroup(
  actor: Principal,
  expected: UserAtVersion,
  groupId: string,
  end: End | null,
): Promise<{ isNew: boolean; adminRequestId: string | null }> {
  return changeAs(actor, "users:write", async () => {
    const { user, now } = await userAtVersion(expected);
    const [group] = isValidObjectId(groupId) ? await groupsWithIds([new Types.ObjectId(groupId)]) : [];
    if (!group) throw new NotFound({ what: "group" });
    const current = membershipsAt(user, now).find((each) => String(each.groupId) === groupId);
    const change = { gets: [new Types.ObjectId(groupId)], loses: [] };
    const adminRequestId = current
      ? (await changeEnd(actor, { user, now, current, group }, end)).adminRequestId
      : await addToGroups(actor, user, now, change, end);
    return { isNew: current === undefined, adminRequestId };
  });
}

/**
 * Takes someone out of one group; does nothing if they aren't in it.
 *
 * @throws NotAdmin, NotPermitted, UserChanged, LastAdmin; NotFound without the user; InvalidFields (`groups`) when it
 * is the only group they are in
 */
export async function takeOutOfGroup(
  actor: Principal,
  expected: UserAtVersion,
  groupId: string,
): Promise<void> {
  await changeAs(actor, "users:write", async () => {
    const { user, now } = await userAtVersion(expected);
    const memberships = membershipsAt(user, now);
    const left = memberships.filter((each) => String(each.groupId) !== groupId);
    if (left.length === memberships.length) return;
    if ((await groupsWithIds(left.map((each) => each.groupId))).length === 0)
      throw new InvalidFields({ groups: noGroupLeft });
    await writeGroups(actor, user, now, { gets: [], loses: [new Types.ObjectId(groupId)] }, null);
  });
}
