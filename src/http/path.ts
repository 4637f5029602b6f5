import type { IncomingMessage } from "node:http";

/** What operators ask, above all under overload. */
export const operatorPaths = { process: "/healthz", readiness: "/readyz", metrics: "/metrics" } as const;

/** Returns a request's target without its query, as it was sent: nothing is decoded or resolved. */
export function pathOf({ url = "" }: Pick<IncomingMessage, "url">): string {
  return url.split("?", 1)[0] ?? "";
}
