import { randomInt } from "node:crypto";
import { type Log, saying, secondsSince } from "../../../dev/tools/progress.ts";

/** Whether this is `npm run test:faults`; `npm test` runs a quick selection. */
export const full = process.env.FAULTS === "full";

/** What chance decides hangs on this number alone: the same FAULTS_SEED tries the same again. */
export const seed = Number(process.env.FAULTS_SEED || randomInt(2 ** 31));

/** For a test's name: how to run it with the same seed. */
export const seeded = `FAULTS_SEED=${seed}`;

/** How far a full run is goes to the terminal; a quick one keeps silent. */
export const say: Log = (line) => {
  if (full) process.stdout.write(`${line}\n`);
};

/** Chooses how often to try: in the quick selection, or in full. */
export function times(counts: { quick: number; full: number }): number {
  return full ? counts.full : counts.quick;
}

/** How long a test that starts processes may take: in full, as long as a loaded machine needs. */
export const PATIENCE_MS = times({ quick: 10 * 60_000, full: 40 * 60_000 });

/** Does something so many times, one after the other, and says how far it is. */
export async function repeat(
  what: string,
  total: number,
  once: (round: number) => Promise<void>,
): Promise<void> {
  const began = performance.now();
  let done = 0;
  const work = async () => {
    for (let round = 0; round < total; round++) {
      await once(round);
      done += 1;
    }
  };
  await saying(say, what, work, async () => `${done} of ${total}`);
  say(`${what}: ${total} in ${secondsSince(began)}, ${seeded}`);
}

/** Chance that can be had again: two with the same seed roll the same. */
export class Dice {
  #state: number;

  constructor(from = seed) {
    this.#state = from;
  }

  /** Rolls from 0 up to 1, without 1 (the generator "mulberry32"). */
  roll(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** Rolls a whole number from 0 up to `end`, without it. */
  below(end: number): number {
    return Math.floor(this.roll() * end);
  }

  /** Picks one of them. */
  pick<T>(choices: readonly [T, ...T[]]): T {
    return choices[this.below(choices.length)] ?? choices[0];
  }
}
