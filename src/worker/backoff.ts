const FIRST_MS = 5_000;
const LONGEST_MS = 15 * 60_000;

/** How often a job is tried before it is given up: over about an hour. */
export const MAX_ATTEMPTS = 12;

/**
 * Says how long to wait after an attempt that did not work: twice as long each time, up to 15 minutes, less up to half
 * by chance, so that what failed together does not come back together.
 *
 * @param attempt 1 for the first
 * @param atLeastMs what the other side asked for
 */
export function waitAfter(attempt: number, atLeastMs: number, chance: number = Math.random()): number {
  const longest = Math.min(LONGEST_MS, FIRST_MS * 2 ** (attempt - 1));
  return Math.round(atLeastMs + longest * (1 - chance / 2));
}
