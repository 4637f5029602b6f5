import { mongo } from "mongoose";
import { nameOrder, User, type UserDocument } from "../../models/user.ts";
import type { Principal } from "../actor.ts";
import { readAs } from "../authorize.ts";
import { groupNames } from "../groups/groups.ts";
import { beyond, type Page, type PageCursor, readPage, searchPage, sortFrom } from "../page.ts";
import { firstMatch, hasPrefix, parseQuery, prefixEnd } from "../search-terms.ts";

/** Counting stops one above. */
const MOST_COUNTED = 1_000;

/** A user as lists show them. */
export interface UserRow {
  userId: string;
  name: string;
  email: string;
  status: UserDocument["status"];
  groups: string[];
}

export interface UserPage extends Page<UserRow> {
  /** How many there are in all; above 1,000 it says 1,001. */
  total: number;
}

/**
 * Lists a page of users: those with a search term that starts with the first of `text`, in the order of that term, and
 * with terms that start with each of the others; without `text` everyone, in the order of their names.
 *
 * @throws NotAdmin
 */
export async function listUsers(
  actor: Principal,
  text: string,
  cursor: PageCursor | null,
): Promise<UserPage> {
  return readAs(actor, "users:read", async () => {
    const terms = parseQuery(text);
    if (text.trim() !== "" && terms.length === 0) return { rows: [], previous: null, next: null, total: 0 };
    const [lead, ...others] = terms;
    const [page, total] = await Promise.all([
      lead === undefined ? everyone(cursor) : found(cursor, lead, others),
      count(terms),
    ]);
    return { ...page, rows: await withGroupNames(page.rows), total };
  });
}

async function everyone(cursor: PageCursor | null): Promise<Page<UserDocument>> {
  return readPage(cursor, {
    read: (start, most) =>
      User.find(beyond(start, "name", 1))
        .collation(nameOrder)
        .sort(sortFrom(start, "name", 1))
        .limit(most)
        .lean(),
    keyOf: ({ name, _id }) => ({ key: name, id: String(_id) }),
  });
}

async function found(
  cursor: PageCursor | null,
  lead: string,
  others: readonly string[],
): Promise<Page<UserDocument>> {
  return searchPage(cursor, {
    read: (afterId, most) => search(lead, others, afterId, most),
    idOf: ({ _id }) => String(_id),
  });
}

/**
 * Walks the index from a user on: a sort by `words` would compare each user's first term of all, found or not.
 * Who has several such terms comes at the first of them, and not again.
 */
async function search(
  lead: string,
  others: readonly string[],
  afterId: string | undefined,
  most: number,
): Promise<UserDocument[]> {
  const after = afterId === undefined ? null : await User.findById(afterId, { words: 1 }).lean();
  const key = after ? firstMatch(after.words, lead) : lead;
  const unseen = after
    ? [
        { words: { $not: { $elemMatch: { $gte: lead, $lt: key } } } },
        { $or: [{ words: { $ne: key } }, { _id: { $gt: after._id } }] },
      ]
    : [];
  const conditions = [...unseen, ...others.map((term) => ({ words: hasPrefix(term) }))];
  return User.collection
    .find<UserDocument>(conditions.length > 0 ? { $and: conditions } : {}, {
      hint: "by_word",
      min: { words: key, _id: after?._id ?? new mongo.MinKey() },
      max: { words: prefixEnd(lead), _id: new mongo.MinKey() },
      limit: most,
    })
    .toArray();
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
