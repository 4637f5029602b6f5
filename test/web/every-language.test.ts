import { h } from "preact";
import { afterAll, expect, test } from "vitest";
import { type LanguageCode, languageCodes, languageWith } from "../../src/locales/languages.ts";
import { layoutOf } from "../../src/web/pages/layout.tsx";
import { full } from "../support/faults/run.ts";
import { startBrowser } from "../support/setup/browser.ts";
import { startAxeOnDocuments } from "../support/web/axe.ts";
import { drawnPages } from "../support/web/drawn-pages.ts";
import { openTab } from "../support/web/tab.ts";

const browser = await startBrowser();
afterAll(() => browser.close());

/** The texts that people read on a page. */
function textsOf(html: string): string[] {
  return html
    .replace(/<(style|script|select|nav)[ >].*?<\/\1>/gs, "")
    .split(/<[^>]+>/)
    .map((text) => text.replaceAll("&amp;", "&").trim())
    .filter((text) => text !== "");
}

/** Texts that are the same in every language. */
const untranslated =
  /Acme|Mia Chen|Ben Both|Hi Eve!|Hi|Users|Tickets|Data platform and everything around it|Warehouse-\d+|Frankfurt|Osaka|read|Admin|Nothing|Billing|Slack|ID|UTC|\S+@\S+\.\w+|a1b2c3d4e5/g;

test.each(languageCodes)("in %s every page is complete, and in the right direction", async (code) => {
  for (const [state, html] of await drawnPages(code)) {
    expect([state, html]).toEqual([
      state,
      expect.stringContaining(`<html lang="${code}" dir="${languageWith(code).dir}"`),
    ]);
    expect([state, textsOf(html).join("\n")]).toEqual([
      state,
      expect.not.stringMatching(/[{}#]|undefined|NaN|\[object|[\u2066-\u2069]/),
    ]);
  }
});

test.each(["ja", "ko", "zh-Hans", "zh-Hant", "ar", "he"] as const)(
  "in %s nothing is left in English",
  async (code) => {
    for (const [state, html] of await drawnPages(code))
      expect([state, textsOf(html).join("\n").replace(untranslated, "")]).toEqual([
        state,
        expect.not.stringMatching(/[A-Za-z]{2,}/),
      ]);
  },
);

test.each(["de", "fr", "es", "es-419", "pt-BR", "it", "pl"] as const)(
  "in %s no sentence is the same as in English",
  async (code) => {
    const english = await drawnPages("en");
    for (const [state, html] of await drawnPages(code)) {
      const same = new Set(textsOf(english.get(state) ?? ""));
      const left = textsOf(html).filter(
        (text) => same.has(text) && text.replace(untranslated, "").includes(" "),
      );
      expect([state, left]).toEqual([state, []]);
    }
  },
);

test("on the narrowest phone nothing is cut off in any language, however long its words are", async () => {
  const page = await openTab(browser, { viewport: { width: 320, height: 800 } });
  for (const code of languageCodes) {
    const pages = [...(await drawnPages(code))];
    const [, first = ""] = pages[0] ?? [];
    const bodies = pages.map(([, html]) => /<body.*?>(.*?)<script>/s.exec(html)?.[1] ?? "");
    await page.setContent(first.replace(/<body.*<\/body>/s, `<body>${bodies.join("")}</body>`));
    const cut = await page.evaluate(`[...document.querySelectorAll("body *")].filter((it) => {
      const { left, right } = it.getBoundingClientRect();
      return right > 320.5 || left < -0.5 || (it.matches(".button, label, summary") && it.scrollWidth > it.clientWidth + 1);
    }).map((it) => it.outerHTML.slice(0, 120))`);
    expect([code, cut]).toEqual([code, []]);
  }
});

/** A quick run looks at a few pages in a language of each direction; a full one at every page in every language. */
const looks: { code: LanguageCode; colorScheme: "light" | "dark"; width: number }[] = full
  ? languageCodes.map((code, index) => ({ code, colorScheme: index % 2 ? "dark" : "light", width: 375 }))
  : [
      { code: "ar", colorScheme: "dark", width: 320 },
      { code: "ja", colorScheme: "light", width: 1280 },
    ];

test.each(looks)(
  "axe finds nothing in $code, with the menu of languages open",
  async ({ code, colorScheme, width }) => {
    const page = await openTab(browser, {
      colorScheme,
      viewport: { width, height: 800 },
      reducedMotion: "reduce",
    });
    const look = await startAxeOnDocuments(page);
    for (const [state, html] of await drawnPages(code)) {
      if (!full && !["errors", "registered", "confirm?"].includes(state)) continue;
      const shown = html.replace("<details", "<details open").replace(/<optgroup.*?(?=<\/select>)/s, "");
      expect([state, await look(shown)]).toEqual([state, []]);
    }
  },
);

test("the script formats the first of a month as in the language", async () => {
  const page = await openTab(browser, { timezoneId: "Europe/Paris" });
  const drawn = layoutOf("Acme")(
    { status: 200, title: "x", content: h("time", { dateTime: "2026-03-01T12:00:00Z" }) },
    { language: languageWith("fr"), menu: null },
  );
  await page.setContent(drawn);
  expect(await page.locator("time").textContent()).toMatch(/^1er\u00a0mars\D+13:00\u00a0UTC\+1$/);
});

test.each(["zh-Hant", "zh-Hans"] as const)(
  "in %s no line ends within a day, however narrow its column",
  async (code) => {
    const page = await openTab(browser, { timezoneId: "Asia/Taipei" });
    const day = h("time", { dateTime: "2026-12-31T04:00:00Z" });
    const drawn = layoutOf("Acme")(
      { status: 200, title: "x", content: h("p", { style: "width:6em" }, "將於於於於", day) },
      { language: languageWith(code), menu: null },
    );
    await page.setContent(drawn);
    const lines = await page.evaluate(`(() => {
      const { firstChild: text } = document.querySelector("time");
      const range = document.createRange();
      range.setStart(text, 0);
      range.setEnd(text, text.data.indexOf("日") + 1);
      return [text.data.slice(0, 6), new Set([...range.getClientRects()].map(({ top }) => top)).size];
    })()`);
    expect(lines).toEqual(["12月31日", 1]);
  },
);
