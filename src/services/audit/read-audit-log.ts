import { type QueryFilter, Types } from "mongoose";
import * as z from "zod";
import { AuditEvent, type AuditEventDocument } from "../../models/audit-event.ts";
import { User } from "../../models/user.ts";
import type { Principal } from "../actor.ts";
import { readAs } from "../authorize.ts";
import { atAddress, spellingsOf } from "../email-address.ts";
import { groupNames } from "../groups/groups.ts";
import { objectId } from "../object-id.ts";
import { beyond, type Page, type PageCursor, type PageStart, readPage, sortFrom } from "../page.ts";
import { readable, readableEntry } from "./readable-entry.ts";

/** MongoDB merges up to 200 index ranges in order; beyond that it would sort everything found. */
const RANGES_AT_ONCE = 150;

/** One event, without the fields that only find or seal it. */
export type LogEntry = Pick<
  AuditEventDocument,
  "_id" | "at" | "actor" | "action" | "target" | "before" | "after"
>;

export interface LogPage extends Page<LogEntry> {
  /** Names of the groups that the events mention by id, where they still exist. */
  groupNames: Map<string, string>;
}

/**
 * Reads a page of the log, newest first. An event without a date, or with an id of another kind, isn't ours and is left
 * out: `audit:verify` names it.
 *
 * @param email limits it to this person: their invites, their account, and changes to their groups
 * @throws NotAdmin
 */
export async function readAuditLog(
  actor: Principal,
  email: string,
  cursor: PageCursor | null,
): Promise<LogPage> {
  return readAs(actor, "audit:read", async () => {
    const filters = await eventsAbout(email);
    const page = await readPage(cursor, {
      read: (start, most) => eventsFrom(filters, start, most),
      keyOf: ({ at, _id }) => ({ key: at.toISOString(), id: String(_id) }),
    });
    return { ...page, groupNames: await groupNames(page.rows.flatMap(groupIdsIn)) };
  });
}

/**
 * Filters for one person's events, or for all without an address: each a few ranges of an index in log order.
 *
 * @param at when they happened
 */
export async function eventsAbout(
  email: string,
  at: { $gte?: Date; $lt?: Date } = {},
): Promise<QueryFilter<AuditEventDocument>[]> {
  const within = Object.keys(at).length > 0 ? { $and: [{ at }] } : {};
  if (email === "") return [within];
  const user = await User.findOne(atAddress(email), { memberships: 1, formerGroupIds: 1 }).lean();
  const { memberships = [], formerGroupIds = [] } = user ?? {};
  const groups = [...memberships.map(({ groupId }) => groupId), ...formerGroupIds].map(String);
  const parts = Array.from({ length: Math.ceil(groups.length / RANGES_AT_ONCE) }, (_, index) =>
    groups.slice(index * RANGES_AT_ONCE, (index + 1) * RANGES_AT_ONCE),
  );
  return [
    { about: { $in: [...spellingsOf(email), ...(user ? [String(user._id)] : [])] }, ...within },
    ...parts.map((ids) => ({ "target.id": { $in: ids }, ...within })),
  ];
}

/** Reads the events nearest to the cursor that match any of the filters, each once. The caller checks the right. */
export async function eventsFrom(
  filters: QueryFilter<AuditEventDocument>[],
  start: PageStart | null,
  most: number,
): Promise<LogEntry[]> {
  const order = start?.direction === "before" ? 1 : -1;
  const range = beyond(start, "at", -1, start && new Date(start.key));
  const found = new Map<string, LogEntry>();
  for (const filter of filters) {
    const events = await AuditEvent.find({ $and: [filter, range, readable] }, { about: 0, seal: 0 })
      .sort(sortFrom(start, "at", -1))
      .limit(most)
      .lean();
    for (const event of events) found.set(String(event._id), readableEntry(event));
  }
  return [...found.values()].sort((a, b) => order * inTime(a, b)).slice(0, most);
}

function inTime(a: LogEntry, b: LogEntry): number {
  return a.at.getTime() - b.at.getTime() || String(a._id).localeCompare(String(b._id));
}

/** The rule that gives a group at once, as the log records it. */
export const atOnce = z.object({ group: objectId, hours: z.number() });

function groupIdsIn({ before, after }: LogEntry): Types.ObjectId[] {
  return [before, after]
    .flatMap((facts): unknown[] => [facts?.groups, facts?.deciders, facts?.preApproved, facts?.emergency])
    .flatMap((value): unknown[] => (Array.isArray(value) ? value : [value]))
    .flatMap((value) => atOnce.safeParse(value).data?.group ?? objectId.safeParse(value).data ?? [])
    .map((id) => new Types.ObjectId(id));
}
