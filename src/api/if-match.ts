import type { Request } from "express";
import type { Answer } from "./endpoint.ts";
import { isOvertaken, RequestRefused } from "./problem.ts";
import { badHeader } from "./read-request.ts";

/** Each is tried in turn. */
const MAX_ETAGS = 10;

/** Reads the versions in If-Match, of which one has to be there (RFC 9110, 13.1.1); null without it, or where any will do. */
export function ifMatchOf({ headers }: Pick<Request, "headers">, taken: boolean): string[] | null {
  const given = headers["if-match"];
  if (given === undefined || given.trim() === "*") return null;
  if (!taken) throw badHeader("If-Match", "has no meaning here: what this is about has no version");
  const etags = (given.match(/(?:"[^"]*"?|[^",])+/g) ?? []).map((etag) => etag.trim());
  const versions = new Set(etags.filter((etag) => etag !== "").map(versionIn));
  if (versions.size === 0) throw badHeader("If-Match", "names no ETag");
  if (versions.size > MAX_ETAGS) throw badHeader("If-Match", `names more than ${MAX_ETAGS} ETags`);
  return [...versions];
}

function versionIn(etag: string): string {
  // Who leaves the quotes of a number out means the same. A proxy that compresses makes an ETag weak: ours stay as exact.
  const [, quoted, bare] = /^(?:(?:W\/)?"([\x21\x23-\x7e]{1,200})"|(\d{1,15}))$/.exec(etag) ?? [];
  const version = quoted ?? bare;
  if (version === undefined) throw badHeader("If-Match", 'must be an ETag that you were given, such as "7"');
  return version;
}

/** Does what expects a version, at the first of these that is there: what is refused because somebody was first changed nothing. */
export async function atOneOf<T>(
  versions: readonly string[] | null,
  work: (version: string | undefined) => Promise<T>,
): Promise<T> {
  const [version, ...others] = versions ?? [];
  try {
    return await work(version);
  } catch (error) {
    if (others.length === 0 || !isOvertaken(error)) throw error;
    return atOneOf(others, work);
  }
}

/** Refuses to show another version than the reader wants. */
export function refuseOthers(versions: readonly string[], { version }: Answer): void {
  if (versions.includes(String(version))) return;
  throw new RequestRefused({
    status: 412,
    code: "other_version",
    detail: "What is there is none of the versions in If-Match. Leave it out to read what is there.",
  });
}
