import { memo } from "../../locales/memo.ts";
import { groupIdsAt, membershipsAt } from "../../models/membership.ts";
import { nameOrder, User, type UserDocument } from "../../models/user.ts";
import type { Principal } from "../actor.ts";
import { readAs } from "../authorize.ts";
import { type End, endOf } from "../ends.ts";
import { type EndedMembership, endedMemberships } from "../groups/ended-memberships.ts";
import { groupNames } from "../groups/groups.ts";
import {
  beyond,
  type Page,
  type PageCursor,
  type PageStart,
  readPage,
  searchPage,
  sortFrom,
} from "../page.ts";
import { searchByWord } from "../search-by-word.ts";
import { matchesWord, parseQuery, type QueryWord } from "../search-terms.ts";
import { databaseTime } from "../transaction.ts";

/** Counting stops at one above. */
export const MAX_COUNTED = 1_000;
/** The same for those a search finds. Each must be read, since the index holds a user once for each word. */
export const MAX_MATCHED = 100;

/** A user as lists show them. */
export interface UserRow {
  userId: string;
  name: string;
  email: string;
  status: UserDocument["status"];
  /** A provider asked for them, and they have yet to register. */
  awaited: boolean;
  groups: string[];
  /** The memberships that end, the next one first. */
  ending: { group: string; end: End }[];
  ended: EndedMembership[];
}

export interface UserPage extends Page<UserRow> {
  /** The total, counted up to 1,001; up to 101 when found by words. */
  total: number;
}

/**
 * Lists a page of users: those who match every word of `text`, in the order of the term that the first word finds,
 * names before domains; without `text` everyone, ordered by name.
 *
 * @throws NotAdmin
 */
export async function listUsers(
  actor: Principal,
  text: string,
  cursor: PageCursor | null,
): Promise<UserPage> {
  return readAs(actor, "users:read", async () => {
    const words = parseQuery(text);
    if (text.trim() !== "" && words.length === 0) return { rows: [], previous: null, next: null, total: 0 };
    const [lead, ...others] = words;
    const [page, total, now] = await Promise.all([
      lead === undefined ? everyone(cursor) : found(cursor, lead, others),
      count(words),
      databaseTime(),
    ]);
    return { ...page, rows: await withGroupNames(page.rows, now), total };
  });
}

async function everyone(cursor: PageCursor | null): Promise<Page<UserDocument>> {
  return readPage(cursor, {
    read: everyoneFrom,
    keyOf: ({ name, _id }) => ({ key: name, id: String(_id) }),
  });
}

/** Reads the next users, ordered by name. The caller checks the permission. */
export async function everyoneFrom(start: PageStart | null, most: number): Promise<UserDocument[]> {
  return User.find(beyond(start, "name", 1))
    .collation(nameOrder)
    .sort(sortFrom(start, "name", 1))
    .limit(most)
    .lean();
}

async function found(
  cursor: PageCursor | null,
  lead: QueryWord,
  others: readonly QueryWord[],
): Promise<Page<UserDocument>> {
  return searchPage(cursor, {
    read: (afterId, most) => searchUsers([lead, ...others], afterId, most),
    idOf: ({ _id }) => String(_id),
  });
}

/**
 * Finds the users who match every word, in the order of the term that the first word finds.
 *
 * @param last whom they come after: the id, or the user as they were in the list, whatever their name is by now
 */
export async function searchUsers(
  words: readonly [QueryWord, ...QueryWord[]],
  last: string | UserDocument | undefined,
  most: number,
): Promise<UserDocument[]> {
  const after = typeof last === "string" ? await User.findById(last, { words: 1 }).lean() : (last ?? null);
  return searchByWord(User.collection, words, { after, most });
}

async function count(words: readonly QueryWord[]): Promise<number> {
  if (words.length === 0) return User.countDocuments({}, { limit: MAX_COUNTED + 1 });
  return User.countDocuments({ $and: words.map(matchesWord) }, { limit: MAX_MATCHED + 1 });
}

const alphabet = memo(() => new Intl.Collator("en"));

/** Builds rows from users, with the names of the groups they are in at an instant. */
export async function withGroupNames(users: readonly UserDocument[], now: Date): Promise<UserRow[]> {
  const nameOf = await groupNames(users.flatMap((user) => user.memberships.map(({ groupId }) => groupId)));
  return users.map((user) => ({
    userId: String(user._id),
    name: user.name,
    email: user.email,
    status: user.status,
    awaited: user.awaited?.active === true,
    groups: groupIdsAt(user, now)
      .flatMap((id) => nameOf.get(String(id)) ?? [])
      .sort(alphabet().compare),
    ending: membershipsAt(user, now)
      .flatMap((each) => {
        const [group, end] = [nameOf.get(String(each.groupId)), endOf(each)];
        return group && end ? [{ group, end }] : [];
      })
      .sort((a, b) => a.end.until.getTime() - b.end.until.getTime()),
    ended: endedMemberships(user, now, nameOf),
  }));
}
