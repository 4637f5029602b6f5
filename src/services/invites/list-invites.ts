import type { QueryFilter } from "mongoose";
import { Invite, type InviteDocument, inTrouble } from "../../models/invite.ts";
import type { AccountActor } from "../actor.ts";
import { readAs } from "../authorize.ts";
import { DAY_MS } from "../durations.ts";
import { parseQuery } from "../search-terms.ts";
import { databaseTime } from "../transaction.ts";
import { inviteConflict } from "./invite-conflict.ts";
import { type PendingInvite, withGroupNames } from "./invite-rows.ts";
import { searchInvites } from "./search-invites.ts";

const PAGE = 10;
/** So many page ends fit a button's 2,000 characters. */
const MOST_PAGES_BACK = 40;
const EXPIRED_LATELY_MS = 30 * DAY_MS;

/** Where a page of the list starts: right before or right after this invite in its order. */
interface Neighbour {
  direction: "before" | "after";
  /** When it was made; of expired ones, when they expired. */
  at: Date;
  inviteId: string;
}

/** Where a page of found invites starts, which can only be read forwards: each page before it ends with one of these. */
interface PageEnds {
  ends: string[];
}

/** Where a page starts: which kind depends on whether the filter has a text. */
export type Cursor = Neighbour | PageEnds;

/** Which invites are listed. */
export interface PendingFilter {
  /** Only those with search terms that start so. */
  text: string;
  /** Only those that the actor made; among found ones this is checked of each. */
  mine: boolean;
  which: "pending" | "trouble" | "expired";
}

export interface PendingPage {
  invites: PendingInvite[];
  /** The database's time, which ages are counted from. */
  now: Date;
  previous: Cursor | null;
  next: Cursor | null;
}

/**
 * Lists a page of pending invites. Those with a text come in the order of the term found, then newest first; without one,
 * newest first, and of expired ones the latest first. The first page is always full, if there are enough; one that has
 * emptied meanwhile gives the nearest one before it.
 *
 * @throws NotAdmin
 */
export async function listPendingInvites(
  actor: AccountActor,
  filter: PendingFilter,
  cursor: Cursor | null,
): Promise<PendingPage> {
  return readAs(actor, "invites:read", async () => {
    const now = await databaseTime();
    const query = { actor, filter, now };
    if (filter.text.trim() !== "") return foundPage(query, cursor && "ends" in cursor ? cursor.ends : []);
    return newestPage(query, cursor && "at" in cursor ? cursor : null);
  });
}

interface ListQuery {
  actor: AccountActor;
  filter: PendingFilter;
  now: Date;
}

/** A press on *Previous* leads 40 pages back at most, and then to the first. */
async function foundPage(query: ListQuery, ends: string[]): Promise<PendingPage> {
  const { now, filter } = query;
  const [lead, ...others] = parseQuery(filter.text);
  if (lead === undefined) return { invites: [], now, previous: null, next: null };
  const searched = { which: filter.which, also: { ...mine(query), expiresAt: expiring(query) } };
  const found = await searchInvites(searched, [lead, ...others], { after: ends.at(-1), most: PAGE + 1 });
  if (found.length === 0 && ends.length > 0) return foundPage(query, ends.slice(0, -1));
  const rows = found.slice(0, PAGE);
  const last = rows.at(-1);
  return {
    invites: await withGroupNames(rows, now),
    now,
    previous: ends.length > 0 ? { ends: ends.slice(0, -1) } : null,
    next: last && found.length > PAGE ? { ends: [...ends, String(last._id)].slice(-MOST_PAGES_BACK) } : null,
  };
}

async function newestPage(query: ListQuery, cursor: Neighbour | null): Promise<PendingPage> {
  const read = (start: Start | null) => readPage(filterOf(query), query.filter, start, query.now);
  const page = await read(cursor);
  const emptied = page.invites.length === 0 && cursor?.direction === "after";
  // The page that ends with the invite that an emptied page came after.
  const shown = emptied ? await read({ ...cursor, direction: "through" }) : page;
  const isFirst = (emptied || cursor?.direction === "before") && !shown.previous;
  return isFirst ? read(null) : shown;
}

const mine = ({ actor, filter }: ListQuery) => (filter.mine ? { "invitedBy.userId": actor.userId } : {});

function expiring({ filter, now }: ListQuery) {
  return filter.which === "expired"
    ? { $lte: now, $gt: new Date(now.getTime() - EXPIRED_LATELY_MS) }
    : { $gt: now };
}

function filterOf(query: ListQuery): QueryFilter<InviteDocument> {
  const status = {
    pending: { status: "pending" as const },
    trouble: inTrouble,
    expired: { status: { $in: ["pending" as const, "expired" as const] } },
  }[query.filter.which];
  return { ...mine(query), ...status, expiresAt: expiring(query) };
}

/** A place to read from; "through" is "before" with the invite itself, which nothing follows. */
type Start = Omit<Neighbour, "direction"> & { direction: Neighbour["direction"] | "through" };

async function readPage(
  query: QueryFilter<InviteDocument>,
  { which }: PendingFilter,
  cursor: Start | null,
  now: Date,
): Promise<PendingPage> {
  const field = which === "expired" ? "expiresAt" : "createdAt";
  const backwards = cursor !== null && cursor.direction !== "after";
  const order = backwards ? 1 : -1;
  const found = await Invite.find({ $and: [query, range(field, cursor)] })
    .sort({ [field]: order, _id: order })
    .limit(PAGE + 1)
    .lean();
  const more = found.length > PAGE;
  const rows = found.slice(0, PAGE);
  if (backwards) rows.reverse();
  const [first, last] = [rows.at(0), rows.at(-1)];
  const hasPrevious = backwards ? more : cursor !== null;
  const hasNext = backwards ? cursor.direction === "before" : more;
  const cursorAt = (invite: InviteDocument, direction: Neighbour["direction"]): Neighbour => ({
    direction,
    at: invite[field],
    inviteId: String(invite._id),
  });
  return {
    invites: await withGroupNames(rows, now),
    now,
    previous: first && hasPrevious ? cursorAt(first, "before") : null,
    next: last && hasNext ? cursorAt(last, "after") : null,
  };
}

function range(field: "createdAt" | "expiresAt", cursor: Start | null): QueryFilter<InviteDocument> {
  if (!cursor) return {};
  const { at, inviteId, direction } = cursor;
  const beyond = direction === "after" ? "$lt" : "$gt";
  const from = direction === "through" ? "$gte" : beyond;
  return { $or: [{ [field]: { [beyond]: at } }, { [field]: at, _id: { [from]: inviteId } }] };
}

/**
 * Reads one pending invite.
 *
 * @throws NotAdmin; InviteSettled or InviteResent when someone acted on it first
 */
export async function pendingInvite(
  actor: AccountActor,
  inviteId: string,
  expectedGeneration: number,
): Promise<{ email: string; groupIds: string[] }> {
  return readAs(actor, "invites:read", async () => {
    const invite = await Invite.findOne({
      _id: inviteId,
      status: "pending",
      generation: expectedGeneration,
    }).lean();
    if (!invite) throw await inviteConflict(inviteId);
    return { email: invite.email, groupIds: invite.groupIds.map(String) };
  });
}
