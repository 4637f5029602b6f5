import { mongo, type Types } from "mongoose";
import { firstMatch, matchesWord, prefixEnd, type QueryWord, readByPrefixes } from "./search-terms.ts";

interface Found {
  _id: Types.ObjectId;
  words?: string[] | undefined;
}

/**
 * Finds the documents that match every word, in the order of the term that the first word finds. Walks the index
 * `by_word` from a document on: a sort by `words` would compare each document's first term, found or not. A document
 * with several such terms appears at the first of them only.
 */
export async function searchByWord<Row extends Found>(
  collection: mongo.Collection,
  [lead, ...others]: readonly [QueryWord, ...QueryWord[]],
  range: { after: Found | null; most: number },
): Promise<Row[]> {
  return readByPrefixes<Found, Row>(lead, range, (prefix, after, also, most) => {
    const key = after ? firstMatch(after.words ?? [], prefix) : prefix;
    const unseen = after
      ? [
          { words: { $not: { $elemMatch: { $gte: prefix, $lt: key } } } },
          { $or: [{ words: { $ne: key } }, { _id: { $gt: after._id } }] },
        ]
      : [];
    const conditions = [...also, ...unseen, ...others.map(matchesWord)];
    return collection
      .find<Row>(conditions.length > 0 ? { $and: conditions } : {}, {
        hint: "by_word",
        min: { words: key, _id: after?._id ?? new mongo.MinKey() },
        max: { words: prefixEnd(prefix), _id: new mongo.MinKey() },
        limit: most,
      })
      .toArray();
  });
}
