/** Clocks of processes and databases differ by less than this, as do the times of transactions that overtake others. */
export const TOLERANCE_MS = 60_000;

/** An event's number and time; the time is as stored, and may not be a date at all. */
export interface Dated {
  sequence: number;
  at: unknown;
}

/**
 * Follows event times in the order in which the events were sealed, and names those that run backwards by more
 * than a minute: inserted later and backdated, or written while a clock was wrong.
 */
export class EventTimes {
  #latest: { sequence: number; at: number } | null = null;

  /** @returns a sentence if this event is dated before an earlier one, or has no date */
  next({ sequence, at }: Dated): string | null {
    if (!isDate(at)) return `Event ${sequence} has no date.`;
    const latest = this.#latest;
    if (!latest || at.getTime() >= latest.at) this.#latest = { sequence, at: at.getTime() };
    if (!latest || at.getTime() >= latest.at - TOLERANCE_MS) return null;
    return `Event ${sequence} is dated ${at.toISOString()}, before event ${latest.sequence} (${new Date(latest.at).toISOString()}), which was sealed before it: it was inserted later, or a clock was wrong.`;
  }

  /** Forgets earlier times: `audit:begin` has recorded them. */
  restart(): void {
    this.#latest = null;
  }
}

/** Tells whether it is a date that can be compared and shown. */
export function isDate(at: unknown): at is Date {
  return at instanceof Date && !Number.isNaN(at.getTime());
}
