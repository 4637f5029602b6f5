import { mongo, type QueryFilter } from "mongoose";
import { nameOrder, User, type UserDocument } from "../../models/user.ts";
import type { Principal } from "../actor.ts";
import { readAs } from "../authorize.ts";
import { groupNames } from "../groups/groups.ts";
import { firstMatch, hasPrefix, parseQuery, prefixEnd } from "../search-terms.ts";

const PAGE = 10;
/** Counting stops one above. */
const MOST_COUNTED = 1_000;

/** Where a page of users ends: at the term found (without a search, the name) of this user. */
export interface UserCursor {
  key: string;
  userId: string;
}

export interface UserRow {
  userId: string;
  name: string;
  email: string;
  status: UserDocument["status"];
  groups: string[];
}

export interface UserPage {
  users: UserRow[];
  /** Where the next page starts, if there is one. */
  next: UserCursor | null;
  /** How many there are in all; above 1,000 it says 1,001. */
  total: number;
}

/**
 * Lists a page of users: those with a search term that starts with the first of `text`, in the order of that term, and
 * with terms that start with each of the others; without `text` everyone, in the order of their names.
 *
 * @throws NotAdmin
 */
export async function listUsers(actor: Principal, text: string, after: UserCursor | null): Promise<UserPage> {
  return readAs(actor, "users:read", async () => {
    const terms = parseQuery(text);
    if (text.trim() !== "" && terms.length === 0) return { users: [], next: null, total: 0 };
    const [lead, ...others] = terms;
    const [found, total] = await Promise.all([
      lead === undefined ? byName(after) : byWord(lead, others, after),
      count(terms),
    ]);
    const rows = found.slice(0, PAGE);
    const last = rows.at(-1);
    return {
      users: await withGroupNames(rows.map(({ user }) => user)),
      next: last && found.length > PAGE ? { key: last.key, userId: String(last.user._id) } : null,
      total,
    };
  });
}

interface Found {
  user: UserDocument;
  key: string;
}

async function byName(after: UserCursor | null): Promise<Found[]> {
  const filter: QueryFilter<UserDocument> = after
    ? { name: { $gte: after.key }, $or: [{ name: { $gt: after.key } }, { _id: { $gt: after.userId } }] }
    : {};
  const users = await User.find(filter)
    .collation(nameOrder)
    .sort({ name: 1, _id: 1 })
    .limit(PAGE + 1)
    .lean();
  return users.map((user) => ({ user, key: user.name }));
}

/**
 * Walks the index from the cursor on: a sort by `words` would compare each user's first term of all, found or not.
 * Who has several such terms comes at the first of them, and not again.
 */
async function byWord(lead: string, others: string[], after: UserCursor | null): Promise<Found[]> {
  const unseen = after
    ? [
        { words: { $not: { $elemMatch: { $gte: lead, $lt: after.key } } } },
        { $or: [{ words: { $ne: after.key } }, { _id: { $gt: new mongo.ObjectId(after.userId) } }] },
      ]
    : [];
  const also = others.map((term) => ({ words: hasPrefix(term) }));
  const conditions = [...unseen, ...also];
  const users = await User.collection
    .find<UserDocument>(conditions.length > 0 ? { $and: conditions } : {}, {
      hint: "by_word",
      min: { words: after?.key ?? lead, _id: after ? new mongo.ObjectId(after.userId) : new mongo.MinKey() },
      max: { words: prefixEnd(lead), _id: new mongo.MinKey() },
      limit: PAGE + 1,
    })
    .toArray();
  return users.map((user) => ({ user, key: firstMatch(user.words, lead) }));
}

async function count(terms: readonly string[]): Promise<number> {
  const filter = terms.length > 0 ? { $and: terms.map((term) => ({ words: hasPrefix(term) })) } : {};
  return User.countDocuments(filter, { limit: MOST_COUNTED + 1 });
}

const { compare: byAlphabet } = new Intl.Collator("en");

async function withGroupNames(users: readonly UserDocument[]): Promise<UserRow[]> {
  const nameOf = await groupNames(
    users.flatMap(({ memberships }) => memberships.map(({ groupId }) => groupId)),
  );
  return users.map(({ _id, name, email, status, memberships }) => ({
    userId: String(_id),
    name,
    email,
    status,
    groups: memberships.flatMap(({ groupId }) => nameOf.get(String(groupId)) ?? []).sort(byAlphabet),
  }));
}
