/** The last of those who change the same thing in this process, by its name. */
const last = new Map<string, Promise<unknown>>();

/**
 * Carries out changes of the same thing one after the other. Transactions that meet start anew: many at once would take
 * much longer, and those that come last no time would be left for. Other processes meet as before.
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
