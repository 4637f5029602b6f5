/**
 * Does something a number of times, several at the same time.
 *
 * @param one does it, and returns how many milliseconds count
 */
export async function timed(
  { times, atOnce }: { times: number; atOnce: number },
  one: (n: number) => Promise<number>,
): Promise<number[]> {
  const took: number[] = [];
  let next = 0;
  const worker = async () => {
    while (next < times) took.push(await one(next++));
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return took;
}

/** Measures how long a call takes, in milliseconds. */
export async function ms(call: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await call();
  return performance.now() - began;
}

/** Returns the value that this share of all values does not exceed. */
function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const found = sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
  if (found === undefined) throw new Error("nothing was measured");
  return found;
}

export const p50 = (values: readonly number[]): number => percentile(values, 0.5);
export const p99 = (values: readonly number[]): number => percentile(values, 0.99);
