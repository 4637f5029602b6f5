import type { IncomingMessage } from "node:http";

/**
 * Finds the address a request came from, as Express does: trusts the addresses noted by the last `trustProxy` proxies.
 */
export function addressOf({ socket, headers }: IncomingMessage, trustProxy: number): string {
  const own = socket.remoteAddress ?? "";
  if (trustProxy === 0) return own;
  const noted = [headers["x-forwarded-for"] ?? []]
    .flat()
    .join(",")
    .split(",")
    .map((each) => each.trim());
  const known = noted.filter((each) => each !== "").reverse();
  return [own, ...known].slice(0, trustProxy + 1).at(-1) ?? own;
}
