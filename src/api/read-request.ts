import type { Request } from "express";
import { bodyOf } from "../http/receive.ts";
import { RequestRefused, unreadable } from "./problem.ts";

const LONGEST_KEY = 255;

/** Reads a request's query: each parameter once, unless the endpoint takes it several times. */
export function queryOf({ url }: Pick<Request, "url">, lists: ReadonlySet<string>) {
  const start = url.indexOf("?");
  const query = new Map<string, string | string[]>();
  for (const pair of start < 0 ? [] : url.slice(start + 1).split("&")) {
    if (pair === "") continue;
    const [name = "", ...value] = pair.split("=");
    const [field, text] = [decoded(name), decoded(value.join("="))];
    const before = query.get(field);
    if (lists.has(field)) query.set(field, [...(before ?? []), text]);
    else if (before === undefined) query.set(field, text);
    else throw unreadable([{ in: "query", field: field.slice(0, 100), detail: "is there more than once" }]);
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

/** Reads the JSON that came with a request. */
export function jsonOf(request: Request): unknown {
  const bytes = bodyOf(request);
  if (bytes.length === 0)
    throw unreadable([{ in: "body", field: "", detail: "The body is missing. Send JSON." }]);
  const charset = /;\s*charset="?([^";\s]+)/i.exec(request.headers["content-type"] ?? "")?.[1] ?? "utf-8";
  const encoding = request.headers["content-encoding"] ?? "identity";
  if (!request.is("application/json") || charset.toLowerCase() !== "utf-8" || encoding !== "identity")
    throw new RequestRefused({
      status: 415,
      code: "not_json",
      detail: "Send JSON in UTF-8, not compressed, as Content-Type: application/json.",
    });
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw unreadable([{ in: "body", field: "", detail: "The body is not JSON in UTF-8." }]);
  }
}

/** Refuses who does not take JSON. */
export function checkAccept(request: Request): void {
  const { accept } = request.headers;
  if (accept === undefined || accept === "*/*" || accept === "application/json") return;
  if (request.accepts("application/json", "application/problem+json")) return;
  throw new RequestRefused({
    status: 406,
    code: "not_acceptable",
    detail: "Answers are JSON. Send Accept: application/json, or none.",
  });
}

/** Reads the version in If-Match; undefined where there is none, or any will do. */
export function ifMatchOf({ headers }: Pick<Request, "headers">, taken: boolean): string | undefined {
  const given = headers["if-match"];
  if (given === undefined) return undefined;
  if (!taken) throw badHeader("If-Match", "has no meaning here: what this changes has no version");
  if (given.trim() === "*") return undefined;
  // Who leaves the quotes of a number out means the same.
  const [, quoted, bare] = /^(?:"([\x21\x23-\x7e]{1,200})"|(\d{1,15}))$/.exec(given.trim()) ?? [];
  const version = quoted ?? bare;
  if (version === undefined) throw badHeader("If-Match", 'must be an ETag that you were given, such as "7"');
  return version;
}

/** Reads the Idempotency-Key; null without one. */
export function idempotencyKeyOf({ method, headers }: Pick<Request, "method" | "headers">): string | null {
  const key = headers["idempotency-key"];
  if (key === undefined || method !== "POST") return null;
  if (typeof key !== "string" || key === "" || key.length > LONGEST_KEY || !/^[\x20-\x7e]+$/.test(key))
    throw badHeader("Idempotency-Key", `must be 1 to ${LONGEST_KEY} printable ASCII characters`);
  return key;
}

function badHeader(field: string, detail: string): RequestRefused {
  return unreadable([{ in: "header", field, detail }]);
}
