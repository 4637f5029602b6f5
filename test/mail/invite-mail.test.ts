import { describe, expect, test } from "vitest";
import { wordsIn } from "../../src/locales/words.ts";
import { type InviteMailFacts, inviteMail } from "../../src/mail/invite-mail.tsx";
import { termIn } from "../../src/services/ends.ts";

const facts: InviteMailFacts = {
  occasion: "invite",
  to: "eve@example.com",
  organisation: "Acme",
  inviter: { name: "Mia Chen", email: "mia@acme.io" },
  groups: ["Users"],
  term: null,
  message: null,
  link: "https://iam.acme.io/invite/abc.def-ghi_jkl",
  expiresAt: new Date("2026-12-01T14:05:00Z"),
};
const english = await wordsIn("en");
const mail = (change: Partial<InviteMailFacts> = {}) => inviteMail({ ...facts, ...change }, english);

/** What a person reads with all styles taken away. */
const readable = (html: string) =>
  html
    .replace(/<(style|title)>.*?<\/\1>/gs, "")
    .replace(/<br\s*\/?>|<\/(h1|p|blockquote|table)>/g, "\n")
    .replace(/<[^>]+>/g, "")
    .replaceAll("&quot;", '"')
    .replaceAll("&lt;", "<")
    .replaceAll("&amp;", "&")
    .trim();

test("the mail reads so", () => {
  const { subject, text } = mail({ message: "Hi Eve,\nsee you on Monday." });
  expect(subject).toBe("Mia Chen invites you to join Acme");
  expect(text).toMatchInlineSnapshot(`
    "Mia Chen (mia@acme.io) invites you to join Acme in the group Users.

    Mia Chen writes:
    > Hi Eve,
    > see you on Monday.

    View invitation:
    https://iam.acme.io/invite/abc.def-ghi_jkl

    The invitation expires on Tuesday, 1\u00a0December 2026 at 14:05\u00a0UTC (universal time).

    If you did not expect this, ignore this email: nobody gets access unless the invitation is accepted.

    If you are not sure that this email is genuine, ask Mia Chen (mia@acme.io).
    "
  `);
});

test("it says until when, or for how long, the groups are given", () => {
  const end = { until: new Date("2026-12-31T23:00:00Z"), zone: "Europe/Berlin" };
  for (const [term, says] of [
    [{ hours: 168 }, "Your access lasts 7\u00a0days from when you accept."],
    [{ hours: 1 }, "Your access lasts 1\u00a0hour from when you accept."],
    [{ end }, "Your access lasts until 31\u00a0December 2026 (Europe/Berlin)."],
  ] as const)
    expect(mail({ term: termIn(term, english) }).text).toContain(`Users.\n\n${says}\n\n`);
});

describe("both parts say the same", () => {
  test.each<[string, Partial<InviteMailFacts>]>([
    ["a first mail", {}],
    ["a resent mail", { occasion: "resent" }],
    ["a reminder", { occasion: "reminder" }],
    ["a mail with a message", { message: "One <b>line</b>\n\nAnother & more" }],
    ["an inviter without an address", { inviter: { name: "Mia Chen", email: null } }],
    ["an invite of the organisation's", { inviter: null }],
    ["several groups", { groups: ["Users", "Billing", "R&D"] }],
  ])("%s", (_, change) => {
    const { text, html } = mail(change);
    const words = (part: string) => part.split(/\s+/).filter((word) => word !== "");
    const inText = new Set(words(text.replace(/^> ?/gm, "")));
    const inHtml = new Set(words(readable(html)));
    const buttonOnly = "If the button does not work, copy this address into your browser:".split(" ");
    expect([...inText].filter((word) => !inHtml.has(word) && word !== "invitation:")).toEqual([]);
    expect([...inHtml].filter((word) => !inText.has(word) && !buttonOnly.includes(word))).toEqual([]);
  });
});

test("names the groups, and who invites when there is no address", () => {
  expect(mail({ groups: ["Users", "Billing"] }).text).toContain(
    "to join Acme in the groups Users and Billing.",
  );
  expect(mail({ inviter: { name: "Mia Chen", email: null } }).text).toMatch(
    /^Mia Chen invites you to join Acme/,
  );
});

test("where no person invites, the organisation does", () => {
  const { subject, text } = mail({ inviter: null });
  expect(subject).toBe("Acme invites you to join");
  expect(text).toMatch(/^Acme invites you to join the group Users\.\n/);
  expect(text).toContain("If you are not sure that this email is genuine, ask someone you know at Acme.");
});

test("a resent mail says that it replaces the earlier one, a reminder that it is one", () => {
  expect(mail({ occasion: "resent" }).text).toContain("This email replaces any earlier one");
  const reminder = mail({ occasion: "reminder" });
  expect(reminder.subject).toBe("Reminder: Mia Chen invites you to join Acme");
  expect(reminder.text).toContain("You have not answered yet");
});

test("what the inviter typed is quoted text, line by line, and nothing else", () => {
  const message =
    'Hello\r\n\r\n<script>alert(1)</script>\r<a href="https://evil.example">x</a>\u2028--\nBcc: a@b.c';
  const { text, html } = mail({ message });
  expect(text).toContain(
    '> Hello\n>\n> <script>alert(1)</script>\n> <a href="https://evil.example">x</a>\n> --\n> Bcc: a@b.c\n',
  );
  expect(html).not.toContain("<script");
  expect(html.match(/<a /g)).toHaveLength(2);
});

describe("a header", () => {
  test.each([
    ["a carriage return", "Mia\r\nBcc: victim@example.com"],
    ["a line feed", "Mia\nSubject: other"],
    ["control characters", "Mia\u0000\u0007\u001b[31m"],
    ["Unicode's line breaks", "Mia\u2028Chen\u2029"],
    ["marks of direction", "\u202emoc.elpmaxe\u202c Mia"],
    ["great length", "M".repeat(5_000)],
  ])("can't be broken by %s in a name", (_, name) => {
    const { subject } = mail({ inviter: { name, email: "mia@acme.io" } });
    expect(subject).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u);
    expect(subject.length).toBeLessThanOrEqual(150);
    expect(subject).toContain("invites you to join Acme");
  });
});

test("no mail is larger than 30 kB, loads anything, or runs anything", () => {
  const { html, text } = mail({
    message: `${"&<\n".repeat(166)}`,
    groups: Array.from({ length: 30 }, (_, index) => `${"Group ".repeat(9)}${index}`),
    inviter: { name: "M".repeat(200), email: `${"m".repeat(64)}@${"a".repeat(180)}.io` },
  });
  expect(Buffer.byteLength(html)).toBeLessThan(30_000);
  expect(Buffer.byteLength(text)).toBeLessThan(30_000);
  expect(html).not.toMatch(
    /<(img|script|link|iframe|object|form|input)|url\(|src=|@import|javascript:|\son\w+=/i,
  );
});
