import { randomInt } from "node:crypto";
import { type Log, saying, secondsSince } from "../../../dev/tools/progress.ts";

/** Whether this is `npm run test:faults`; `npm test` runs a quick selection. */
export const full = process.env.FAULTS === "full";

/** All random choices depend on this number: the same FAULTS_SEED makes the same ones. */
export const seed = Number(process.env.FAULTS_SEED || randomInt(2 ** 31));

/** Part of a test's name: how to run it with the same seed. */
export const seeded = `FAULTS_SEED=${seed}`;

/** Prints a full run's progress; a quick one is silent. */
export const say: Log = (line) => {
  if (full) process.stdout.write(`${line}\n`);
};

/** Chooses how often to try, in a quick or a full run. */
export function times(counts: { quick: number; full: number }): number {
  return full ? counts.full : counts.quick;
}

/** How long a test that starts processes may take; in a full run, as long as a loaded machine needs. */
export const PATIENCE_MS = times({ quick: 10 * 60_000, full: 40 * 60_000 });

/** Repeats something, one after the other, and prints the progress. */
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

/** Reproducible chance: two with the same seed roll the same. */
export class Dice {
  #state: number;

  constructor(from = seed) {
    this.#state = from;
  }

  /** Rolls from 0 up to, but not including, 1 (the generator "mulberry32"). */
  roll(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** Rolls a whole number from 0 up to, but not including, `end`. */
  below(end: number): number {
    return Math.floor(this.roll() * end);
  }

  /** Picks one of them. */
  pick<T>(choices: readonly [T, ...T[]]): T {
    return choices[this.below(choices.length)] ?? choices[0];
  }
}
