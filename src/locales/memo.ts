/** Creates a value on first use, and keeps it: `Intl` takes milliseconds to load what its first format needs. */
export function memo<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
