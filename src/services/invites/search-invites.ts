import { mongo, type Types } from "mongoose";
import {
  byExpiry,
  byWord,
  Invite,
  type InviteDocument,
  inTrouble,
  troubleByWord,
} from "../../models/invite.ts";
import {
  firstMatch,
  hasPrefix,
  matchesWord,
  prefixEnd,
  type QueryWord,
  readByPrefixes,
} from "../search-terms.ts";

type Conditions = mongo.Filter<mongo.Document>;

/** Which invites are searched: `also` must hold for each that has the term. */
export interface Searched {
  which: "pending" | "trouble" | "expired";
  also: Conditions;
}

type Placed = Pick<InviteDocument, "_id" | "createdAt" | "words">;

interface Position {
  key: string;
  createdAt: Date;
  _id: Types.ObjectId;
}

/**
 * Finds the invites that match every word, in the order of the term that the first word finds, then newest first. Walks
 * an index from the cursor on: a sort by `words` would compare each invite's first term, found or not. An invite with
 * several such terms appears at the first of them only.
 *
 * @param after what they come after: the id, or the invite as it was in the list, whatever has happened to it since
 */
export async function searchInvites(
  searched: Searched,
  [lead, ...others]: readonly [QueryWord, ...QueryWord[]],
  { after, most }: { after: string | InviteDocument | undefined; most: number },
): Promise<InviteDocument[]> {
  const start =
    typeof after === "string"
      ? await Invite.findById(after, { words: 1, createdAt: 1 }).lean()
      : (after ?? null);
  return readByPrefixes(lead, { after: start, most }, (prefix, from, also, limit) =>
    searchPrefix(searched, prefix, [...also, ...others.map(matchesWord)], { after: from, most: limit }),
  );
}

/** Finds those with a term that starts with a prefix. */
async function searchPrefix(
  searched: Searched,
  lead: string,
  also: Conditions[],
  { after, most }: { after: Placed | null; most: number },
): Promise<InviteDocument[]> {
  const start = after && positionOf(after, lead);
  const conditions = [searched.also, ...also, ...unseen(lead, start)];
  const range = { from: start ?? { key: lead }, until: prefixEnd(lead), most };
  if (searched.which === "trouble") return walk(troubleByWord, {}, [inTrouble, ...conditions], range);
  const settled = searched.which === "expired" ? "expired" : "pending";
  const found = await walk(byWord, { status: settled }, conditions, range);
  if (searched.which === "pending") return found;
  const overdue = await overdueInvites([{ words: hasPrefix(lead) }, ...conditions]);
  return [...found, ...overdue].sort(inOrder(lead)).slice(0, most);
}

function positionOf({ words, createdAt, _id }: Placed, lead: string): Position {
  return { key: firstMatch(words, lead), createdAt, _id };
}

/** Leaves out what came at an earlier term, or earlier at this one. */
function unseen(lead: string, start: Position | null): Conditions[] {
  if (!start) return [];
  const { key, createdAt, _id } = start;
  return [
    { words: { $not: { $elemMatch: { $gte: lead, $lt: key } } } },
    { $or: [{ words: { $ne: key } }, { createdAt: { $lt: createdAt } }, { createdAt, _id: { $lt: _id } }] },
  ];
}

interface Range {
  from: Position | { key: string };
  until: string;
  most: number;
}

/** Walks an index. The bounds are on the fields after its first ones, which are `fixed`. */
async function walk(
  index: typeof byWord | typeof troubleByWord,
  fixed: Conditions,
  conditions: readonly Conditions[],
  { from: { key, ...rest }, until, most }: Range,
): Promise<InviteDocument[]> {
  const newest = { createdAt: new mongo.MaxKey(), _id: new mongo.MaxKey() };
  return Invite.collection
    .find<InviteDocument>(
      { $and: [fixed, ...conditions] },
      {
        hint: index,
        min: { ...fixed, words: key, ...newest, ...rest },
        max: { ...fixed, words: until, ...newest },
        limit: most,
      },
    )
    .toArray();
}

/** Finds those that are pending only by their status: as many as the job queue is behind with, mostly none. */
async function overdueInvites(conditions: readonly Conditions[]): Promise<InviteDocument[]> {
  return Invite.collection
    .find<InviteDocument>({ $and: [{ status: "pending" }, ...conditions] }, { hint: byExpiry })
    .toArray();
}

function inOrder(lead: string) {
  const key = ({ words }: InviteDocument) => Buffer.from(firstMatch(words, lead));
  return (a: InviteDocument, b: InviteDocument) =>
    Buffer.compare(key(a), key(b)) ||
    b.createdAt.getTime() - a.createdAt.getTime() ||
    Buffer.compare(b._id.id, a._id.id);
}
