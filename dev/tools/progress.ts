import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";

/** Receives a log, line by line. */
export type Log = (line: string) => void;

const patience = 2_000;

/**
 * Does the work. If it takes longer than two seconds, says so, then says every two seconds how far it is.
 *
 * @param howFar such as "12 of 42 MB"; the elapsed seconds by default
 */
export async function saying<T>(
  log: Log,
  what: string,
  work: () => Promise<T>,
  howFar?: () => Promise<string>,
): Promise<T> {
  const began = performance.now();
  const timer = setInterval(async () => {
    const seconds = Math.round((performance.now() - began) / 1000);
    const far = await howFar?.().catch(() => undefined);
    log(`${what}: ${far ?? `${seconds} s`} …`);
  }, patience);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}

/** Returns the seconds since `began` (a time of `performance.now()`), such as "1.2 s". */
export function secondsSince(began: number): string {
  return `${((performance.now() - began) / 1000).toFixed(1)} s`;
}

/** Measures a folder's size, to show how far a download is. */
export async function folderMegabytes(folder: string): Promise<number> {
  let bytes = 0;
  for (const entry of await readdir(folder, { recursive: true })) {
    const found = await stat(join(folder, entry)).catch(() => undefined);
    if (found?.isFile()) bytes += found.size;
  }
  return Math.round(bytes / 1_000_000);
}
