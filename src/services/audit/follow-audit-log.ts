import type { QueryFilter } from "mongoose";
import { AuditEvent, type AuditEventDocument } from "../../models/audit-event.ts";
import type { Principal } from "../actor.ts";
import { readAs } from "../authorize.ts";
import { spellingsOf } from "../email-address.ts";
import { CursorOutdated } from "../errors.ts";
import { numberArrivals } from "./number-arrivals.ts";
import type { LogEntry } from "./read-audit-log.ts";

/** The most events one page scans, however few its filter finds. */
const MAX_SCANNED = 10_000;
/**
 * A transaction lasts a minute at most, and clocks differ by less: anything dated this much earlier arrived earlier.
 */
const LATEST_ARRIVAL_MS = 10 * 60_000;

/** Which events are read; all given conditions must hold. */
export interface AuditFilter {
  /** The id of the target: an invite, a user or a group. */
  target?: string | undefined;
  /** Who acted: the id of an account or an API client, an address, or a kind such as `system`. */
  actor?: string | undefined;
  action?: string | undefined;
  from?: Date | undefined;
  /** The first instant no longer included. */
  until?: Date | undefined;
}

/** The next events, in order of arrival. */
export interface ArrivedEvents {
  /** At most as many as requested. Fewer, or none, where a filter matches few of those scanned. */
  events: LogEntry[];
  /** Where to continue: everything up to here has been read. */
  end: number;
  /** Whether more can be read right away. */
  more: boolean;
}

/**
 * Reads the log forwards, in order of arrival. Continuing from the returned `end`, at once or a year later, reads each
 * event exactly once, however long the transactions that write events take.
 *
 * @param after the previous page's `end`; 0 begins with the oldest
 * @throws NotAdmin; CursorOutdated when the log ends before it
 */
export async function followAuditLog(
  actor: Principal,
  filter: AuditFilter,
  after: number,
  limit: number,
): Promise<ArrivedEvents> {
  return readAs(actor, "audit:read", async () => {
    const numbered = await numberArrivals();
    if (after > numbered.last) throw new CursorOutdated({ because: "log_put_back" });
    const start = Math.max(after, filter.from ? await arrivedBefore(filter.from) : 0);
    const last = Math.min(numbered.last, filter.until ? await arrivedUntil(filter.until) : numbered.last);
    // An index finds one target's events, so all are scanned.
    const end = filter.target ? last : Math.min(last, start + MAX_SCANNED);
    const events = await arrived(filter, start, end, limit);
    const read = events.length < limit ? Math.max(start, end) : (events.at(-1)?.arrival ?? start);
    return { events, end: read, more: read < last || numbered.more };
  });
}

async function arrived(
  filter: AuditFilter,
  after: number,
  upTo: number,
  limit: number,
): Promise<(LogEntry & Pick<AuditEventDocument, "arrival">)[]> {
  if (upTo <= after) return [];
  return AuditEvent.find(
    { ...conditionsOf(filter), arrival: { $gt: after, $lte: upTo } },
    { about: 0, seal: 0, sequence: 0 },
  )
    .sort({ arrival: 1 })
    .hint(filter.target === undefined ? "by_arrival" : { "target.id": 1, at: -1, _id: -1 })
    .limit(limit)
    .read("primary")
    .readConcern("majority")
    .lean();
}

function conditionsOf({ target, actor, action, from, until }: AuditFilter): QueryFilter<AuditEventDocument> {
  return {
    ...(target !== undefined && { "target.id": target }),
    ...(action !== undefined && { action }),
    ...(actor !== undefined && { $or: waysToName(actor) }),
    ...((from || until) && { at: { ...(from && { $gte: from }), ...(until && { $lt: until }) } }),
  };
}

/** Lists the names an actor may go by: an account also as `team:user`, an address in any spelling. */
function waysToName(actor: string): QueryFilter<AuditEventDocument>[] {
  const [teamId, userId] = actor.split(":");
  return [
    ...["actor.userId", "actor.clientId", "actor.kind"].map((path) => ({ [path]: actor })),
    { "actor.email": { $in: [actor, ...spellingsOf(actor)] } },
    ...(teamId && userId ? [{ "actor.teamId": teamId, "actor.userId": userId }] : []),
  ];
}

/** Finds a number up to which every event is dated before a time, so that reading can start there. */
async function arrivedBefore(time: Date): Promise<number> {
  const event = await AuditEvent.findOne({ at: { $lt: new Date(time.getTime() - LATEST_ARRIVAL_MS) } })
    .sort({ at: -1, _id: -1 })
    .lean();
  return event?.arrival ?? 0;
}

/** Finds a number from which every event is dated after a time. */
async function arrivedUntil(time: Date): Promise<number> {
  const event = await AuditEvent.findOne({ at: { $gte: new Date(time.getTime() + LATEST_ARRIVAL_MS) } })
    .sort({ at: 1, _id: 1 })
    .lean();
  return event?.arrival ?? Number.POSITIVE_INFINITY;
}
