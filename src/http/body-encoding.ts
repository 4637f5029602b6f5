import type { IncomingHttpHeaders } from "node:http";

/** Tells whether a body came as it is, not compressed. Codings are the same in any case (RFC 9110, section 8.4.1). */
export function isUncompressed({ "content-encoding": coding = "identity" }: IncomingHttpHeaders): boolean {
  return coding.toLowerCase() === "identity";
}

/** Tells whether a body is text in UTF-8, not compressed; where no charset is named, it is. */
export function isPlainUtf8(headers: IncomingHttpHeaders): boolean {
  const [, charset = "utf-8"] = /;\s*charset="?([^";\s]+)/i.exec(headers["content-type"] ?? "") ?? [];
  return isUncompressed(headers) && /^utf-?8$/i.test(charset);
}
