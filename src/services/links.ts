import { errors, jwtVerify, SignJWT } from "jose";
import { z } from "zod";

const ISSUER = "iam-bot";
const AUDIENCE = "invite";

export interface LinkKey {
  id: string;
  secret: Uint8Array;
}

/** What a link stands for: one generation of one invite. */
export interface LinkClaims {
  inviteId: string;
  generation: number;
}

const claims = z.object({ sub: z.string().regex(/^[0-9a-f]{24}$/), gen: z.int().positive() });

/**
 * Signs the token of one generation of an invite (JWS, HS256). The same generation always has the same link.
 *
 * @param keyId the key that the generation was written with
 * @throws Error when that key is not among LINK_KEYS any more
 */
export async function signLink(
  { inviteId, generation }: LinkClaims,
  keyId: string,
  keys: readonly LinkKey[],
) {
  const key = keys.find(({ id }) => id === keyId);
  if (!key) throw new Error(`LINK_KEYS lacks the key "${keyId}"`);
  return new SignJWT({ gen: generation })
    .setProtectedHeader({ alg: "HS256", kid: keyId })
    .setIssuer(ISSUER)
    .setAudience(AUDIENCE)
    .setSubject(inviteId)
    .sign(key.secret);
}

/** Reads a token; null for anything that we did not sign. */
export async function readLink(token: string, keys: readonly LinkKey[]): Promise<LinkClaims | null> {
  try {
    const { payload } = await jwtVerify(
      token,
      ({ kid }) =>
        keys.find(({ id }) => id === kid)?.secret ?? Promise.reject(new errors.JWKSNoMatchingKey()),
      { algorithms: ["HS256"], issuer: ISSUER, audience: AUDIENCE },
    );
    const { sub, gen } = claims.parse(payload);
    return { inviteId: sub, generation: gen };
  } catch (error) {
    if (error instanceof errors.JOSEError || error instanceof z.ZodError) return null;
    throw error;
  }
}
