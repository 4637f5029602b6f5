import { afterAll, expect, test } from "vitest";
import { languageCodes, languageWith } from "../../src/locales/languages.ts";
import { wordsIn } from "../../src/locales/words.ts";
import { confirmationMail } from "../../src/mail/confirmation-mail.tsx";
import { inviteMail } from "../../src/mail/invite-mail.tsx";
import { full } from "../support/faults/run.ts";
import { startBrowser } from "../support/setup/browser.ts";
import { startAxeOnDocuments } from "../support/web/axe.ts";
import { drawnMails, link } from "../support/web/drawn-mails.ts";
import { openTab } from "../support/web/tab.ts";

const browser = await startBrowser();
afterAll(() => browser.close());

const readable = (html: string) =>
  html
    .replace(/<(style|title)>.*?<\/\1>/gs, "")
    .replace(/<[^>]+>/g, "")
    .replaceAll("&quot;", '"')
    .replaceAll("&lt;", "<")
    .replaceAll("&amp;", "&");

test.each(languageCodes)("in %s both parts say the same, in its direction", async (code) => {
  const { dir } = languageWith(code);
  for (const { subject, text, html } of await drawnMails(code)) {
    expect(html).toContain(`<html lang="${code}" dir="${dir}">`);
    expect(subject).not.toMatch(/[\u2066-\u2069{}#]|undefined/);
    const shown = readable(html).replaceAll("\u2060", "");
    expect(text).not.toContain("\u2060");
    // The button says what stands above the link, without its colon.
    for (const line of text.replace(/[\u2066-\u2069]|^> /gm, "").split("\n"))
      expect(shown).toContain(line.replace(/\s?[:：]$/, (colon) => (shown.includes(line) ? colon : "")));
    expect(text.split("\n")).toContain(link);
    expect(html.match(/[\u2066-\u2069]/)).toBeNull();
  }
});

test.each(languageCodes)(
  "in %s a subject with long names has both ends of each, and all of its sentence",
  async (code) => {
    const words = await wordsIn(code);
    const long = (name: string) => `First${name} ${"x".repeat(90 - 2 * name.length)} Last${name}`;
    const facts = {
      to: "eve@example.com",
      link,
      expiresAt: new Date(),
      organisation: long("Org"),
      message: null,
    };
    const invite = { ...facts, groups: ["Users"], term: null, inviter: { name: long("Mia"), email: null } };
    const confirmed = { ...facts, name: "Mia", person: long("Eve"), group: "Vault", timeZone: undefined };
    const subjects = [
      ...(["invite", "reminder"] as const).map(
        (occasion) => inviteMail({ ...invite, occasion }, words).subject,
      ),
      confirmationMail(confirmed, words).subject,
    ];
    for (const [index, subject] of subjects.entries()) {
      const names = index < 2 ? ["Mia", "Org"] : ["Eve", "Org"];
      for (const name of names) expect(subject).toMatch(new RegExp(`First${name} x+…x+ Last${name}`));
      expect(subject.length).toBeLessThanOrEqual(150);
      expect(subject.length, "no name is shorter than it has to be").toBeGreaterThan(140);
    }
    const short = inviteMail({ ...invite, occasion: "invite", organisation: "Acme" }, words).subject;
    expect(short).toContain(long("Mia"));
  },
);

/** What stays as it is, whatever language is read. */
const untranslated =
  /Acme|Mia Chen|Ben Both|Eve|Hi|<b>welcome<\/b>|Users|R&D|Billing|Slack|UTC|GMT|CET|mia@acme\.io|https:[\w./-]+/g;

test.each(["ja", "zh-Hans", "ko", "he", "ar"] as const)("in %s nothing is left in English", async (code) => {
  for (const { subject, text, html } of await drawnMails(code))
    for (const part of [subject, text, readable(html)])
      expect(part.replace(untranslated, "")).not.toMatch(/[A-Za-z]{2,}/);
});

test("axe finds nothing in a mail in any language, light or dark", async () => {
  for (const colorScheme of ["light", "dark"] as const) {
    const look = await startAxeOnDocuments(await openTab(browser, { colorScheme }));
    for (const [index, code] of languageCodes.entries()) {
      const mails = await drawnMails(code);
      // A quick run looks at one of them in each language.
      const isItsTurn = index % 2 === (colorScheme === "light" ? 0 : 1);
      const looked = full ? mails : isItsTurn ? [mails[index % mails.length]] : [];
      for (const mail of looked)
        expect([code, mail?.subject, await look(mail?.html ?? "")]).toEqual([code, mail?.subject, []]);
    }
  }
});
