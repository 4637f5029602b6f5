import { mongo } from "mongoose";
import { User, type UserDocument } from "../../models/user.ts";
import type { Principal } from "../actor.ts";
import { readAs } from "../authorize.ts";
import { DAY_MS } from "../durations.ts";
import { type PageCursor, searchPage } from "../page.ts";
import { matchesWord, parseQuery } from "../search-terms.ts";
import { databaseTime } from "../transaction.ts";
import { MAX_COUNTED, type UserPage, withGroupNames } from "./list-users.ts";

/** What ends within this time is shown. */
const ENDS_SOON_MS = 7 * DAY_MS;

/**
 * Lists a page of the users who match every word of `text` and have a membership that ends within 7 days, in the order
 * of their first such end. Walks the index `by_end`: a sort would compare each user's first end of all. A user with
 * several such ends appears at the first of them only.
 *
 * @throws NotAdmin
 */
export async function listEndingUsers(
  actor: Principal,
  text: string,
  cursor: PageCursor | null,
): Promise<UserPage> {
  return readAs(actor, "users:read", async () => {
    const words = parseQuery(text);
    if (text.trim() !== "" && words.length === 0) return { rows: [], previous: null, next: null, total: 0 };
    const now = await databaseTime();
    const found = words.map(matchesWord);
    const page = await searchPage<UserDocument>(cursor, {
      read: (afterId, most) => endingUsers(now, found, afterId, most),
      idOf: ({ _id }) => String(_id),
    });
    return { ...page, rows: await withGroupNames(page.rows, now), total: await countEndingUsers(now, found) };
  });
}

/** Counts them; 1,001 means more than 1,000. */
export async function countEndingUsers(now: Date, found: readonly object[] = []): Promise<number> {
  const soon = { $gt: now, $lte: new Date(now.getTime() + ENDS_SOON_MS) };
  const conditions = [{ memberships: { $elemMatch: { until: soon } } }, ...found];
  return User.countDocuments(
    // The bound on the field alone lets the index be used.
    { "memberships.until": { $gt: now }, $and: conditions },
    { limit: MAX_COUNTED + 1 },
  );
}

/**
 * Finds the users who have a membership that ends soon and for whom each of these conditions holds.
 *
 * @param last whom they come after: the id, or the user as they were in the list, whatever has ended since
 */
export async function endingUsers(
  now: Date,
  found: readonly object[],
  last: string | UserDocument | undefined,
  most: number,
): Promise<UserDocument[]> {
  const after =
    typeof last === "string" ? await User.findById(last, { memberships: 1 }).lean() : (last ?? null);
  const key = after ? firstEnd(after, now) : null;
  const unseen =
    after && key
      ? [
          { memberships: { $not: { $elemMatch: { until: { $gt: now, $lt: key } } } } },
          { $or: [{ "memberships.until": { $ne: key } }, { _id: { $gt: after._id } }] },
        ]
      : [];
  return User.collection
    .find<UserDocument>(
      { $and: [{ "memberships.until": { $exists: true } }, ...found, ...unseen] },
      {
        hint: "by_end",
        min:
          key && after
            ? { "memberships.until": key, _id: after._id }
            : { "memberships.until": now, _id: new mongo.MaxKey() },
        max: { "memberships.until": new Date(now.getTime() + ENDS_SOON_MS), _id: new mongo.MaxKey() },
        limit: most,
      },
    )
    .toArray();
}

/** Returns the first end that is ahead; null if there is none left. */
function firstEnd({ memberships }: Pick<UserDocument, "memberships">, now: Date): Date | null {
  const ahead = memberships.flatMap(({ until }) => (until && until > now ? [until.getTime()] : []));
  return ahead.length > 0 ? new Date(Math.min(...ahead)) : null;
}
