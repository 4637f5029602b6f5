const FIRST_MS = 5_000;
const LONGEST_MS = 15 * 60_000;

/** How often a job is tried before we give up: over about an hour. */
export const MAX_ATTEMPTS = 12;

/**
 * Returns how long to wait after a failed attempt: twice as long each time, up to 15 minutes, minus a random part of up
 * to half, so that jobs that failed together don't all come back at once.
 *
 * @param attempt 1 for the first
 * @param atLeastMs what the other side asked for
 */
export function waitAfter(attempt: number, atLeastMs: number, chance: number = Math.random()): number {
  const longest = Math.min(LONGEST_MS, FIRST_MS * 2 ** (attempt - 1));
  return Math.round(atLeastMs + longest * (1 - chance / 2));
}
