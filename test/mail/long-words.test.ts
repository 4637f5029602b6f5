import { afterAll, expect, test } from "vitest";
import { wordsIn } from "../../src/locales/words.ts";
import { inviteMail } from "../../src/mail/invite-mail.tsx";
import { startBrowser } from "../support/setup/browser.ts";
import { openTab } from "../support/web/tab.ts";

const browser = await startBrowser();
afterAll(() => browser.close());

test.each(["en", "ar"] as const)(
  "a long address, also one that was pasted, makes no mail in %s wider than the phone",
  async (language) => {
    const { html } = inviteMail(
      {
        occasion: "invite",
        to: "eve@example.com",
        organisation: "Acme",
        inviter: { name: "Mia Chen", email: `${"maximiliane.".repeat(5)}@acme.io` },
        groups: ["Users"],
        term: null,
        message: `See https://acme.io/${"a".repeat(80)}`,
        link: `https://iam.acme.io/invite/${"a".repeat(200)}`,
        expiresAt: new Date("2026-12-01T14:05:00Z"),
      },
      await wordsIn(language),
    );
    const page = await openTab(browser, { viewport: { width: 320, height: 640 } });
    await page.setContent(html);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(320);
  },
);
