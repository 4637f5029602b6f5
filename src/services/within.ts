/**
 * Waits a number of milliseconds for work, which continues regardless. @returns null when it takes longer
 *
 * @throws what the work throws in that time
 */
export async function within<T>(ms: number, work: Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, ms, null);
  });
  return Promise.race([work, patience]).finally(() => clearTimeout(timer));
}
