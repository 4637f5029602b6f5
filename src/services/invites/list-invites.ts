import type { QueryFilter } from "mongoose";
import { Invite, type InviteDocument, inTrouble } from "../../models/invite.ts";
import type { AccountActor, Principal } from "../actor.ts";
import { readAs } from "../authorize.ts";
import { DAY_MS } from "../durations.ts";
import { endOf, lastDayOf } from "../ends.ts";
import { remainingGroups } from "../groups/groups.ts";
import {
  beyond,
  type Page,
  type PageCursor,
  type PageStart,
  readPage,
  searchPage,
  sortFrom,
} from "../page.ts";
import { matchesWord, parseQuery } from "../search-terms.ts";
import { databaseTime } from "../transaction.ts";
import { SOON_MS } from "./delivery.ts";
import { inviteVersion } from "./expected-invite.ts";
import { inviteConflict } from "./invite-conflict.ts";
import { type PendingInvite, withGroupNames } from "./invite-rows.ts";
import { searchInvites } from "./search-invites.ts";
import { MAX_AT_ONCE } from "./seen-invites.ts";

const EXPIRED_LATELY_MS = 30 * DAY_MS;
/** Counting stops at one above. */
export const MAX_COUNTED = 1_000;

/** Which invites are listed. */
export interface PendingFilter {
  /** Only those with search terms that start with it. */
  text: string;
  /** Only those the actor created; in a search, this is checked for each invite found. */
  mine: boolean;
  which: "pending" | "trouble" | "expiring" | "expired";
}

export interface PendingPage extends Page<PendingInvite> {
  /** The total; 1,001 means more than 1,000. */
  total: number;
  /** The database's time, from which ages are counted. */
  now: Date;
}

/**
 * Lists a page of pending invites. With a text, in the order of the term found, then newest first; without one, newest
 * first. Expiring ones are ordered by which expires next, expired ones by which expired last. The first page is full if
 * there are enough. If a page has emptied meanwhile, returns the nearest one before it.
 *
 * @throws NotAdmin
 */
export async function listPendingInvites(
  actor: AccountActor,
  filter: PendingFilter,
  cursor: PageCursor | null,
): Promise<PendingPage> {
  return readAs(actor, "invites:read", async () => {
    const query = { actor, filter, now: await databaseTime() };
    const [page, total] = await Promise.all([
      isSearch(query) ? found(query, cursor) : newest(query, cursor),
      count(query),
    ]);
    return { ...page, rows: await withGroupNames(page.rows, query.now), total, now: query.now };
  });
}

/** The first of the invites that a filter finds, to choose some of them. */
export interface SelectableInvites {
  rows: PendingInvite[];
  /** The total; 1,001 means more than 1,000. */
  total: number;
  now: Date;
}

/** Lists as many invites as can be acted on at once, in the order of the list. @throws NotAdmin */
export async function invitesToSelect(
  actor: AccountActor,
  filter: PendingFilter,
): Promise<SelectableInvites> {
  return readAs(actor, "invites:read", async () => {
    const query = { actor, filter, now: await databaseTime() };
    const reading = isSearch(query)
      ? readFound(query, undefined, MAX_AT_ONCE)
      : readNewest(query, null, MAX_AT_ONCE);
    const [rows, total] = await Promise.all([reading, count(query)]);
    return { rows: await withGroupNames(rows, query.now), total, now: query.now };
  });
}

/** What is listed, for whom, and at what time of the database. */
export interface ListQuery {
  actor: Principal;
  filter: PendingFilter;
  now: Date;
}

export const isSearch = ({ filter }: ListQuery) => filter.text.trim() !== "";

async function found(query: ListQuery, cursor: PageCursor | null): Promise<Page<InviteDocument>> {
  return searchPage(cursor, {
    read: (after, most) => readFound(query, after, most),
    idOf: ({ _id }) => String(_id),
  });
}

