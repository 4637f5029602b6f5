/**
 * Writes again and again, one after the other, until it is told to stop.
 *
 * @param write is given how many came before
 * @returns tells it to stop, and says how many there were
 */
export function keepWriting(write: (count: number) => Promise<unknown>): () => Promise<number> {
  let stopped = false;
  const written = (async () => {
    let count = 0;
    for (; !stopped; count += 1) await write(count);
    return count;
  })();
  // Of a test that fails nobody asks.
  written.catch(() => undefined);
  return () => {
    stopped = true;
    return written;
  };
}
