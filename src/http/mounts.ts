import type { IncomingMessage } from "node:http";
import { pathOf } from "./path.ts";
import type { Refusal } from "./receive.ts";
import { requestIdOf } from "./request-id.ts";

/** Why an API client is refused: a code for programs, a sentence for people. */
export interface ApiRefusal {
  status: number;
  code: string;
  detail: string;
  headers?: Record<string, string> | undefined;
}

/** An API: a path and all below it, and how it draws a refusal. */
export interface ApiMount {
  /** Such as /api/v1. */
  path: string;
  /** The largest body, 256 kB by default. */
  maxBytes?: number;
  draw(refusal: ApiRefusal): { type: string; body: string };
}

/** Finds the API that a request is for. */
export type MountOf = (request: IncomingMessage) => ApiMount | undefined;

/**
 * Finds APIs by the path as it was sent, alone or under `basePath`: a proxy may keep PUBLIC_URL's path, or strip it. Of
 * two that cover a path, the first one counts.
 *
 * @param basePath such as /iam, or /
 */
export function mountsAt(basePath: string, mounts: readonly ApiMount[]): MountOf {
  return (request) => {
    const path = localPath(request, basePath);
    return mounts.find((mount) => path === mount.path || path.startsWith(`${mount.path}/`));
  };
}

/** Returns a request's path as it was sent, without `basePath`. */
function localPath(request: Pick<IncomingMessage, "url">, basePath: string): string {
  const base = basePath.replace(/\/$/, "");
  const path = pathOf(request);
  return base !== "" && path.startsWith(`${base}/`) ? path.slice(base.length) : path;
}

/** Draws a refusal in the format of the API that the request is for. */
export function drawRefusal(
  request: IncomingMessage,
  mount: ApiMount,
  { headers, ...refusal }: ApiRefusal,
): Refusal {
  const { type, body } = mount.draw(refusal);
  return {
    status: refusal.status,
    text: body,
    headers: { "Content-Type": type, "X-Request-Id": requestIdOf(request), ...headers },
  };
}
