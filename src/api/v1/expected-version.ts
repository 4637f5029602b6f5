/** No version is so low: nothing matches it. */
const NONE = 0;

/** Reads the version that a change expects; undefined where it names none. What no ETag of ours can be matches nothing. */
export function expectedVersion(ifMatch: string | undefined): number | undefined {
  if (ifMatch === undefined) return undefined;
  return /^[1-9]\d{0,8}$/.test(ifMatch) ? Number(ifMatch) : NONE;
}
