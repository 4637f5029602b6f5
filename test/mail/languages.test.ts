import { expect, test } from "vitest";
import { languageCodes, languageWith } from "../../src/locales/languages.ts";
import { wordsIn } from "../../src/locales/words.ts";
import { confirmationMail } from "../../src/mail/confirmation-mail.tsx";
import { type InviteMailFacts, inviteMail } from "../../src/mail/invite-mail.tsx";
import type { Mail } from "../../src/mail/mail.ts";
import { termIn } from "../../src/services/ends.ts";

const link = "https://iam.acme.io/invite/abc.def-ghi_jkl";
const expiresAt = new Date("2026-12-01T14:05:00Z");
const facts = { to: "eve@example.com", organisation: "Acme", link, expiresAt };
const mia = { name: "Mia Chen", email: "mia@acme.io" };
const end = { until: new Date("2026-12-31T23:00:00Z"), zone: "Europe/Berlin" };

/** Every mail to somebody who reads a language: each sentence of the invite mails is in one of them. */
async function everyMail(code: (typeof languageCodes)[number]): Promise<Mail[]> {
  const words = await wordsIn(code);
  const invite = (more: Partial<InviteMailFacts>) =>
    inviteMail(
      { ...facts, occasion: "invite", inviter: mia, groups: [], term: null, message: null, ...more },
      words,
    );
  return [
    invite({ groups: ["Users", "R&D"], message: "Hi Eve,\n<b>welcome</b>!" }),
    invite({ occasion: "resent", groups: ["Users"], term: termIn({ end }, words) }),
    invite({ occasion: "reminder", inviter: { ...mia, email: null }, term: termIn({ hours: 3 }, words) }),
    invite({ inviter: null, groups: ["Users"], term: termIn({ hours: 48 }, words) }),
    invite({ occasion: "reminder", inviter: null }),
    confirmationMail(
      { ...facts, name: "Mia Chen", person: "Ben Both", group: "Billing", timeZone: "Europe/Berlin" },
      words,
    ),
  ];
}

const readable = (html: string) =>
  html
    .replace(/<(style|title)>.*?<\/\1>/gs, "")
    .replace(/<[^>]+>/g, "")
    .replaceAll("&quot;", '"')
    .replaceAll("&lt;", "<")
    .replaceAll("&amp;", "&");

test.each(languageCodes)("in %s both parts say the same, in its direction", async (code) => {
  const { dir } = languageWith(code);
  for (const { subject, text, html } of await everyMail(code)) {
    expect(html).toContain(`<html lang="${code}" dir="${dir}">`);
    expect(subject).not.toMatch(/[\u2066-\u2069{}#]|undefined/);
    const shown = readable(html);
    // The button says what stands above the link, without its colon.
    for (const line of text.replace(/[\u2066-\u2069]|^> /gm, "").split("\n"))
      expect(shown).toContain(line.replace(/\s?[:：]$/, (colon) => (shown.includes(line) ? colon : "")));
    expect(text.split("\n")).toContain(link);
    expect(html.match(/[\u2066-\u2069]/)).toBeNull();
  }
});

/** What stays as it is, whatever language is read. */
const untranslated =
  /Acme|Mia Chen|Ben Both|Eve|Hi|<b>welcome<\/b>|Users|R&D|Billing|Slack|UTC|GMT|CET|mia@acme\.io|https:[\w./-]+/g;

test.each(["ja", "zh-Hans", "ko", "he", "ar"] as const)("in %s nothing is left in English", async (code) => {
  for (const { subject, text, html } of await everyMail(code))
    for (const part of [subject, text, readable(html)])
      expect(part.replace(untranslated, "")).not.toMatch(/[A-Za-z]{2,}/);
});
