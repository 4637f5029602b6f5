import { type LinkKey, readToken, signToken } from "../signed-token.ts";

export type { LinkKey };

/** What a link identifies: one generation of one invite. */
export interface LinkClaims {
  inviteId: string;
  generation: number;
}

/** A link whose signature was verified, and the id of the key that made it. */
export interface SignedLink extends LinkClaims {
  keyId: string;
}

/**
 * Signs the token of one generation of an invite. The same generation always has the same link.
 *
 * @param keyId the key that the generation was written with
 * @throws Error when that key is no longer in LINK_KEYS
 */
export function signLink(
  { inviteId: id, generation }: LinkClaims,
  keyId: string,
  keys: readonly LinkKey[],
): string {
  return signToken("invite", { id, generation }, keyId, keys);
}

/** Reads a token; null for anything that is not, to the letter, a token we signed. */
export function readLink(token: string, keys: readonly LinkKey[]): SignedLink | null {
  const read = readToken("invite", token, keys);
  return read && { inviteId: read.id, generation: read.generation, keyId: read.keyId };
}
