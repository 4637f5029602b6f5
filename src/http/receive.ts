import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { pathOf } from "./path.ts";

/** Of any path without a rule: a form, and room to be told in words that it is too long. */
const MAX_BYTES = 64 * 1024;
/** Of all bodies that are still coming in. */
const MAX_UNFINISHED_BYTES = 32 * 1024 * 1024;
/** Pieces in which any body may come. Each costs some microseconds, of however few bytes it is. */
const MAX_PIECES = 4_096;
/** For each of these, one piece more: a slow line brings a large file packet by packet, of 536 bytes at least (RFC 9293, 3.7.1). */
const BYTES_FOR_A_PIECE = 512;
const tooLarge: Refusal = { status: 413, text: "The body is too large." };
const oversized = new WeakSet<IncomingMessage>();

export interface Refusal {
  status: number;
  /** For whoever looks into the sender's log. */
  text: string;
  /** Plain text, unless they say otherwise. */
  headers?: Record<string, string>;
}

/** What some requests may bring. */
export interface BodyRule {
  covers(request: IncomingMessage): boolean;
  maxBytes: number;
  /** Refuses a request by its headers, before its body is read; null lets it come. */
  refusal(request: IncomingMessage): Refusal | null;
  /** How it is refused what is larger; null, or without this, in plain words. Without a rule, the app refuses it. */
  tooLarge?(request: IncomingMessage): Refusal | null;
}

/** Covers what is sent by POST to an exact path. */
export function postTo(path: string): BodyRule["covers"] {
  return (request) => request.method === "POST" && pathOf(request) === path;
}

const bodies = new WeakMap<IncomingMessage, Buffer>();

/** Returns the body that came with a request. */
export function bodyOf(request: IncomingMessage): Buffer {
  const body = bodies.get(request);
  if (!body) throw new Error("this request did not pass `receive`");
  return body;
}

/** Tells whether the body of a request is larger than any without a rule may be: none of it was kept. */
export function isOversized(request: IncomingMessage): boolean {
  return oversized.has(request);
}

/** Returns how many bytes came with a request. */
export function bodySizeOf(request: IncomingMessage): number {
  return bodies.get(request)?.length ?? 0;
}

/**
 * Wraps an app so that it sees a request once its body is here: whoever sends slowly takes up nothing but memory, and
 * of that a bounded amount. When all bodies under way exceed it, the one that has been coming in longest is cut off:
 * others need milliseconds. That needs no address of the sender, which behind a proxy is the proxy's. What is too large
 * is handed to the app without its body where no rule says how it is refused.
 */
export function receive(app: RequestListener, rules: readonly BodyRule[]): RequestListener {
  /** What came of each so far, the oldest first. */
  const unfinished = new Map<IncomingMessage, GrowingBuffer>();
  let total = 0;
  const leave = (request: IncomingMessage) => {
    const body = unfinished.get(request);
    unfinished.delete(request);
    total -= body?.capacity ?? 0;
    return body;
  };
  const makeRoom = () => {
    const [oldest] = unfinished.keys();
    if (!oldest || total <= MAX_UNFINISHED_BYTES) return;
    leave(oldest);
    oldest.destroy();
  };

  return (request, response) => {
    const rule = rules.find(({ covers }) => covers(request));
    const maxBytes = rule?.maxBytes ?? MAX_BYTES;
    const refuseSize = () => {
      if (rule) return refuse(response, rule.tooLarge?.(request) ?? tooLarge);
      // Whoever sent it may be a person, who reads pages.
      oversized.add(request);
      app(request, response);
    };
    let pieces = 0;
    request.on("data", (piece: Buffer) => {
      pieces += 1;
      const body = unfinished.get(request);
      if (pieces > MAX_PIECES + (body?.size ?? 0) / BYTES_FOR_A_PIECE) return request.destroy();
      if (!body) return;
      if (body.size + piece.length > maxBytes) {
        leave(request);
        return refuseSize();
      }
      total += body.append(piece);
      makeRoom();
    });
    request.once("end", () => {
      const body = leave(request);
      if (!body) return;
      bodies.set(request, body.content);
      app(request, response);
    });
    request.once("close", () => leave(request));

    const refused = rule?.refusal(request);
    if (refused) refuse(response, refused);
    else if (Number(request.headers["content-length"]) > maxBytes) refuseSize();
    else unfinished.set(request, new GrowingBuffer());
  };
}

/** Bytes one after the other, whose number bounds its memory however small the pieces are. */
class GrowingBuffer {
  size = 0;
  #bytes = Buffer.alloc(0);

  get capacity(): number {
    return this.#bytes.length;
  }

  get content(): Buffer {
    return this.#bytes.subarray(0, this.size);
  }

  /** @returns by how much the capacity grew */
  append(piece: Buffer): number {
    const before = this.capacity;
    const size = this.size + piece.length;
    if (size > before) this.#bytes = Buffer.concat([this.content], Math.max(size, 2 * before));
    piece.copy(this.#bytes, this.size);
    this.size = size;
    return this.capacity - before;
  }
}

/** Answers with a refusal. Of a body that is still coming in, what else comes is discarded, until the request's time is up. */
export function refuse(response: ServerResponse, { status, text, headers }: Refusal): void {
  response.writeHead(status, {
    "Cache-Control": "no-store",
    "Content-Type": "text/plain; charset=utf-8",
    ...headers,
    "Content-Length": Buffer.byteLength(text),
  });
  response.end(text);
}
