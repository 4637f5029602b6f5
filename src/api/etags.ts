/** An opaque tag, weak or strong. Who leaves the quotes of a number out means the same. */
const ETAG = /^(?:(?:W\/)?"([\x21\x23-\x7e\x80-\xff]*)"|(\d{1,15}))$/;

/**
 * Lists the ETags that a condition names, without their quotes (RFC 9110, 13.1); an empty one stands for
 * what is none. Weak ones are read as strong: a proxy that compresses makes ours weak.
 *
 * @returns null for `*`, which any version is
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

/** Tells whether a reader has what is there already, by its If-None-Match (RFC 9110, 13.1.2). */
export function isKnown(ifNoneMatch: string | undefined, etag: string): boolean {
  return ifNoneMatch !== undefined && (etagsIn(ifNoneMatch)?.includes(etag) ?? true);
}
