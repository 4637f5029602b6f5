import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";

const given = /^[\x20-\x7e]{1,128}$/;

const ids = new WeakMap<IncomingMessage, string>();

/** Returns a request's `X-Request-Id`, if that is at most 128 printable characters, or else a new id. */
export function requestIdOf(request: IncomingMessage): string {
  const known = ids.get(request);
  if (known) return known;
  const sent = request.headers["x-request-id"];
  const id = typeof sent === "string" && given.test(sent) ? sent : randomUUID();
  ids.set(request, id);
  return id;
}
