import type { IncomingHttpHeaders } from "node:http";

/** Tells whether a body came uncompressed. Codings are case-insensitive (RFC 9110, section 8.4.1). */
export function isUncompressed({ "content-encoding": coding = "identity" }: IncomingHttpHeaders): boolean {
  return coding.toLowerCase() === "identity";
}

/** Tells whether a body is uncompressed UTF-8 text, which is also assumed if no charset is named. */
export function isPlainUtf8(headers: IncomingHttpHeaders): boolean {
  const [, charset = "utf-8"] = /;\s*charset="?([^";\s]+)/i.exec(headers["content-type"] ?? "") ?? [];
  return isUncompressed(headers) && /^utf-?8$/i.test(charset);
}
