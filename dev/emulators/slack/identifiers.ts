import { randomBytes } from "node:crypto";

/** Creates a new id in Slack's form, such as `U0A4X81P7K3`, unique even across runs. */
export function newId(prefix: string): string {
  const letters = Array.from(randomBytes(8), (byte) => (byte % 36).toString(36));
  return `${prefix}0A${letters.join("").toUpperCase()}`;
}

/** Creates a new id for a block or an action that the app left unnamed. */
export function newShortId(): string {
  return randomBytes(4).toString("base64url").slice(0, 5);
}

/** Creates a new view hash: seconds, a dot, eight hex digits. */
export function newHash(): string {
  return `${Math.floor(Date.now() / 1000)}.${randomBytes(4).toString("hex")}`;
}

let lastStamp = 0;

/**
 * Returns a message's timestamp, which is its id within a channel; later ones are always greater.
 *
 * @param ms when it was written, in milliseconds since 1970
 */
export function newTimestamp(ms = Date.now()): string {
  lastStamp = Math.max(lastStamp + 1, Math.floor(ms) * 1000);
  return (lastStamp / 1_000_000).toFixed(6);
}
