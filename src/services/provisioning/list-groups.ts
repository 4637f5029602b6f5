import { type QueryFilter, Types } from "mongoose";
import { Group, type GroupDocument } from "../../models/group.ts";
import { groupIdsAt } from "../../models/membership.ts";
import { User } from "../../models/user.ts";
import type { Principal } from "../actor.ts";
import { readAs } from "../authorize.ts";
import { groupNameKey } from "../groups/group-name.ts";
import { isObjectId } from "../object-id.ts";
import { type Filter, pathsIn } from "../profiles/filter.ts";
import { groupType } from "../profiles/resource-types.ts";
import type { AttributePath, Attributes } from "../profiles/schema.ts";
import { databaseTime } from "../transaction.ts";
import { type GroupResource, groupResource, membersOf, withMembers } from "./group-resource.ts";
import {
  checkWidth,
  isById,
  type Listed,
  type ListRequest,
  MAX_LOOKED_THROUGH,
  nextById,
  partById,
  pickPart,
} from "./listing.ts";
import { lastPart, membersNamed } from "./members-named.ts";
import { visible } from "./person.ts";

type Query = QueryFilter<GroupDocument>;

/** How many members one answer shows, or a filter searches; a page that would show more ends early, but has a group. */
const MAX_MEMBERS = 10_000;

/**
 * Lists groups: all of them by id, however many there are; otherwise searches up to 1,000 of those that an index finds.
 *
 * @param shows whether to show their members
 * @throws NotPermitted; FilterTooWide if it would have to search more
 */
export async function listProvisionedGroups(
  actor: Principal,
  request: ListRequest,
  shows: { members: boolean },
  resourceOf: (group: GroupResource) => Attributes,
): Promise<Listed<GroupResource>> {
  return readAs(actor, "scim", async () => {
    const { filter, order } = request;
    if (!filter && isById(request)) {
      const pick = await allById(request);
      return shows.members ? showingMembers(pick, request.count) : pick(request.count);
    }
    const query = filter ? await groupQuery(filter) : null;
    const groups = await Group.find(query ?? {})
      .sort({ _id: 1 })
      .limit(MAX_LOOKED_THROUGH + 1)
      .lean();
    checkWidth(groups, "groups");
    // Where members are shown, a version covers them, so comparing versions takes all members.
    const byVersion = shows.members && isAboutVersion(filter, order);
    const members = await membersAskedFor(byVersion ? null : named(filter, order), groups);
    const candidates = groups.map((group) => {
      const row = groupResource(group);
      const read = members.get(row.id) ?? null;
      const compared = byVersion && read ? withMembers(row, read) : { ...row, members: read };
      return { id: row.id, row, resource: resourceOf(compared) };
    });
    const pick = (count: number) => pickPart(candidates, { ...request, count });
    return shows.members ? showingMembers(pick, request.count) : pick(request.count);
  });
}

/** Reads a part of all groups, and one more. Returns a function that picks up to as many of them. */
async function allById(request: ListRequest): Promise<(count: number) => Listed<GroupResource>> {
  const total = await Group.countDocuments({});
  const { after, direction, skip, limit } = partById(request);
  const groups = await Group.find(after).sort({ _id: direction }).skip(skip).limit(limit).lean();
  return (count) => ({
    rows: groups.slice(0, count).map(groupResource),
    total,
    next: nextById(groups, count),
  });
}

/** Tells whether the filter or the order compares versions. */
function isAboutVersion(filter: Filter | null, order: ListRequest["order"]): boolean {
  const paths = [...(filter ? pathsIn(filter) : []), ...(order ? [order.path] : [])];
  return paths.some(({ attribute, sub }) => attribute.name === "meta" && sub?.name === "version");
}

/** Lists the members on whom the filter and the order depend; null if it may be any. */
function named(filter: Filter | null, order: ListRequest["order"]): string[] | null {
  if (order?.path.attribute.name === "members") return null;
  return filter ? membersNamed(filter) : [];
}

