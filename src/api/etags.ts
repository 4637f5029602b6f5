/** An opaque tag, weak or strong. A number without quotes means the same as with them. */
const ETAG = /^(?:(?:W\/)?"([\x21\x23-\x7e\x80-\xff]*)"|(\d{1,15}))$/;

/**
 * Lists the ETags that a condition names, without their quotes (RFC 9110, 13.1); an empty one stands for an invalid
 * one. Weak ones are read as strong: a proxy that compresses makes ours weak.
 *
 * @returns null for `*`, which matches any version
 */
export function etagsIn(condition: string): string[] | null {
  if (condition.trim() === "*") return null;
  const listed = (condition.match(/(?:"[^"]*"?|[^",])+/g) ?? []).map((each) => each.trim());
  return listed
    .filter((each) => each !== "")
    .map((each) => {
      const [, quoted, bare] = ETAG.exec(each) ?? [];
      return quoted ?? bare ?? "";
    });
}

/** Tells whether a reader has the current version already, by its If-None-Match (RFC 9110, 13.1.2). */
export function isKnown(ifNoneMatch: string | undefined, etag: string): boolean {
  return ifNoneMatch !== undefined && (etagsIn(ifNoneMatch)?.includes(etag) ?? true);
}
