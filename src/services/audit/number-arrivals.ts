import { trusted } from "mongoose";
import { AuditArrivals } from "../../models/audit-arrivals.ts";
import { AuditEvent } from "../../models/audit-event.ts";
import { isDuplicate } from "../../models/mongo-errors.ts";
import { inTransaction } from "../transaction.ts";

const AT_ONCE = 1_000;
/** A log from before events were numbered can have any number of them: readers ask again. */
const ROUNDS = 10;

/** How far the log is numbered. */
interface Numbered {
  /** The last number. Every event up to it can be read. */
  last: number;
  /** Whether some events may still have none. */
  more: boolean;
}

/**
 * Numbers the events that have become visible since. An event gets its date and id before its transaction commits, so
 * neither shows the reading order: a slower one may still appear before it. Only visible events are numbered, by one
 * numberer at a time, and their numbers appear together; so reading up to a number means having read everything up to
 * it.
 */
export async function numberArrivals(): Promise<Numbered> {
  for (let round = 0; round < ROUNDS; round++) {
    const arrived = await AuditEvent.exists(trusted({ arrival: { $exists: false } }));
    if (!arrived) return { last: await lastNumber(), more: false };
    await numberNext();
  }
  return { last: await lastNumber(), more: true };
}

async function numberNext(): Promise<void> {
  try {
    await inTransaction(async () => {
      const events = await AuditEvent.find(trusted({ arrival: { $exists: false } }), { _id: 1 })
        .sort({ at: 1, _id: 1 })
        .limit(AT_ONCE)
        .lean();
      if (events.length === 0) return;
      const { count } = await AuditArrivals.findOneAndUpdate(
        { _id: "arrivals" },
        { $inc: { count: events.length } },
        { upsert: true, returnDocument: "after" },
      )
        .orFail()
        .lean();
      const first = count - events.length + 1;
      await AuditEvent.bulkWrite(
        events.map(({ _id }, index) => ({
          updateOne: { filter: { _id }, update: { $set: { arrival: first + index } } },
        })),
      );
    });
  } catch (error) {
    // Another process began to number a log that had no numbers yet.
    if (!isDuplicate(error)) throw error;
  }
}

/** Reads what no failover rolls back: numbers rolled back would be assigned to other events. */
async function lastNumber(): Promise<number> {
  const numbered = await AuditArrivals.findById("arrivals").read("primary").readConcern("majority").lean();
  return numbered?.count ?? 0;
}
