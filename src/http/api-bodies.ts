import type { IncomingMessage } from "node:http";
import { refusalByHeaders } from "./bearer.ts";
import { type ApiMount, type ApiRefusal, drawRefusal, type MountOf } from "./mounts.ts";
import type { BodyRule, Refusal } from "./receive.ts";

const MAX_BYTES = 256 * 1024;

/** Returns the rules for bodies that API clients may send: up to a size, and with something that looks like a token. */
export function apiBodies(mountOf: MountOf, mounts: readonly ApiMount[]): BodyRule[] {
  return mounts.map((mount) => {
    const { maxBytes = MAX_BYTES } = mount;
    const draw = (request: IncomingMessage, refusal: ApiRefusal | null): Refusal | null =>
      refusal && drawRefusal(request, mount, refusal);
    const tooLarge: ApiRefusal = {
      status: 413,
      code: "too_large",
      detail: `The body is larger than ${maxBytes / 1024} kB. Send less at a time.`,
    };
    return {
      covers: (request) => mountOf(request) === mount,
      maxBytes,
      refusal: (request) => (hasBody(request) ? draw(request, refusalByHeaders(request)) : null),
      tooLarge: (request) => draw(request, tooLarge),
    };
  });
}

function hasBody({ headers }: IncomingMessage): boolean {
  return Number(headers["content-length"]) > 0 || headers["transfer-encoding"] !== undefined;
}
