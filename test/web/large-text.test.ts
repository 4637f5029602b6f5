import { afterAll, expect, test } from "vitest";
import { startBrowser } from "../support/setup/browser.ts";
import { confirmationLink } from "../support/web/confirmations.ts";
import { startSite } from "../support/web/site.ts";
import { everyState, linkLimit } from "../support/web/states.ts";
import { openTab } from "../support/web/tab.ts";

const site = await startSite({ requestLimits: { perAddress: 1_000, perLink: linkLimit } });
const browser = await startBrowser();
afterAll(() => browser.close());

const narrow = () => openTab(browser, { viewport: { width: 320, height: 640 } });
/** Doubles the text, as phones do for people who need it, opens the menu, and names what is cut off. */
const cutOff = `(() => {
  document.documentElement.style.fontSize = "32px";
  document.querySelector("details")?.setAttribute("open", "");
  const isOut = ({ left, right, width }) => width > 0 && (left < -1 || right > innerWidth + 1);
  return [...document.querySelectorAll("body *")].filter((each) => isOut(each.getBoundingClientRect())).map(({ tagName, textContent }) => tagName + " " + textContent);
})()`;

/** Names the words that are too long for a line, and are broken anywhere. */
const brokenWords = `(() => {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const broken = [];
  while (texts.nextNode()) {
    const text = texts.currentNode;
    for (const { 0: word, index } of text.data.matchAll(/(?<![^\\s(])\\p{L}{2,10}(?![\\p{L}@-])/gu)) {
      const range = document.createRange();
      range.setStart(text, index);
      range.setEnd(text, index + word.length);
      if (new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size > 1) broken.push(word);
    }
  }
  return broken;
})()`;

test.each(["en", "de", "es-419", "pt-BR", "ar"])(
  "on a narrow phone with text twice as large, nothing is cut off and no word is broken in %s, including the menu of languages",
  async (language) => {
    const { url } = await site.invites(`${language}@example.com`);
    const page = await narrow();
    await page.goto(`${url}?lang=${language}`);
    expect(await page.evaluate(cutOff)).toEqual([]);
    expect(await page.evaluate(brokenWords)).toEqual([]);
  },
);

test("nor is what groups give, after registration", async () => {
  const { registered } = await everyState(site, "large.example");
  const page = await narrow();
  await registered?.shows(page);
  expect(await page.title()).toBe(`${registered?.title} · Acme`);
  expect(await page.evaluate(cutOff)).toEqual([]);
  expect(await page.evaluate(brokenWords)).toEqual([]);
});

test.each(["en", "de", "ar"])("nor is what an approval is about, in %s", async (language) => {
  const url = await confirmationLink(site, `large-${language}`);
  const page = await narrow();
  await page.goto(`${url}?lang=${language}`);
  expect(await page.evaluate(cutOff)).toEqual([]);
  expect(await page.evaluate(brokenWords)).toEqual([]);
});
