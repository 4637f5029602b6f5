import { createHmac } from "node:crypto";

/** Signs a request as Slack does (v0), over its timestamp and the body as sent. */
export function sign(secret: string, timestamp: number, body: string): string {
  return `v0=${createHmac("sha256", secret).update(`v0:${timestamp}:${body}`).digest("hex")}`;
}
