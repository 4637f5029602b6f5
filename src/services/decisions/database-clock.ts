/** How far off a measurement may be. */
const MAX_OFF_MS = 100;
/** After this long, two clocks may have drifted apart. */
const LONGEST_MS = 60_000;

/** Milliseconds of database time, as bounds at a moment of this process's steady clock. */
interface Measurement {
  /** The steady clock when the answer arrived. */
  received: number;
  earliest: number;
  latest: number;
}

/**
 * Tells database time without asking: from the process's steady clock, which nobody sets, and the database's last
 * answer. Each answer bounds its clock by when it was requested and when it arrived.
 */
export class DatabaseClock {
  #measurement: Measurement | null = null;

  /**
   * Takes in the database's answer.
   *
   * @param at its time, between the two moments of the steady clock, in milliseconds
   */
  measured(at: number, asked: number, received: number): void {
    // A time in whole milliseconds may be one behind.
    const measurement = { received, earliest: at, latest: at + 1 + (received - asked) };
    if (received - asked <= MAX_OFF_MS) this.#measurement = measurement;
    // Too slow to tell the time by, but enough to notice another clock, or that the clock was set.
    else if (this.#measurement && !overlap(this.#measurement, measurement)) this.#measurement = null;
  }

  /** Returns a time not before the database's, and at most 100 ms after it; null when that can't be told. */
  latest(steady: number): number | null {
    const known = this.#measurement;
    if (!known || steady - known.received > LONGEST_MS) return null;
    return known.latest + (steady - known.received);
  }
}

function overlap(one: Measurement, other: Measurement): boolean {
  const passed = other.received - one.received;
  return one.earliest + passed <= other.latest && other.earliest <= one.latest + passed;
}
