/** Matches nothing, as no version is this low. */
const NONE = 0;

/** Reads the version that a change expects; undefined if it names none. An ETag that can't be ours matches nothing. */
export function expectedVersion(ifMatch: string | undefined): number | undefined {
  if (ifMatch === undefined) return undefined;
  return /^[1-9]\d{0,8}$/.test(ifMatch) ? Number(ifMatch) : NONE;
}
