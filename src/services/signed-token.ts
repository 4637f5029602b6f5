import { createHmac, timingSafeEqual } from "node:crypto";
import * as z from "zod";
import { objectId } from "./object-id.ts";

/** What a token is for: an invite's token opens nothing else. */
type Audience = "invite" | "confirmation";

export interface LinkKey {
  id: string;
  secret: Uint8Array;
}

/** What a token identifies: one generation of something. */
interface Claims {
  id: string;
  generation: number;
}

/**
 * Signs a token (JWS, HS256). The same generation always has the same token.
 *
 * @param keyId the key that the generation was written with
 * @throws Error when that key is no longer in LINK_KEYS
 */
export function signToken(
  audience: Audience,
  claims: Claims,
  keyId: string,
  keys: readonly LinkKey[],
): string {
  const key = keys.find(({ id }) => id === keyId);
  if (!key) throw new Error(`LINK_KEYS lacks the key "${keyId}"`);
  return tokenOf(audience, claims, key);
}

/** Encodes claims in exactly one way, so that a token can be compared as a whole. */
function tokenOf(audience: Audience, { id, generation }: Claims, key: LinkKey): string {
  const header = base64url({ alg: "HS256", kid: key.id });
  const payload = base64url({ gen: generation, iss: "iam-bot", aud: audience, sub: id });
  const signature = createHmac("sha256", key.secret).update(`${header}.${payload}`).digest("base64url");
  return `${header}.${payload}.${signature}`;
}

const base64url = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");

const claimed = z.object({ sub: objectId, gen: z.int().positive() });

/**
 * Reads a token, and which key signed it; null for anything that is not, to the letter, a token we signed for this
 * purpose. Verifies it only by signing its claims again with each of our keys: nothing in the token chooses how it is
 * verified.
 */
export function readToken(
  audience: Audience,
  token: string,
  keys: readonly LinkKey[],
): (Claims & { keyId: string }) | null {
  const { data } = claimed.safeParse(payloadOf(token));
  if (!data) return null;
  const claims = { id: data.sub, generation: data.gen };
  const key = keys.find((each) => isSame(token, tokenOf(audience, claims, each)));
  return key ? { ...claims, keyId: key.id } : null;
}

function payloadOf(token: string): unknown {
  const [, payload = ""] = token.split(".");
  try {
    return JSON.parse(Buffer.from(payload, "base64url").toString());
  } catch {
    return null;
  }
}

/** Compares two texts in constant time, wherever they differ. */
function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
