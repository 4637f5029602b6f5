import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { crc32 } from "node:zlib";

/**
 * A token: `iam_`, the client's id, the secret and a checksum, in lower-case hex: 24, 64 and 8 digits, 100 characters
 * in all. The secret is 32 random bytes. The checksum is the CRC-32 (as in gzip and PNG) of the 92 characters before
 * it, so that leak scanners recognise one without asking us; it keeps nobody out.
 */
const SHAPE = /^(iam_([0-9a-f]{24})([0-9a-f]{64}))([0-9a-f]{8})$/;
const SECRET_BYTES = 32;

/** What a token claims, without proof. */
interface TokenParts {
  clientId: string;
  secret: string;
}

/** Creates a token; it exists only in the return value. */
export function newToken(clientId: string): { token: string; hash: string } {
  const secret = randomBytes(SECRET_BYTES).toString("hex");
  const body = `iam_${clientId}${secret}`;
  return { token: body + checksum(body), hash: hashOf(secret) };
}

/** Parses a token; null for anything that can't be one. */
export function readToken(token: string): TokenParts | null {
  const [, body, clientId, secret, sum] = SHAPE.exec(token) ?? [];
  if (body === undefined || clientId === undefined || secret === undefined) return null;
  return sum === checksum(body) ? { clientId, secret } : null;
}

/** Hashes a secret for storage. One round is enough: nobody can guess 256 random bits. */
function hashOf(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}

/** Tells whether a hash matches a secret, in constant time. */
export function isHashOf(hash: string, secret: string): boolean {
  const [kept, given] = [Buffer.from(hash, "hex"), Buffer.from(hashOf(secret), "hex")];
  return kept.length === given.length && timingSafeEqual(kept, given);
}

const checksum = (body: string) => crc32(body).toString(16).padStart(8, "0");
