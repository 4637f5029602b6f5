import { SignJWT } from "jose";
import { expect, test } from "vitest";
import { readLink, signLink } from "../../../src/services/invites/link-token.ts";

const key = { id: "k1", secret: Buffer.alloc(32, 1) };
const link = { inviteId: "0123456789abcdef01234567", generation: 3 };

const byJose = (gen: number, alg = "HS256") =>
  new SignJWT({ gen })
    .setProtectedHeader({ alg, kid: key.id })
    .setIssuer("iam-bot")
    .setAudience("invite")
    .setSubject(link.inviteId)
    .sign(Buffer.concat([key.secret, key.secret]).subarray(0, alg === "HS256" ? 32 : 64));

test("a link is exactly the token that jose signs for it, like the links emailed so far", async () => {
  expect(signLink(link, "k1", [key])).toBe(await byJose(3));
  expect(readLink(await byJose(3), [key])).toEqual({ ...link, keyId: "k1" });
});

test("nothing in a token chooses how it is verified", async () => {
  const token = signLink(link, "k1", [key]);
  const [header, payload, signature] = token.split(".");
  const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const none = `${encoded({ alg: "none", kid: "k1" })}.${payload}.`;
  const otherKid = `${encoded({ alg: "HS256", kid: "k2" })}.${payload}.${signature}`;
  const spaced = `${header}.${Buffer.from(` ${Buffer.from(payload ?? "", "base64url")}`).toString("base64url")}.${signature}`;
  const refused = [
    none,
    otherKid,
    spaced,
    `${token}.`,
    `${token}=`,
    await byJose(3, "HS512"),
    await byJose(0),
  ];
  for (const each of refused) expect(readLink(each, [key])).toBeNull();
});
