import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import {
  decryptSecret,
  encryptSecret,
  newSecret,
  signingKey,
} from "../../../src/services/webhooks/secret.ts";

const key = (id: string, bytes = 32) => ({ id, secret: randomBytes(bytes) });
const [first, second] = [key("k1"), key("k2", 48)];
const endpoint = "0123456789abcdef01234567";

test("a secret is standard base64 of 32 bytes, with padding", () => {
  for (let each = 0; each < 50; each += 1) {
    const secret = newSecret();
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(signingKey(secret)).toHaveLength(32);
  }
});

test("a secret is decrypted with the key that encrypted it, wherever that is in the list by now", () => {
  const secret = newSecret();
  const stored = encryptSecret(secret, endpoint, first);
  expect(JSON.stringify(stored)).not.toContain(secret.slice(6));
  expect(decryptSecret(stored, endpoint, [first])).toBe(secret);
  expect(decryptSecret(stored, endpoint, [second, first])).toBe(secret);
});

test("nobody can read it without that key, nor use it for another endpoint", () => {
  const stored = encryptSecret(newSecret(), endpoint, first);
  expect(decryptSecret(stored, endpoint, undefined)).toBeNull();
  expect(decryptSecret(stored, endpoint, [second])).toBeNull();
  expect(decryptSecret(stored, endpoint, [{ ...second, id: "k1" }])).toBeNull();
  expect(decryptSecret(stored, "89abcdef0123456701234567", [first])).toBeNull();
});

test("a secret altered in the database is not read", () => {
  const { keyId, box } = encryptSecret(newSecret(), endpoint, first);
  const bytes = Buffer.from(box, "base64");
  for (const at of bytes.keys()) {
    const altered = Buffer.from(bytes);
    altered[at] = (altered[at] ?? 0) ^ 1;
    expect(decryptSecret({ keyId, box: altered.toString("base64") }, endpoint, [first])).toBeNull();
  }
  for (const short of ["", "AAAA", bytes.subarray(0, 28).toString("base64")])
    expect(decryptSecret({ keyId, box: short }, endpoint, [first])).toBeNull();
});

test("the same secret is never stored in the same form", () => {
  const secret = newSecret();
  expect(encryptSecret(secret, endpoint, first).box).not.toBe(encryptSecret(secret, endpoint, first).box);
});
