/**
 * Keeps writing, one write after the other, until it is told to stop.
 *
 * @param write is called with the number of writes so far
 * @returns a function that stops it, and returns how many there were
 */
export function keepWriting(write: (count: number) => Promise<unknown>): () => Promise<number> {
  let stopped = false;
  const written = (async () => {
    let count = 0;
    for (; !stopped; count += 1) await write(count);
    return count;
  })();
  // Nobody awaits it if the test fails.
  written.catch(() => undefined);
  return () => {
    stopped = true;
    return written;
  };
}
