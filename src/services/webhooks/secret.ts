import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import type { EncryptedSecret } from "../../models/webhook-endpoint.ts";

/** A key of SECRET_KEYS. */
export interface SecretKey {
  id: string;
  secret: Uint8Array;
}

/** The first encrypts, all decrypt; undefined if SECRET_KEYS is not set. */
export type SecretKeys = readonly [SecretKey, ...SecretKey[]] | undefined;

const PREFIX = "whsec_";
const SECRET_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Creates a secret in the format of Standard Webhooks. Classic base64 with its padding: if it held `-` or `_`,
 * receivers in Python would silently verify with a different key.
 */
export function newSecret(): string {
  return PREFIX + randomBytes(SECRET_BYTES).toString("base64");
}

/** Returns the bytes that a secret signs with. */
export function signingKey(secret: string): Buffer {
  return Buffer.from(secret.slice(PREFIX.length), "base64");
}

/** Encrypts a secret so that only the holder of the key can read it, and only for this endpoint. */
export function encryptSecret(secret: string, endpointId: string, key: SecretKey): EncryptedSecret {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", cipherKey(key), nonce).setAAD(Buffer.from(endpointId));
  const text = Buffer.concat([cipher.update(secret, "utf8"), cipher.final()]);
  return { keyId: key.id, box: Buffer.concat([nonce, cipher.getAuthTag(), text]).toString("base64") };
}

/**
 * Decrypts a secret.
 *
 * @returns null if the key is missing or a different one, or the secret belongs to another endpoint
 */
export function decryptSecret(
  { keyId, box }: EncryptedSecret,
  endpointId: string,
  keys: SecretKeys,
): string | null {
  const key = keys?.find(({ id }) => id === keyId);
  if (!key) return null;
  const bytes = Buffer.from(box, "base64");
  const tag = bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
  if (tag.length < TAG_BYTES) return null;
  try {
    const decipher = createDecipheriv("aes-256-gcm", cipherKey(key), bytes.subarray(0, NONCE_BYTES))
      .setAAD(Buffer.from(endpointId))
      .setAuthTag(tag);
    return (
      decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES), undefined, "utf8") + decipher.final("utf8")
    );
  } catch {
    return null;
  }
}

const derived = new WeakMap<Uint8Array, Buffer>();

/** Derives the 32 bytes for AES from a key, which may be longer. */
function cipherKey({ secret }: SecretKey): Buffer {
  const known = derived.get(secret);
  if (known) return known;
  const key = Buffer.from(hkdfSync("sha256", secret, "", "iam-bot webhook secrets", 32));
  derived.set(secret, key);
  return key;
}