/** Reads, for each group, which of these people are its members; with null, all its members. */
async function membersAskedFor(
  named: readonly string[] | null,
  groups: readonly GroupDocument[],
): Promise<Map<string, string[]>> {
  if (named?.length === 0) return new Map();
  const groupIds = groups.map(({ _id }) => _id);
  const some = named ? { _id: { $in: named.flatMap(idsOf) } } : {};
  const users = await User.find(
    { "memberships.groupId": { $in: groupIds }, ...some, ...visible },
    { memberships: 1 },
  )
    .limit(MAX_MEMBERS + 1)
    .lean();
  checkWidth(users, "members", MAX_MEMBERS);
  const now = await databaseTime();
  const members = new Map(groupIds.map((id): [string, string[]] => [String(id), []]));
  const people = users.map((user) => ({ userId: String(user._id), isIn: groupIdsAt(user, now) }));
  for (const { userId, isIn } of people.toSorted((a, b) => (a.userId < b.userId ? -1 : 1)))
    for (const groupId of isIn) members.get(String(groupId))?.push(userId);
  checkWidth([...members.values()].flat(), "members", MAX_MEMBERS);
  return members;
}

async function showingMembers(
  pick: (count: number) => Listed<GroupResource>,
  count: number,
): Promise<Listed<GroupResource>> {
  const listed = pick(count);
  let left = MAX_MEMBERS;
  const rows: GroupResource[] = [];
  for (const row of listed.rows) {
    const members = await membersOf(new Types.ObjectId(row.id));
    left -= members.length;
    if (left < 0 && rows.length > 0) return { ...pick(rows.length), rows };
    rows.push(withMembers(row, members));
  }
  return { ...listed, rows };
}

/** Translates a filter into a query that finds every match, and perhaps more; null if no index can. */
async function groupQuery(filter: Filter): Promise<Query | null> {
  switch (filter.kind) {
    case "and": {
      const parts = (await Promise.all(filter.filters.map(groupQuery))).filter((part) => part !== null);
      return parts.length > 0 ? { $and: parts } : null;
    }
    case "or": {
      const parts = (await Promise.all(filter.filters.map(groupQuery))).filter((part) => part !== null);
      return parts.length === filter.filters.length ? { $or: parts } : null;
    }
    case "compare":
      return compared(filter.path, filter);
    case "element":
      return elementQuery(filter);
    default:
      return null;
  }
}

/** Finds the groups that have a certain member, if the filter requires one. */
async function elementQuery({ path, filter }: Extract<Filter, { kind: "element" }>): Promise<Query | null> {
  const conditions = filter.kind === "and" ? filter.filters : [filter];
  for (const condition of conditions) {
    if (condition.kind !== "compare") continue;
    const query = await compared({ ...path, sub: condition.path.attribute }, condition);
    if (query) return query;
  }
  return null;
}

async function compared(
  { extension, attribute, sub }: AttributePath,
  { comparison, operand }: Pick<Extract<Filter, { kind: "compare" }>, "comparison" | "operand">,
): Promise<Query | null> {
  if (comparison !== "eq" || typeof operand !== "string") return null;
  // Groups have none of the user extensions.
  if (extension) return groupType.extensions.includes(extension) ? null : { _id: { $in: [] } };
  const last = lastPart(operand);
  switch (attribute.name) {
    case "displayName":
      return { nameKey: groupNameKey(operand) };
    case "externalId":
      return { "provisioned.externalId": operand };
    case "id":
      return { _id: { $in: idsOf(last) } };
    case "members": {
      const isId = sub === undefined || sub.name === "value" || sub.name === "$ref";
      return isId ? { _id: { $in: await groupsOf(last) } } : null;
    }
    default:
      return null;
  }
}

const idsOf = (id: string) => (isObjectId(id) ? [new Types.ObjectId(id)] : []);

async function groupsOf(userId: string): Promise<Types.ObjectId[]> {
  const [id] = idsOf(userId);
  const user = id && (await User.findById(id, { memberships: 1 }).lean());
  return user?.memberships.map(({ groupId }) => groupId) ?? [];
}
