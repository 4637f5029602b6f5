import { Types } from "mongoose";
import * as z from "zod";
import { Group } from "../../models/group.ts";
import { memberOf, membershipsAt } from "../../models/membership.ts";
import { User } from "../../models/user.ts";
import { scopeKinds } from "../groups/group-fields.ts";
import { objectId } from "../object-id.ts";
import { beyond } from "../page.ts";
import { databaseTime } from "../transaction.ts";
import { type DecidingGroup, gives, type Wanted } from "./decide.ts";
import { decidingGroup, groupFields, type StoredGroup } from "./stored-access.ts";

const PATIENCE_MS = 5_000;

/** Where a page ends: after a member of a group. */
export const whoMayCursor = z.strictObject({ group: objectId, key: z.string().max(100), id: objectId });
export type WhoMayCursor = z.output<typeof whoMayCursor>;

/** Someone who may, and a group that gives it. */
export interface Permitted {
  userId: string;
  email: string;
  name: string;
  group: string;
  until: Date | null;
}

/**
 * Lists who may use something: the members of each group that gives it, group by group, by name; each person once.
 *
 * @param most the most people returned
 */
export async function whoMay(
  wanted: Wanted,
  after: WhoMayCursor | null,
  most: number,
): Promise<{ people: Permitted[]; next: WhoMayCursor | null }> {
  const now = await databaseTime();
  const groups = await givingGroups(wanted);
  const people: (Permitted & { groupId: string })[] = [];
  for (const [index, group] of groups.entries()) {
    if (after && group.id < after.group) continue;
    const start = after?.group === group.id ? after : null;
    const earlier = groups.slice(0, index);
    people.push(...(await membersOf(group, { earlier, start, now, most: most + 1 - people.length })));
    if (people.length > most) break;
  }
  const page = people.slice(0, most);
  const last = page.at(-1);
  const next = last && people.length > most ? { group: last.groupId, key: last.name, id: last.userId } : null;
  return { people: page, next };
}

/**
 * Lists the addresses of everyone who may use something, ordered by id, which never changes: people who may throughout
 * are on exactly one page, and nobody is on two.
 *
 * @param after the last id of the previous page
 * @param most the most people returned
 */
export async function everyoneWhoMay(
  wanted: Wanted,
  after: string | null,
  most: number,
): Promise<{ emails: string[]; next: string | null }> {
  const now = await databaseTime();
  const groups = (await givingGroups(wanted)).map(({ id }) => new Types.ObjectId(id));
  const users = await User.find(
    {
      ...(after !== null && { _id: { $gt: new Types.ObjectId(after) } }),
      ...inOneOf(groups, now),
      status: "active",
    },
    { email: 1 },
  )
    .sort({ _id: 1 })
    .limit(most + 1)
    .maxTimeMS(PATIENCE_MS)
    .lean();
  const page = users.slice(0, most);
  const last = page.at(-1);
  const next = last && users.length > most ? String(last._id) : null;
  return { emails: page.map(({ email }) => email), next };
}

function inOneOf(groups: readonly Types.ObjectId[], now: Date) {
  const counts = [{ until: { $exists: false } }, { until: { $gt: now } }];
  return { memberships: { $elemMatch: { groupId: { $in: groups }, $or: counts } } };
}

/** Reads the groups that give everything asked for, ordered by id. */
async function givingGroups(wanted: Wanted): Promise<DecidingGroup[]> {
  const named = scopeKinds.flatMap((kind) =>
    wanted[kind].map((name) => ({ [kind]: { $in: [name, "all"] } })),
  );
  if (named.length === 0) return [];
  const groups = await Group.find<StoredGroup>({ $and: named }, groupFields)
    .sort({ _id: 1 })
    .lean<StoredGroup[]>();
  return groups.map(decidingGroup).filter((group) => gives(group, wanted));
}

interface Reading {
  earlier: readonly DecidingGroup[];
  start: WhoMayCursor | null;
  now: Date;
  most: number;
}

async function membersOf(group: DecidingGroup, { earlier, start, now, most }: Reading) {
  const groupId = new Types.ObjectId(group.id);
  const { memberships: inEarlier } = inOneOf(
    earlier.map(({ id }) => new Types.ObjectId(id)),
    now,
  );
  const from = start && { direction: "after" as const, key: start.key, id: start.id };
  const users = await User.find(
    {
      ...memberOf(groupId),
      status: "active",
      ...beyond(from, "name", 1),
      ...(earlier.length > 0 && { memberships: { $not: inEarlier } }),
    },
    { name: 1, email: 1, memberships: 1 },
  )
    .sort({ name: 1, _id: 1 })
    .limit(most)
    .maxTimeMS(PATIENCE_MS)
    .lean();
  return users.map((user) => ({
    userId: String(user._id),
    email: user.email,
    name: user.name,
    group: group.name,
    groupId: group.id,
    until: membershipsAt(user, now).find((each) => each.groupId.equals(groupId))?.until ?? null,
  }));
}
