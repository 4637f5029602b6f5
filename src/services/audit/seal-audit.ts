import { trusted } from "mongoose";
import { AuditEvent, type AuditEventDocument } from "../../models/audit-event.ts";
import { AuditHead } from "../../models/audit-head.ts";
import { isDuplicate } from "../../models/mongo-errors.ts";
import { inTransaction } from "../transaction.ts";
import { EventTimes, isDate, TOLERANCE_MS } from "./event-times.ts";
import { emptyLog, foreignId, type SealedEnd, sealOf, sealOfEnd } from "./seal.ts";
import { goesOnFrom, isInUse, type ReadEnd, readEnd, type SeenEnd } from "./sealed-end.ts";
import { AuditLogTampered } from "./sealing-status.ts";

const AT_ONCE = 500;
/** Events are sealed within seconds, unless no process ran or none had the key. */
const LATE_MS = 60 * 60_000;

/** What was sealed, and what is odd about it: it is sealed anyway, because writers of events must not wait. */
export interface Sealing {
  count: number;
  /** Where the log ends now, to be passed to the next call. */
  end: SeenEnd;
  /**
   * A sentence for each event that can't be ours: dated before the previous one or in the future, or with a foreign id.
   */
  oddities: string[];
  /** When the oldest event that waited for more than an hour happened; null where none did. */
  waitedSince: Date | null;
}

/** Begins the log of a database in which nothing has happened yet; leaves any other untouched. */
export async function beginEmptyLog(key: Uint8Array): Promise<void> {
  try {
    await inTransaction(async () => {
      if (await isInUse()) return;
      const head = { sequence: emptyLog.sequence, seal: sealOfEnd(key, emptyLog) };
      await AuditHead.updateOne({ _id: "head" }, { $setOnInsert: head }, { upsert: true });
    });
  } catch (error) {
    // Another process did.
    if (!isDuplicate(error)) throw error;
  }
}

/**
 * Numbers and seals the events that have arrived since, ordered by id, up to 500 at once. Writers of events
 * never wait for it; of several processes sealing at once, one succeeds and the others find nothing to do.
 *
 * @param seen where this process last saw the log end; null when it starts
 * @throws AuditLogTampered
 */
export async function sealAudit(key: Uint8Array, seen: SeenEnd | null): Promise<Sealing> {
  return inTransaction(async () => {
    const end = await readEnd(key);
    if (typeof end === "string") throw new AuditLogTampered(seen && end === "not_begun" ? "set_back" : end);
    if (seen && !(await goesOnFrom(end, seen))) throw new AuditLogTampered("set_back");
    const events = await unsealedEvents();
    const { sequence, seal } = await sealAfter(key, end, events);
    if (events.length > 0) {
      const head = { sequence, seal: sealOfEnd(key, { sequence, seal }) };
      await AuditHead.updateOne({ _id: "head" }, { $set: head });
    }
    return {
      count: events.length,
      end: { sequence, seal, readAt: end.readAt },
      ...whatIsOdd(events, end),
    };
  });
}

/** Reads the next unnumbered events. */
export async function unsealedEvents(): Promise<AuditEventDocument[]> {
  return AuditEvent.find(trusted({ sequence: { $exists: false } }))
    .sort({ _id: 1 })
    .limit(AT_ONCE)
    .lean();
}

/** Numbers and seals these events from an end on. @returns the log's new end */
export async function sealAfter(
  key: Uint8Array,
  end: SealedEnd,
  events: readonly AuditEventDocument[],
): Promise<SealedEnd> {
  let { sequence, seal } = end;
  const writes = events.map((event) => {
    sequence += 1;
    seal = sealOf(key, sequence, seal, event);
    return { updateOne: { filter: { _id: event._id }, update: { $set: { sequence, seal } } } };
  });
  if (writes.length > 0) await AuditEvent.bulkWrite(writes);
  return { sequence, seal };
}

function whatIsOdd(
  events: readonly AuditEventDocument[],
  { sequence: last, lastAt, readAt }: ReadEnd,
): Pick<Sealing, "oddities" | "waitedSince"> {
  const times = new EventTimes();
  if (last > 0) times.next({ sequence: last, at: lastAt });
  const oddities: string[] = [];
  let waitedSince: Date | null = null;
  for (const [index, { _id, at }] of events.entries()) {
    const sequence = last + index + 1;
    const odd = times.next({ sequence, at }) ?? toCome({ sequence, at }, readAt);
    const foreign = foreignId({ sequence, _id });
    if (odd || foreign) oddities.push(...[odd, foreign].filter((sentence) => sentence !== null));
    else if (at.getTime() < readAt.getTime() - LATE_MS && (!waitedSince || at < waitedSince))
      waitedSince = at;
  }
  return { oddities, waitedSince };
}

function toCome({ sequence, at }: { sequence: number; at: Date }, now: Date): string | null {
  return isDate(at) && at.getTime() > now.getTime() + TOLERANCE_MS
    ? `Event ${sequence} is dated ${at.toISOString()}, which is yet to come.`
    : null;
}
