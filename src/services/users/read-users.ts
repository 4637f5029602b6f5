import { isValidObjectId, Types } from "mongoose";
import { Group, type GroupDocument } from "../../models/group.ts";
import { groupIdsAt } from "../../models/membership.ts";
import { User, type UserDocument } from "../../models/user.ts";
import type { Principal } from "../actor.ts";
import { readAs } from "../authorize.ts";
import { atAddress } from "../email-address.ts";
import { NotFound } from "../errors.ts";
import { type GroupSummary, groupSummary, groupsWithIds } from "../groups/groups.ts";
import { type NextRows, nextRows } from "../page.ts";
import { matchesWord, parseQuery } from "../search-terms.ts";
import { databaseTime } from "../transaction.ts";
import { searchUsers } from "./list-users.ts";

/** Which users are read; every given condition must hold. */
export interface UserFilter {
  /** Words of a name, an address or a domain, as for `listUsers`. */
  text?: string | undefined;
  /** The user with this address, however it is spelled. */
  email?: string | undefined;
}

/** What users are shown with. */
export interface Surroundings {
  /** The groups they are in, by id, without deleted ones. */
  groups: ReadonlyMap<string, GroupSummary>;
  /** The database's time, which decides what memberships have ended. */
  now: Date;
}

/**
 * Reads the next users for a program: those that a text finds in the order of a search; otherwise in the order they
 * registered, which changes to them don't affect.
 *
 * @throws NotAdmin, NotPermitted
 */
export async function usersAfter(
  actor: Principal,
  filter: UserFilter,
  afterId: string | undefined,
  limit: number,
): Promise<NextRows<UserDocument> & Surroundings> {
  return readAs(actor, "users:read", async () => {
    const page = await nextRows(limit, (most) => find(filter, afterId, most));
    return { ...page, ...(await surroundingsOf(page.rows)) };
  });
}

async function find(
  { text, email }: UserFilter,
  afterId: string | undefined,
  most: number,
): Promise<UserDocument[]> {
  const isSearch = text !== undefined && text.trim() !== "";
  const [lead, ...others] = isSearch ? parseQuery(text) : [];
  if (isSearch && !lead) return [];
  if (email !== undefined) {
    const alsoFound = lead && { $and: [lead, ...others].map(matchesWord) };
    return afterId === undefined
      ? User.find({ ...atAddress(email), ...alsoFound })
          .limit(most)
          .lean()
      : [];
  }
  if (lead) return searchUsers([lead, ...others], afterId, most);
  return User.find(afterId === undefined ? {} : { _id: { $gt: new Types.ObjectId(afterId) } })
    .sort({ _id: 1 })
    .limit(most)
    .lean();
}

/** Reads one user for a program that may read users or change them. @throws NotAdmin, NotPermitted, NotFound */
export async function readUser(
  actor: Principal,
  permission: "users:read" | "users:write",
  userId: string,
): Promise<{ user: UserDocument } & Surroundings> {
  return readAs(actor, permission, async () => {
    const found = isValidObjectId(userId) ? await findAlone(userId) : null;
    if (!found) throw new NotFound({ what: "user" });
    const { groups, now, ...user } = found;
    return { user, groups: byId(groups.map(groupSummary)), now };
  });
}

/** Reads a user with everything shown about them, in one round trip: it is what programs ask for most. */
async function findAlone(userId: string) {
  const [found] = await User.aggregate<UserDocument & { groups: GroupDocument[]; now: Date }>([
    { $match: { _id: new Types.ObjectId(userId) } },
    {
      $lookup: {
        from: Group.collection.name,
        localField: "memberships.groupId",
        foreignField: "_id",
        as: "groups",
      },
    },
    { $set: { now: "$$NOW" } },
  ]);
  return found;
}

async function surroundingsOf(users: readonly UserDocument[]): Promise<Surroundings> {
  const now = await databaseTime();
  const groups = await groupsWithIds(users.flatMap((user) => groupIdsAt(user, now)));
  return { groups: byId(groups), now };
}

const byId = (groups: readonly GroupSummary[]) => new Map(groups.map((group) => [group.id, group]));
