import { webcrypto } from "node:crypto";
import { JOSEError, JWKSNoMatchingKey } from "jose/errors";
import { SignJWT } from "jose/jwt/sign";
import { jwtVerify } from "jose/jwt/verify";
import { z } from "zod";
import { objectId } from "./object-id.ts";

const ISSUER = "iam-bot";

/** What a token is for: one of an invite opens nothing else. */
type Audience = "invite" | "confirmation";

export interface LinkKey {
  id: string;
  secret: Uint8Array;
}

/** What a token stands for: one generation of something. */
interface Claims {
  id: string;
  generation: number;
}

const imported = new WeakMap<Uint8Array, Promise<webcrypto.CryptoKey>>();

/** Imports a secret for `jose`, once: given as bytes, it would be imported again for every link. */
async function hmacKey({ secret }: LinkKey): Promise<webcrypto.CryptoKey> {
  const known = imported.get(secret);
  if (known) return known;
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = webcrypto.subtle.importKey("raw", secret, algorithm, false, ["sign", "verify"]);
  imported.set(secret, key);
  return key;
}

const claims = z.object({ sub: objectId, gen: z.int().positive() });

/**
 * Signs a token (JWS, HS256). The same generation always has the same one.
 *
 * @param keyId the key that the generation was written with
 * @throws Error when that key is not among LINK_KEYS any more
 */
export async function signToken(
  audience: Audience,
  { id, generation }: Claims,
  keyId: string,
  keys: readonly LinkKey[],
): Promise<string> {
  const key = keys.find((each) => each.id === keyId);
  if (!key) throw new Error(`LINK_KEYS lacks the key "${keyId}"`);
  return new SignJWT({ gen: generation })
    .setProtectedHeader({ alg: "HS256", kid: keyId })
    .setIssuer(ISSUER)
    .setAudience(audience)
    .setSubject(id)
    .sign(await hmacKey(key));
}

/** Reads a token, and which key signed it; null for anything that we did not sign for this, to the letter. */
export async function readToken(
  audience: Audience,
  token: string,
  keys: readonly LinkKey[],
): Promise<(Claims & { keyId: string }) | null> {
  if (!hasCanonicalSignature(token)) return null;
  try {
    const { payload, protectedHeader } = await jwtVerify(
      token,
      ({ kid }) => {
        const key = keys.find(({ id }) => id === kid);
        return key ? hmacKey(key) : Promise.reject(new JWKSNoMatchingKey());
      },
      { algorithms: ["HS256"], issuer: ISSUER, audience },
    );
    const { sub, gen } = claims.parse(payload);
    const { kid: keyId = "" } = protectedHeader;
    return { id: sub, generation: gen, keyId };
  } catch (error) {
    if (error instanceof JOSEError || error instanceof z.ZodError) return null;
    throw error;
  }
}

/** The signature covers the rest to the letter, but base64 spells the signature itself in more ways than one. */
function hasCanonicalSignature(token: string): boolean {
  const signature = token.slice(token.lastIndexOf(".") + 1);
  return Buffer.from(signature, "base64url").toString("base64url") === signature;
}
