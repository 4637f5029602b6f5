import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { transformSync } from "esbuild";
import { expect, test } from "vitest";
import { wordsIn } from "../../src/locales/words.ts";
import { inviteMail } from "../../src/mail/invite-mail.tsx";
import { testMail } from "../../src/mail/test-mail.tsx";
import { banned, slips } from "../support/slips.ts";

/** What older versions stored, word for word, so that it can still be read. */
const stored = [
  /^src\/models\/(delivery-reason|ineligibility)\.ts$/,
  /^src\/services\/operations\/migrations\//,
];

const sources = ["src", "dev/demo", "dev/emulators"].flatMap((top) =>
  readdirSync(top, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.(tsx?|html)$/.test(name))
    .map((name) => join(top, name))
    .filter((file) => !stored.some((pattern) => pattern.test(file))),
);

/** Reads a source without its comments. */
function withoutComments(file: string): string {
  const code = readFileSync(file, "utf8");
  if (file.endsWith(".html")) return code;
  const loader = file.endsWith("x") ? "tsx" : "ts";
  return transformSync(code, { loader, jsx: "preserve", minifyWhitespace: true }).code;
}

test("no sentence in the sources uses a turn of phrase that was given up", () => {
  expect(sources.length).toBeGreaterThan(300);
  const found = sources.flatMap((file) => slips(withoutComments(file)).map((slip) => `${file}: ${slip}`));
  expect(found).toEqual([]);
});

test("nor does an email", async () => {
  const english = await wordsIn("en");
  const facts = {
    to: "eve@example.com",
    organisation: "Acme",
    inviter: { name: "Mia Chen", email: "mia@acme.io" },
    groups: ["Users"],
    term: null,
    message: null,
    link: "https://iam.acme.io/invite/abc",
    expiresAt: new Date("2026-12-01T14:05:00Z"),
  };
  const mails = [
    testMail("mia@acme.io", "Acme"),
    ...(["invite", "resent", "reminder"] as const).map((occasion) =>
      inviteMail({ ...facts, occasion }, english),
    ),
  ];
  for (const { subject, text, html } of mails) expect(slips(`${subject}\n${text}\n${html}`)).toEqual([]);
});

test.each([
  "Every earlier link is dead now.",
  "Say whom: /iam user eve@example.com",
  "5 other words are ignored.",
  "Exactly these, from now on.",
  "From then on the account counts, whatever its email says.",
  "Nothing is on the way any more.",
  "One a line",
  "was refused what only admins can do",
  "a make-believe Slack",
])("“%s” would be noticed", (sentence) => {
  expect(slips(sentence)).not.toEqual([]);
});

test("every one says what to write instead", () => {
  expect(banned.filter(([, instead]) => slips(instead).length > 0)).toEqual([]);
});
