import { setImmediate as nextTurn } from "node:timers/promises";
import { within } from "./within.ts";

/** A run that takes longer keeps the next one waiting no more. */
const PATIENCE_MS = 100;

interface Call<I, O> {
  item: I;
  resolve(result: O | Promise<O>): void;
  reject(error: unknown): void;
}

/** Does something for many. Says in their order what came of each, or will, where one has to wait longer than the others. */
type Run<I, O> = (items: readonly I[]) => Promise<readonly (O | Promise<O>)[]>;

interface Filling {
  /** How many one run is given at most. */
  most: number;
  /** How many begin a run at once. */
  enough?: number;
  /** How long fewer wait for more. */
  waitMs?: number;
}

/**
 * Makes a function of one thing from a function of many: calls that come shortly after each other, or while a run is under
 * way, share the next one.
 */
export function together<I, O>(
  run: Run<I, O>,
  { most, enough = 1, waitMs = 0 }: Filling,
): (item: I) => Promise<O> {
  const waiting: Call<I, O>[] = [];
  let running = false;
  let called = () => {};

  const fill = async () => {
    // What is asked for in the same turn comes along.
    await nextTurn();
    if (waiting.length >= enough) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, waitMs);
      called = () => {
        if (waiting.length < enough) return;
        clearTimeout(timer);
        resolve();
      };
    });
  };
  const runAll = async () => {
    running = true;
    while (waiting.length > 0) {
      await fill();
      await within(PATIENCE_MS, answer(waiting.splice(0, most), run));
    }
    running = false;
  };
  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      called();
      if (!running) void runAll();
    });
}

/** Makes a read that those share who ask for the same in one turn: it begins after all of them. */
export function sharedRead<T>(read: (key: string) => Promise<T>): (key: string) => Promise<T> {
  const readEach = async (keys: readonly string[]) => {
    const begun = new Map<string, Promise<T>>();
    return keys.map((key) => {
      const reading = begun.get(key) ?? read(key);
      begun.set(key, reading);
      return reading;
    });
  };
  return together(readEach, { most: 100 });
}

async function answer<I, O>(calls: readonly Call<I, O>[], run: Run<I, O>): Promise<void> {
  try {
    const results = await run(calls.map(({ item }) => item));
    for (const [index, result] of results.entries()) calls[index]?.resolve(result);
  } catch (error) {
    for (const { reject } of calls) reject(error);
  }
}
