import type { Repetition } from "../../models/review.ts";
import { instantOf, wallClock } from "../local-time.ts";

/** The hour of the day at which repeated reviews begin. */
const HOUR = 9;

/** Names the day of an instant in a zone: *2026-11-30*. */
export function dayText(at: Date, zone: string): string {
  return wallClock(at, zone).toISOString().slice(0, "2026-11-30".length);
}

/**
 * Computes when a review repeats: so many months after its anchor, on the same day of the month or its last day, at
 * 09:00. Each is counted from the anchor, so that none shifts another.
 *
 * @param nth 1 for the first after the anchor
 */
export function occurrence({ anchor, months, zone }: Repetition, nth: number): Date {
  const [year = 0, month = 1, day = 1] = anchor.split("-").map(Number);
  const first = month - 1 + months * nth;
  const lastDay = new Date(Date.UTC(year, first + 1, 0)).getUTCDate();
  return instantOf(Date.UTC(year, first, Math.min(day, lastDay), HOUR), zone);
}

/** Finds the next one still ahead, and its time: missed ones aren't made up for. */
export function nextOccurrence(repeats: Repetition, now: Date): { repeats: Repetition; at: Date } {
  const at = occurrence(repeats, repeats.next);
  return at > now ? { repeats, at } : nextOccurrence({ ...repeats, next: repeats.next + 1 }, now);
}
