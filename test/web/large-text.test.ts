import { afterAll, expect, test } from "vitest";
import { startBrowser } from "../support/setup/browser.ts";
import { startSite } from "../support/web/site.ts";
import { everyState, linkLimit } from "../support/web/states.ts";
import { openTab } from "../support/web/tab.ts";

const site = await startSite({ requestLimits: { perAddress: 1_000, perLink: linkLimit } });
const browser = await startBrowser();
afterAll(() => browser.close());

const narrow = () => openTab(browser, { viewport: { width: 320, height: 640 } });
/** Doubles the text, as phones do for who can't read it otherwise, opens the menu, and names what is cut off. */
const cutOff = `(() => {
  document.documentElement.style.fontSize = "32px";
  document.querySelector("details")?.setAttribute("open", "");
  const isOut = ({ left, right, width }) => width > 0 && (left < -1 || right > innerWidth + 1);
  return [...document.querySelectorAll("body *")].filter((each) => isOut(each.getBoundingClientRect())).map(({ tagName, textContent }) => tagName + " " + textContent);
})()`;

test.each(["en", "de", "es-419", "pt-BR", "ar"])(
  "on a narrow phone with text twice as large, nothing is cut off in %s, the menu of languages neither",
  async (language) => {
    const { url } = await site.invites(`${language}@example.com`);
    const page = await narrow();
    await page.goto(`${url}?lang=${language}`);
    expect(await page.evaluate(cutOff)).toEqual([]);
  },
);

test("nor is what groups give, once somebody is registered", async () => {
  const { registered } = await everyState(site, "large.example");
  const page = await narrow();
  await registered?.shows(page);
  expect(await page.title()).toBe(`${registered?.title} · Acme`);
  expect(await page.evaluate(cutOff)).toEqual([]);
});
