import { expect, test } from "vitest";
import {
  canonicalDomain,
  canonicalEmail,
  emailAddress,
  readableEmails,
} from "../../src/services/email-address.ts";

test.each([
  ["Eve@MÜNCHEN.de", "eve@xn--mnchen-3ya.de"],
  ["eve@XN--MNCHEN-3YA.de", "eve@xn--mnchen-3ya.de"],
  ["eve@mu\u0308nchen.de", "eve@xn--mnchen-3ya.de"],
  ["ivan@пример.рф", "ivan@xn--e1afmkfd.xn--p1ai"],
  ["O'Brien+x@Example.com", "o'brien+x@example.com"],
])("%j has one spelling", (typed, spelled) => {
  expect(emailAddress(typed)).toBe(spelled);
  expect(canonicalEmail(typed)).toBe(spelled);
  expect(emailAddress(spelled)).toBe(spelled);
});

test.each([
  "eve",
  "@a.io",
  "eve@",
  "a@b",
  "a b@c.io",
  "ève@a.io",
  "a@b@c.io",
  "a..b@c.io",
  `a@${"x.".repeat(126)}io`,
])("%j is no address", (typed) => {
  expect(emailAddress(typed)).toBeNull();
});

test("addresses that Slack knows and no email reaches are compared in lower case", () => {
  expect(canonicalEmail("Ève=X@MÜNCHEN.de")).toBe("ève=x@xn--mnchen-3ya.de");
  expect(canonicalEmail("Eve@localhost")).toBe("eve@localhost");
  expect(canonicalEmail("Eve")).toBe("eve");
});

test.each([
  "acme",
  "acme.c",
  "-acme.com",
  "acme..com",
  "xn--acme.com",
  "xn--acme-.com",
  "ac_me.com",
  "1.2.3.4",
  "acme.com.",
])("%j is not a domain", (typed) => {
  expect(canonicalDomain(typed)).toBeNull();
});

test("people read a domain in its script, unless it passes for another", () => {
  expect(readableEmails("Sent to eve@xn--mnchen-3ya.de, ivan@xn--e1afmkfd.xn--p1ai.")).toBe(
    "Sent to eve@münchen.de, ivan@пример.рф.",
  );
  expect(readableEmails("eve@xn--exmple-4nf.com")).toBe("eve@xn--exmple-4nf.com");
  expect(readableEmails("xn--mnchen-3ya.de is not allowed")).toBe("münchen.de is not allowed");
  expect(readableEmails("an xn-- and xn--example.com")).toBe("an xn-- and xn--example.com");
});

test("a domain that looks like another is shown as DNS spells it", () => {
  const doubles = ["xn--80ak6aa92e.com", "xn--xample-2of.com", "mail.xn--80ak6aa92e.com"];
  for (const domain of doubles) expect(readableEmails(`eve@${domain}`)).toBe(`eve@${domain}`);
  expect(readableEmails("eve@xn--80ak6aa92e.xn--p1ai")).toBe("eve@аррӏе.рф");
  expect(readableEmails("eve@xn--b1agh1afp.com")).toBe("eve@привет.com");
});
