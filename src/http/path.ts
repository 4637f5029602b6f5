import type { IncomingMessage } from "node:http";

/** Returns a request's target without its query, as it was sent: nothing is decoded or resolved. */
export function pathOf({ url = "" }: Pick<IncomingMessage, "url">): string {
  return url.split("?", 1)[0] ?? "";
}
