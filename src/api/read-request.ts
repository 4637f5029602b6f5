import type { Request } from "express";
import { isPlainUtf8, isUncompressed } from "../http/body-encoding.ts";
import { bodyOf } from "../http/receive.ts";
import { beginningOf } from "../services/cut-off.ts";
import type { SentFile } from "./endpoint.ts";
import { RequestRefused, unreadable } from "./problem.ts";

const LONGEST_KEY = 255;
/** NUL, and half of a surrogate pair, which UTF-8 can't encode: a different character would be stored. */
const NO_TEXT = /[\0\p{Cs}]/u;
/** JSON can only contain them as escapes. */
const ESCAPED_NO_TEXT = /\\u(?:0000|d[89a-f])/i;

/** Reads a request's query: each parameter once, unless the endpoint accepts it several times. */
export function queryOf({ url }: Pick<Request, "url">, lists: ReadonlySet<string>) {
  const start = url.indexOf("?");
  const query = new Map<string, string | string[]>();
  for (const pair of start < 0 ? [] : url.slice(start + 1).split("&")) {
    if (pair === "") continue;
    const [name = "", ...value] = pair.split("=");
    const [field, text] = [decoded(name), decoded(value.join("="))];
    if (NO_TEXT.test(text)) throw noText("query", field);
    const before = query.get(field);
    if (lists.has(field)) query.set(field, [...(before ?? []), text]);
    else if (before === undefined) query.set(field, text);
    else
      throw unreadable([{ in: "query", field: beginningOf(field, 100), detail: "is given more than once" }]);
  }
  return Object.fromEntries(query);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    throw unreadable([{ in: "query", field: "", detail: "The query is not percent-encoded UTF-8." }]);
  }
}

/**
 * Reads the JSON that came with a request.
 *
 * @param mayBeMissing reads a missing body as an empty object
 */
export function jsonOf(request: Request, mayBeMissing: boolean): unknown {
  const bytes = bodyOf(request);
  if (bytes.length === 0 && mayBeMissing) return {};
  if (bytes.length === 0)
    throw unreadable([{ in: "body", field: "", detail: "The body is missing. Send JSON." }]);
  if (!request.is("application/json") || !isPlainUtf8(request.headers))
    throw new RequestRefused({
      status: 415,
      code: "not_json",
      detail: "Send uncompressed JSON in UTF-8, as Content-Type: application/json.",
    });
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    const value: unknown = JSON.parse(text);
    if (ESCAPED_NO_TEXT.test(text)) refuseNoText(value);
    return value;
  } catch (error) {
    if (error instanceof RequestRefused) throw error;
    throw unreadable([{ in: "body", field: "", detail: "The body is not JSON in UTF-8." }]);
  }
}

/**
 * Refuses a body for a change that takes none: the client would believe it was applied. Some clients send an empty
 * object.
 */
export function refuseBody(request: Request): void {
  if (/^\s*(?:\{\s*\}\s*)?$/.test(bodyOf(request).toString())) return;
  throw unreadable([{ in: "body", field: "", detail: "This takes no body. Leave it out." }]);
}

/** Reads the file that came with a request. */
export function fileOf(request: Request, types: readonly string[]): SentFile {
  const type = request.is([...types]);
  if (!type || !isUncompressed(request.headers))
    throw new RequestRefused({
      status: 415,
      code: "unsupported_file",
      detail: `Send the file uncompressed, as Content-Type: ${types.join(", or ")}.`,
    });
  return { type, bytes: bodyOf(request) };
}

/** Refuses a value that contains invalid text, and names where. */
function refuseNoText(value: unknown, field = ""): void {
  if (typeof value === "string" && NO_TEXT.test(value)) throw noText("body", field);
  if (typeof value !== "object" || value === null) return;
  for (const [name, part] of Object.entries(value)) refuseNoText(part, field ? `${field}.${name}` : name);
}

function noText(place: "body" | "query", field: string): RequestRefused {
  const detail = "contains NUL, or half of a surrogate pair";
  return unreadable([{ in: place, field: beginningOf(field, 100), detail }]);
}

/** Refuses a client that does not accept the answer's type. */
export function checkAccept(request: Request, type = "application/json"): void {
  const { accept } = request.headers;
  if (!accept || accept === "*/*" || accept === type) return;
  const isJson = type === "application/json";
  if (takesAny(accept, isJson ? [type, "application/problem+json"] : [type])) return;
  throw new RequestRefused({
    status: 406,
    code: "not_acceptable",
    detail: `Answers are ${isJson ? "JSON" : "CSV"}. Send Accept: ${type}, or none.`,
  });
}

/**
 * Tells whether an Accept header covers one of these types: the most specific range decides. Parameters other than `q`
 * don't count: `application/json; charset=utf-8` is JSON.
 */
export function takesAny(accept: string, types: readonly string[]): boolean {
  const ranges = accept
    .toLowerCase()
    .split(",")
    .map((range) => {
      const [type = "", ...parameters] = range.split(";").map((part) => part.trim());
      return { type, isTaken: !parameters.some((each) => /^q=0(?:\.0*)?$/.test(each)) };
    });
  return types.some((taken) => {
    const covering = [taken, taken.replace(/\/.*/, "/*"), "*/*"].map((each) =>
      ranges.find(({ type }) => type === each),
    );
    return covering.find((range) => range !== undefined)?.isTaken;
  });
}

/** Tells whether a request can have an Idempotency-Key: not where the method can be repeated without one. */
export const isKeyed = (method: string): boolean => method === "POST" || method === "PATCH";

/** Reads the Idempotency-Key; null without one. */
export function idempotencyKeyOf({ method, headers }: Pick<Request, "method" | "headers">): string | null {
  const key = headers["idempotency-key"];
  if (key === undefined || !isKeyed(method)) return null;
  if (typeof key !== "string" || key === "" || key.length > LONGEST_KEY || !/^[\x20-\x7e]+$/.test(key))
    throw badHeader("Idempotency-Key", `must be 1 to ${LONGEST_KEY} printable ASCII characters`);
  return key;
}

/** Refuses a header that can't be read. */
export function badHeader(field: string, detail: string): RequestRefused {
  return unreadable([{ in: "header", field, detail }]);
}
