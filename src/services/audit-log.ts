import { type QueryFilter, Types } from "mongoose";
import { AuditEvent, type AuditEventDocument } from "../models/audit-event.ts";

const PAGE = 10;

/** One record of the log. */
export type LogEvent = Pick<AuditEventDocument, "at" | "actor" | "action" | "target" | "before" | "after">;

/** Where a page of the log starts or ends. */
export interface LogCursor {
  direction: "before" | "after";
  at: Date;
  eventId: string;
}

export interface LogPage {
  events: LogEvent[];
  /** Towards newer events. */
  previous: LogCursor | null;
  /** Towards older events. */
  next: LogCursor | null;
}

/** A page of the events that are about any of these, or done to one of the targets; newest first. */
export async function eventsAbout(
  about: readonly string[],
  targets: readonly string[],
  cursor: LogCursor | null,
): Promise<LogPage> {
  const backwards = cursor?.direction === "before";
  const order = backwards ? 1 : -1;
  const found = await AuditEvent.find({
    $and: [{ $or: [{ about: { $in: about } }, { "target.id": { $in: targets } }] }, range(cursor)],
  })
    .sort({ at: order, _id: order })
    .limit(PAGE + 1)
    .lean();
  const more = found.length > PAGE;
  const events = found.slice(0, PAGE);
  if (backwards) events.reverse();
  const [first, last] = [events.at(0), events.at(-1)];
  return {
    events,
    previous: first && (backwards ? more : cursor) ? cursorAt(first, "before") : null,
    next: last && (backwards || more) ? cursorAt(last, "after") : null,
  };
}

function cursorAt({ at, _id }: AuditEventDocument, direction: LogCursor["direction"]): LogCursor {
  return { direction, at, eventId: String(_id) };
}

function range(cursor: LogCursor | null): QueryFilter<AuditEventDocument> {
  if (!cursor) return {};
  const { at, eventId } = cursor;
  const [beyond, orAt] =
    cursor.direction === "after" ? (["$lt", "$lte"] as const) : (["$gt", "$gte"] as const);
  return {
    at: { [orAt]: at },
    $or: [{ at: { [beyond]: at } }, { _id: { [beyond]: new Types.ObjectId(eventId) } }],
  };
}
