import { createHmac } from "node:crypto";
import { signingKey } from "../services/webhooks/secret.ts";

/**
 * Signs a body as Standard Webhooks 1.0 specifies: HMAC-SHA256 over `id.timestamp.body`, once with each secret.
 *
 * @param at seconds since 1970
 */
export function signatureHeaders(
  id: string,
  at: number,
  body: string,
  secrets: readonly string[],
): Record<string, string> {
  const signatures = secrets.map((secret) => {
    const mac = createHmac("sha256", signingKey(secret)).update(`${id}.${at}.${body}`);
    return `v1,${mac.digest("base64")}`;
  });
  return {
    "webhook-id": id,
    "webhook-timestamp": String(at),
    "webhook-signature": signatures.join(" "),
  };
}
