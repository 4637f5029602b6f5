import { setImmediate as nextTurn } from "node:timers/promises";
import { within } from "./within.ts";

/** The next run waits no longer than this for the current one. */
const PATIENCE_MS = 100;

interface Call<I, O> {
  item: I;
  resolve(result: O | Promise<O>): void;
  reject(error: unknown): void;
}

/**
 * Does something for many items. Returns each one's result in order, or a promise of it where one takes longer than the
 * rest.
 */
type Run<I, O> = (items: readonly I[]) => Promise<readonly (O | Promise<O>)[]>;

interface Filling {
  /** The most items that one run is given. */
  most: number;
  /** How many items start a run at once. */
  enough?: number;
  /** How long fewer items wait for more. */
  waitMs?: number;
}

/**
 * Turns a function of many items into a function of one: calls that come shortly after each other, or while a run is
 * under way, share the next run.
 */
export function together<I, O>(
  run: Run<I, O>,
  { most, enough = 1, waitMs = 0 }: Filling,
): (item: I) => Promise<O> {
  const waiting: Call<I, O>[] = [];
  let running = false;
  let called = () => {};

  const fill = async () => {
    // Includes what is asked for in the same turn.
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

/** Shares a read between callers that ask for the same key in one turn. It starts after all of them have asked. */
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