/** Finds the next invites of a search, after one: its id, or the invite as it was in the list. */
export async function readFound(
  query: ListQuery,
  after: string | InviteDocument | undefined,
  most: number,
): Promise<InviteDocument[]> {
  const { which, text } = query.filter;
  const [lead, ...others] = parseQuery(text);
  if (lead === undefined) return [];
  const searched = {
    which: which === "expiring" ? "pending" : which,
    also: { ...mine(query), expiresAt: expiring(query) },
  };
  return searchInvites(searched, [lead, ...others], { after, most });
}

/** Returns the field that a list without a text is sorted by, and whether it is ascending. */
export function orderOf({ filter }: ListQuery): { field: "expiresAt" | "createdAt"; order: 1 | -1 } {
  const isNext = filter.which === "expiring";
  return { field: isNext || filter.which === "expired" ? "expiresAt" : "createdAt", order: isNext ? 1 : -1 };
}

async function newest(query: ListQuery, cursor: PageCursor | null): Promise<Page<InviteDocument>> {
  return readPage(cursor, {
    read: (start, most) => readNewest(query, start, most),
    keyOf: (invite) => ({ key: invite[orderOf(query).field].toISOString(), id: String(invite._id) }),
  });
}

/** Reads the next invites of a list without a text. */
export async function readNewest(
  query: ListQuery,
  start: PageStart | null,
  most: number,
): Promise<InviteDocument[]> {
  const { field, order } = orderOf(query);
  return Invite.find({
    $and: [filterOf(query), start ? beyond(start, field, order, new Date(start.key)) : {}],
  })
    .sort(sortFrom(start, field, order))
    .limit(most)
    .lean();
}

async function count(query: ListQuery): Promise<number> {
  const words = parseQuery(query.filter.text);
  if (isSearch(query) && words.length === 0) return 0;
  const found = { $and: [filterOf(query), ...words.map(matchesWord)] };
  return Invite.countDocuments(found, { limit: MAX_COUNTED + 1 });
}

function mine({ actor, filter }: ListQuery): Record<string, string> {
  if (!filter.mine) return {};
  switch (actor.kind) {
    case "account":
      return { "invitedBy.userId": actor.userId };
    case "client":
      return { "invitedBy.clientId": actor.clientId };
    case "operator":
      return { "invitedBy.kind": "operator" };
  }
}

function expiring({ filter, now }: ListQuery) {
  if (filter.which === "expired") return { $lte: now, $gt: new Date(now.getTime() - EXPIRED_LATELY_MS) };
  return { $gt: now, ...(filter.which === "expiring" && { $lte: new Date(now.getTime() + SOON_MS) }) };
}

function filterOf(query: ListQuery): QueryFilter<InviteDocument> {
  const status = {
    pending: { status: "pending" as const },
    trouble: inTrouble,
    expiring: { status: "pending" as const },
    expired: { status: { $in: ["pending" as const, "expired" as const] } },
  }[query.filter.which];
  return { ...mine(query), ...status, expiresAt: expiring(query) };
}

/** What a form edits in a pending invite. */
export interface EditableInvite {
  email: string;
  /** The version that an edit made from here expects. */
  version: number;
  groupIds: string[];
  /** The last day of the memberships it gives; null if they have no such end. */
  lastDay: string | null;
  /** For how many hours from acceptance it was approved instead. */
  hours: number | null;
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
): Promise<EditableInvite> {
  return readAs(actor, "invites:read", async () => {
    const invite = await Invite.findOne({
      _id: inviteId,
      status: "pending",
      generation: expectedGeneration,
    }).lean();
    if (!invite) throw await inviteConflict(inviteId);
    const end = endOf({ until: invite.groupsUntil, zone: invite.groupsZone });
    return {
      email: invite.email,
      version: inviteVersion(invite),
      groupIds: (await remainingGroups(invite.groupIds)).map(String),
      lastDay: end && lastDayOf(end),
      hours: invite.groupsHours ?? null,
    };
  });
}
