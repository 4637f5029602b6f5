import { Types } from "mongoose";
import { Group, type GroupDocument } from "../../models/group.ts";
import { memberOf } from "../../models/membership.ts";
import { User, type UserDocument } from "../../models/user.ts";
import type { Principal } from "../actor.ts";
import { readAs } from "../authorize.ts";
import { CursorOutdated } from "../errors.ts";
import { beyond, type NextRows, nextRows, sortFrom } from "../page.ts";
import { parseQuery } from "../search-terms.ts";
import { databaseTime } from "../transaction.ts";
import { searchGroups } from "./list-groups.ts";
import { findGroup } from "./open-group.ts";

/**
 * Reads the next groups for a program: those that a text finds in the order of a search; otherwise in the order they
 * were created.
 *
 * @throws NotAdmin, NotPermitted; CursorOutdated when the group that a search stopped at has been deleted since
 */
export async function groupsAfter(
  actor: Principal,
  text: string,
  afterId: string | undefined,
  limit: number,
): Promise<NextRows<GroupDocument>> {
  return readAs(actor, "groups:read", async () => {
    if (text.trim() === "") return nextRows(limit, (most) => inOrder(afterId, most));
    const [lead, ...others] = parseQuery(text);
    if (!lead) return { rows: [], more: false };
    if (afterId !== undefined && !(await Group.exists({ _id: afterId })))
      throw new CursorOutdated({ because: "group_deleted" });
    return nextRows(limit, (most) => searchGroups(text, [lead, ...others], afterId, most));
  });
}

async function inOrder(afterId: string | undefined, most: number): Promise<GroupDocument[]> {
  return Group.find(afterId === undefined ? {} : { _id: { $gt: new Types.ObjectId(afterId) } })
    .sort({ _id: 1 })
    .limit(most)
    .lean();
}

/**
 * Reads one group for a program that may read groups or change them.
 *
 * @throws NotAdmin, NotPermitted, GroupDeleted, NotFound
 */
export async function readGroup(
  actor: Principal,
  permission: "groups:read" | "groups:write",
  groupId: string,
): Promise<GroupDocument> {
  return readAs(actor, permission, () => findGroup(groupId));
}

/** Where a list of members continues: after somebody, by name. */
export interface MemberPosition {
  name: string;
  id: string;
}

/**
 * Reads the next members of a group for a program, ordered by name.
 *
 * @throws NotAdmin, NotPermitted, GroupDeleted, NotFound
 */
export async function membersAfter(
  actor: Principal,
  groupId: string,
  after: MemberPosition | undefined,
  limit: number,
): Promise<NextRows<UserDocument> & { group: GroupDocument; now: Date }> {
  return readAs(actor, "groups:read", async () => {
    const group = await findGroup(groupId);
    const start = after ? { direction: "after" as const, key: after.name, id: after.id } : null;
    const page = await nextRows(limit, (most) =>
      User.find({ ...memberOf(group._id), ...beyond(start, "name", 1) })
        .sort(sortFrom(start, "name", 1))
        .limit(most)
        .lean(),
    );
    return { ...page, group, now: await databaseTime() };
  });
}
