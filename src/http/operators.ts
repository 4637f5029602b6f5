import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { pathOf } from "./path.ts";

/** The paths that operators ask, above all under overload. */
export const operatorPaths = { process: "/healthz", readiness: "/readyz", metrics: "/metrics" } as const;

/** Tells whether a request is an operator's. */
export type IsOperators = (request: IncomingMessage) => boolean;

/**
 * Recognises operators' requests: GET, at the exact paths, alone or under `basePath`; metrics only with the token.
 *
 * @param basePath such as /iam, or /
 */
export function operatorRequests(basePath: string, metricsToken: string | undefined): IsOperators {
  const base = basePath.replace(/\/$/, "");
  const at = (path: string) => [path, base + path];
  const health = new Set([...at(operatorPaths.process), ...at(operatorPaths.readiness)]);
  const metrics = new Set(at(operatorPaths.metrics));
  return (request) => {
    if (request.method !== "GET") return false;
    const path = pathOf(request);
    return health.has(path) || (metrics.has(path) && hasToken(request, metricsToken));
  };
}

/** Tells whether a request carries the token; none does if no token is configured. */
export function hasToken({ headers }: IncomingMessage, token: string | undefined): boolean {
  const { authorization } = headers;
  if (!token || authorization === undefined) return false;
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(authorization), digest(`Bearer ${token}`));
}
