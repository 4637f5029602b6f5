import { createHash } from "node:crypto";
import type { Request } from "express";
import { etagsIn } from "./etags.ts";
import { isOvertaken, RequestRefused } from "./problem.ts";
import { badHeader } from "./read-request.ts";

/** Because each is tried in turn. */
const MAX_ETAGS = 10;

/** Reads the ETags in If-Match, one of which must be current (RFC 9110, 13.1.1); null without it, or if any will do. */
export function ifMatchOf({ headers }: Pick<Request, "headers">, taken: boolean): string[] | null {
  const given = headers["if-match"];
  const etags = given === undefined ? null : etagsIn(given);
  if (etags === null) return null;
  if (!taken) throw badHeader("If-Match", "has no meaning here, as this has no version");
  const named = new Set(etags.map(checked));
  if (named.size === 0) throw badHeader("If-Match", "must name an ETag");
  if (named.size > MAX_ETAGS) throw badHeader("If-Match", `names more than ${MAX_ETAGS} ETags`);
  return [...named];
}

function checked(etag: string): string {
  if (etag) return etag;
  throw badHeader("If-Match", 'must be an ETag that you were given, such as "7"');
}

/** Refuses If-None-Match with a change, which would be made whatever the header says. */
export function refuseIfNoneMatch({ headers }: Pick<Request, "headers">): void {
  if (headers["if-none-match"] === undefined) return;
  throw badHeader("If-None-Match", "is only for GET. A change takes If-Match");
}

/**
 * Returns the ETag of an answer: its version, and a digest of the body, parts of which change without a new version.
 */
export function etagOf(version: string | number, body: string): string {
  if (body === "") return String(version);
  return `${version}.${createHash("sha256").update(body).digest("base64url").slice(0, 16)}`;
}

const versionIn = (etag: string) => etag.replace(/\.[\w-]{16}$/, "");

/**
 * Makes a change with the first of these ETags that is current: an attempt that fails because somebody was first
 * changes nothing.
 */
export async function atOneOf<T>(
  etags: readonly string[] | null,
  work: (version: string | undefined) => Promise<T>,
): Promise<T> {
  const [etag, ...others] = etags ?? [];
  try {
    return await work(etag === undefined ? undefined : versionIn(etag));
  } catch (error) {
    if (others.length === 0 || !isOvertaken(error)) throw error;
    return atOneOf(others, work);
  }
}

/** Refuses to show anything but the ETags that the reader wants; a version alone matches, whatever the digest. */
export function refuseOthers(etags: readonly string[], etag: string): void {
  if (etags.includes(etag) || etags.includes(versionIn(etag))) return;
  throw new RequestRefused({
    status: 412,
    code: "other_version",
    detail: "The current version is none of those in If-Match. Leave the header out to read it.",
  });
}
