import { Counter } from "../../models/counter.ts";
import { DAY_MS } from "../durations.ts";
import { ImportLimitReached } from "./refusals.ts";

/** Returns the name of the counter of lines imported on a UTC day. */
export const importsOf = (at: Date): string => `imports:${at.toISOString().slice(0, "2026-03-03".length)}`;

/** Refuses if imports are switched off. @throws ImportLimitReached */
export function assertImportsOn(most: number): void {
  if (most === 0) throw new ImportLimitReached({ most, left: 0, wanted: 0 });
}

/**
 * Counts lines towards today's limit, in the transaction that starts them.
 *
 * @throws ImportLimitReached: none is counted
 */
export async function countImport(wanted: number, most: number, now: Date): Promise<void> {
  assertImportsOn(most);
  const counter = await Counter.findOneAndUpdate(
    { _id: importsOf(now) },
    { $inc: { count: wanted }, $set: { expiresAt: new Date(now.getTime() + 2 * DAY_MS) } },
    { upsert: true, returnDocument: "after" },
  ).lean();
  const before = counter.count - wanted;
  if (counter.count > most) throw new ImportLimitReached({ most, left: Math.max(0, most - before), wanted });
}
