import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { pathOf } from "./path.ts";

/** For any path without a rule: enough for a form, with room to say in words that it is too long. */
const MAX_BYTES = 64 * 1024;
/** For all bodies together that are still coming in. */
const MAX_UNFINISHED_BYTES = 32 * 1024 * 1024;
/** How many pieces any body may come in. Each costs some microseconds, however few bytes it has. */
const MAX_PIECES = 4_096;
/** Allows another piece for each of these: a slow line delivers packets of at least 536 bytes (RFC 9293, 3.7.1). */
const BYTES_FOR_A_PIECE = 512;
const tooLarge: Refusal = { status: 413, text: "The body is too large." };
const oversized = new WeakSet<IncomingMessage>();

export interface Refusal {
  status: number;
  /** For people who read the sender's log, or a page for a browser. */
  text: string | Buffer;
  /** Plain text by default. */
  headers?: Record<string, string>;
}

/** What bodies some requests may have. */
export interface BodyRule {
  covers(request: IncomingMessage): boolean;
  maxBytes: number;
  /** Refuses a request by its headers, before its body is read; null lets it through. */
  refusal(request: IncomingMessage): Refusal | null;
  /** How a larger body is refused; null, or without this, in plain words. Without a rule, the app refuses it. */
  tooLarge?(request: IncomingMessage): Refusal | null;
}

/** Covers requests by POST to an exact path. */
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

/** Tells whether a request without a rule had a body over the limit, of which nothing was kept. */
export function isOversized(request: IncomingMessage): boolean {
  return oversized.has(request);
}

/** Returns how many bytes came with a request. */
export function bodySizeOf(request: IncomingMessage): number {
  return bodies.get(request)?.length ?? 0;
}

/**
 * Wraps an app so that it sees a request once its body has arrived: slow senders take up only memory, and a bounded
 * amount of it. When the bodies under way exceed that, the one that has been coming in the longest is cut off: others
 * need milliseconds. This doesn't need the sender's address, which behind a proxy is the proxy's. A request that is too
 * large goes to the app without its body if no rule says how to refuse it.
 */
export function receive(app: RequestListener, rules: readonly BodyRule[]): RequestListener {
  /** What has arrived of each body so far, the oldest first. */
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
      // The sender may be a person, who reads pages.
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

/** Collects bytes. Its memory depends on their number alone, however small the pieces are. */
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

/** Answers with a refusal. The rest of a body that is still coming in is discarded, until the request times out. */
export function refuse(response: ServerResponse, { status, text, headers }: Refusal): void {
  response.writeHead(status, {
    "Cache-Control": "no-store",
    "Content-Type": "text/plain; charset=utf-8",
    ...headers,
    "Content-Length": Buffer.byteLength(text),
  });
  response.end(text);
}
