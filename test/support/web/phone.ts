import type { BrowserContextOptions, Page } from "playwright-core";
import * as z from "zod";
import { startAxe } from "./axe.ts";

const width = 390;

/** A browser on a phone. */
export const phone: BrowserContextOptions = {
  viewport: { width, height: 844 },
  hasTouch: true,
  isMobile: true,
};

const flaws = z.object({ width: z.number(), cut: z.array(z.string()), small: z.array(z.string()) });

/** Finds what lies outside the screen, unless it scrolls on its own, and what is too small for a finger. */
const measured = `(() => {
  const shown = [...document.body.querySelectorAll("*")].filter((element) =>
    element.checkVisibility({ visibilityProperty: true }) && !element.closest(".unseen, svg, .block-table"));
  const boxOf = (element) => element.getBoundingClientRect();
  const named = (elements) => elements.map((element) => element.outerHTML.slice(0, 200));
  const target = "button, a[href], input, select, textarea, summary, [role=option]";
  return {
    width: Math.max(document.documentElement.scrollWidth, innerWidth),
    cut: named(shown.filter((element) => boxOf(element).left < 0 || boxOf(element).right > ${width})),
    small: named(shown
      .filter((element) => element.matches(target) && !element.closest(".text, .rich-text"))
      .map((element) => element.matches("input") ? element.closest("label, .combobox") ?? element : element)
      .filter((element) => boxOf(element).width < 44 || boxOf(element).height < 44)),
  };
})()`;

/** Returns a function that checks a page on a phone, in light and dark, and returns its faults. */
export async function startPhoneLook(page: Page): Promise<() => Promise<string[]>> {
  const axe = await startAxe(page);
  return async () => {
    const found: string[] = [];
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      for (const { id, html } of await axe()) found.push(`${colorScheme}, ${id}: ${html}`);
    }
    const now = flaws.parse(await page.evaluate(measured));
    if (now.width !== width) found.push(`${now.width} px wide`);
    for (const html of now.cut) found.push(`cut: ${html}`);
    for (const html of now.small) found.push(`small: ${html}`);
    return found;
  };
}
