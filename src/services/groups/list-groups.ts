import { Group, type GroupDocument } from "../../models/group.ts";
import type { Principal } from "../actor.ts";
import { readAs } from "../authorize.ts";
import { oneLine } from "../one-line.ts";
import { beyond, type Page, type PageCursor, readPage, searchPage } from "../page.ts";
import { searchByWord } from "../search-by-word.ts";
import { parseQuery, prefixEnd, type QueryWord } from "../search-terms.ts";
import { databaseTime } from "../transaction.ts";
import { countMembers } from "./group-counts.ts";
import { groupNameKey } from "./group-name.ts";
import { type GroupSummary, groupSummary } from "./groups.ts";

export interface GroupRow extends GroupSummary {
  description: string;
  /** Counted up to 1,001. */
  members: number;
}

/**
 * Lists a page of groups: those that match every word of `text`, in the order of the term that the first word finds;
 * without `text` all groups, ordered by name.
 *
 * @throws NotAdmin
 */
export async function findGroups(
  actor: Principal,
  text: string,
  cursor: PageCursor | null,
): Promise<Page<GroupRow>> {
  return readAs(actor, "groups:read", async () => {
    const [lead, ...others] = parseQuery(text);
    const page = await (lead ? found(text, [lead, ...others], cursor) : all(text, cursor));
    const now = await databaseTime();
    return { ...page, rows: await Promise.all(page.rows.map((group) => row(group, now))) };
  });
}

/** Finds the group with this name, otherwise the first page of those that a text finds. @throws NotAdmin */
export async function groupsMeant(actor: Principal, text: string): Promise<GroupSummary[]> {
  const { rows } = await findGroups(actor, text, null);
  const named = await Group.findOne({ nameKey: groupNameKey(text) }).lean();
  return named ? [groupSummary(named)] : rows;
}

async function all(text: string, cursor: PageCursor | null): Promise<Page<GroupDocument>> {
  if (text.trim() !== "") return { rows: [], previous: null, next: null };
  return readPage(cursor, {
    read: (start, most) =>
      Group.find(beyond(start, "nameKey", 1))
        .sort({ nameKey: start?.direction === "before" ? -1 : 1 })
        .limit(most)
        .lean(),
    keyOf: ({ nameKey, _id }) => ({ key: nameKey, id: String(_id) }),
  });
}

async function found(
  text: string,
  words: readonly [QueryWord, ...QueryWord[]],
  cursor: PageCursor | null,
): Promise<Page<GroupDocument>> {
  return searchPage(cursor, {
    read: (afterId, most) => searchGroups(text, words, afterId, most),
    idOf: ({ _id }) => String(_id),
  });
}

/** Finds the groups that match a text, after the one with this id, in the order of the term its first word finds. */
export async function searchGroups(
  text: string,
  words: readonly [QueryWord, ...QueryWord[]],
  afterId: string | undefined,
  most: number,
): Promise<GroupDocument[]> {
  const after = afterId === undefined ? null : await Group.findById(afterId, { words: 1 }).lean();
  const old = after?.words ? [] : await withoutTerms(text, after, most);
  const start = after?.words ? after : null;
  const rest = await searchByWord<GroupDocument>(Group.collection, words, {
    after: start,
    most: most - old.length,
  });
  return [...old, ...rest];
}

/** Finds groups written by a version before the search terms: by the beginning of their names, oldest first. */
async function withoutTerms(
  text: string,
  after: GroupDocument | null,
  most: number,
): Promise<GroupDocument[]> {
  const prefixes = new Set([groupNameKey(text), oneLine(text).toLowerCase()]);
  return Group.find({
    words: { $exists: false },
    $or: [...prefixes].map((prefix) => ({ nameKey: { $gte: prefix, $lt: prefixEnd(prefix) } })),
    ...(after && { _id: { $gt: after._id } }),
  })
    .sort({ _id: 1 })
    .hint("by_word")
    .limit(most)
    .lean();
}

async function row(group: GroupDocument, now: Date): Promise<GroupRow> {
  return {
    ...groupSummary(group),
    description: group.description,
    members: await countMembers(group._id, now),
  };
}
