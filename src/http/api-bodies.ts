import type { IncomingMessage } from "node:http";
import { refusalByHeaders } from "./bearer.ts";
import { type ApiRefusal, drawRefusal, type MountOf } from "./mounts.ts";
import type { BodyRule, Refusal } from "./receive.ts";

const MAX_KB = 256;

const tooLarge: ApiRefusal = {
  status: 413,
  code: "too_large",
  detail: `The body is larger than ${MAX_KB} kB. Send less at a time.`,
};

/** Says what API clients may send: bodies of up to 256 kB, with what looks like a token of theirs. */
export function apiBodies(mountOf: MountOf): BodyRule {
  const draw = (request: IncomingMessage, refusal: ApiRefusal | null): Refusal | null => {
    const mount = mountOf(request);
    return refusal && mount ? drawRefusal(request, mount, refusal) : null;
  };
  return {
    covers: (request) => mountOf(request) !== undefined,
    maxBytes: MAX_KB * 1024,
    refusal: (request) => (hasBody(request) ? draw(request, refusalByHeaders(request)) : null),
    tooLarge: (request) => draw(request, tooLarge),
  };
}

function hasBody({ headers }: IncomingMessage): boolean {
  return Number(headers["content-length"]) > 0 || headers["transfer-encoding"] !== undefined;
}
