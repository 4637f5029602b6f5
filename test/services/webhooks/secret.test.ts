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

test("a secret is classic base64 of 32 bytes, with its padding", () => {
  for (let each = 0; each < 50; each += 1) {
    const secret = newSecret();
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(signingKey(secret)).toHaveLength(32);
  }
});

test("a secret is read again with the key that it was encrypted with, whichever place that has by now", () => {
  const secret = newSecret();
  const stored = encryptSecret(secret, endpoint, first);
  expect(JSON.stringify(stored)).not.toContain(secret.slice(6));
  expect(decryptSecret(stored, endpoint, [first])).toBe(secret);
  expect(decryptSecret(stored, endpoint, [second, first])).toBe(secret);
});

test("nobody reads it without that key, and it is no other endpoint's", () => {
  const stored = encryptSecret(newSecret(), endpoint, first);
  expect(decryptSecret(stored, endpoint, undefined)).toBeNull();
  expect(decryptSecret(stored, endpoint, [second])).toBeNull();
  expect(decryptSecret(stored, endpoint, [{ ...second, id: "k1" }])).toBeNull();
  expect(decryptSecret(stored, "89abcdef0123456701234567", [first])).toBeNull();
});

test("what was altered in the database is not read", () => {
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

test("the same secret is never stored alike", () => {
  const secret = newSecret();
  expect(encryptSecret(secret, endpoint, first).box).not.toBe(encryptSecret(secret, endpoint, first).box);
});
