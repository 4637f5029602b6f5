import { afterAll, expect, test } from "vitest";
import { wordsIn } from "../../src/locales/words.ts";
import { inviteMail } from "../../src/mail/invite-mail.tsx";
import { startBrowser } from "../support/setup/browser.ts";
import { openTab } from "../support/web/tab.ts";

const browser = await startBrowser();
afterAll(() => browser.close());

const link = `https://iam.acme.io/invite/${"eyJhbGciOiJIUzI1NiIsImtpZCI6ImsxIn0.".repeat(5)}kZ_-x`;
const facts = {
  occasion: "invite" as const,
  to: "eve@example.com",
  organisation: "Acme",
  inviter: { name: "Mia Chen", email: "mia@acme.io" },
  groups: ["Users"],
  term: null,
  message: null,
  link,
  expiresAt: new Date("2026-12-01T14:05:00Z"),
};
const { html, text } = inviteMail(facts, await wordsIn("he"));

test.each([320, 1280])("the address is copied whole from a mail that is %i pixels wide", async (width) => {
  const page = await openTab(browser, { viewport: { width, height: 800 } });
  await page.setContent(html);
  const selected = await page.evaluate(`
    getSelection().selectAllChildren(document.querySelector("a.link"));
    getSelection().toString()`);
  expect(selected).toBe(link);
  // Programs that copy what is drawn copy each piece as a text of its own.
  expect(await page.evaluate(`document.querySelector("a.link").childNodes.length`)).toBe(1);
  expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
});

test("in the text part the address is a line of its own", () => {
  expect(text.split("\n")).toContain(link);
});
