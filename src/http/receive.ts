import type { IncomingHttpHeaders, IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { pathOf } from "./path.ts";

/** Of any path without a rule: a form, and room to be told in words that it is too long. */
const MAX_BYTES = 64 * 1024;
/** Of all bodies that are still coming in. */
const MAX_UNFINISHED_BYTES = 32 * 1024 * 1024;
const tooLarge: Refusal = { status: 413, text: "The body is too large." };

export interface Refusal {
  status: number;
  /** For whoever looks into the sender's log. */
  text: string;
}

/** What a path takes by POST. */
export interface BodyRule {
  /** The exact path. */
  path: string;
  maxBytes: number;
  /** Refuses a request by its headers, before its body is read; null lets it come. */
  refusal(headers: IncomingHttpHeaders): Refusal | null;
}

const bodies = new WeakMap<IncomingMessage, Buffer>();

/** Returns the body that came with a request. */
export function bodyOf(request: IncomingMessage): Buffer {
  const body = bodies.get(request);
  if (!body) throw new Error("this request did not pass `receive`");
  return body;
}

/**
 * Wraps an app so that it sees a request once its body is here: whoever sends slowly takes up nothing but memory, and
 * of that a bounded amount. When all bodies under way exceed it, the one that has been coming in longest is cut off:
 * others need milliseconds. That needs no address of the sender, which behind a proxy is the proxy's.
 */
export function receive(app: RequestListener, rules: readonly BodyRule[]): RequestListener {
  /** Their bytes so far, the oldest first. */
  const unfinished = new Map<IncomingMessage, number>();
  let total = 0;
  const leave = (request: IncomingMessage) => {
    total -= unfinished.get(request) ?? 0;
    return unfinished.delete(request);
  };

  return (request, response) => {
    const rule = request.method === "POST" ? rules.find(({ path }) => path === pathOf(request)) : undefined;
    const { maxBytes, refusal } = { maxBytes: MAX_BYTES, refusal: () => null, ...rule };
    const isLarge = Number(request.headers["content-length"]) > maxBytes;
    const refused = refusal(request.headers) ?? (isLarge ? tooLarge : null);
    if (refused) return refuse(response, refused);

    const chunks: Buffer[] = [];
    unfinished.set(request, 0);
    request.on("data", (chunk: Buffer) => {
      const before = unfinished.get(request);
      if (before === undefined) return;
      if (before + chunk.length > maxBytes) {
        leave(request);
        chunks.length = 0;
        return refuse(response, tooLarge);
      }
      chunks.push(chunk);
      unfinished.set(request, before + chunk.length);
      total += chunk.length;
      const [oldest] = unfinished.keys();
      if (!oldest || total <= MAX_UNFINISHED_BYTES) return;
      leave(oldest);
      oldest.destroy();
    });
    request.once("end", () => {
      if (!leave(request)) return;
      bodies.set(request, Buffer.concat(chunks));
      app(request, response);
    });
    request.once("close", () => leave(request));
  };
}

/** Answers before the body's end. Node discards what else comes, until the request's time is up. */
function refuse(response: ServerResponse, { status, text }: Refusal): void {
  response.writeHead(status, {
    "Cache-Control": "no-store",
    "Content-Type": "text/plain; charset=utf-8",
    "Content-Length": Buffer.byteLength(text),
  });
  response.end(text);
}
