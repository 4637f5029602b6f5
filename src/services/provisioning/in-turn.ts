/** The last change in line for each thing in this process, by its name. */
const last = new Map<string, Promise<unknown>>();

/**
 * Makes changes of the same thing one after the other. Transactions that conflict start over: many at once would take
 * much longer, and the last would run out of time. Those of other processes may still conflict.
 */
export async function inTurn<T>(name: string, change: () => Promise<T>): Promise<T> {
  const before = last.get(name) ?? Promise.resolve();
  const mine = before.then(change, change);
  last.set(name, mine);
  try {
    return await mine;
  } finally {
    if (last.get(name) === mine) last.delete(name);
  }
}
