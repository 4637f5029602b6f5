import axe from "axe-core";
import type { Page } from "playwright-core";
import * as z from "zod";

const results = z.object({
  violations: z.array(z.object({ id: z.string(), nodes: z.array(z.object({ html: z.string() })) })),
});

/** Loads axe-core into a tab, and returns a function that checks documents there, one after the other. */
export async function startAxeOnDocuments(page: Page) {
  await page.setContent("<p>");
  const look = await startAxe(page);
  return async (html: string) => {
    await page.evaluate(`document.documentElement.replaceWith(
      new DOMParser().parseFromString(${JSON.stringify(html)}, "text/html").documentElement)`);
    return look();
  };
}

/** Loads axe-core into a tab's present page. Returns a function that checks it. */
export async function startAxe(page: Page): Promise<() => Promise<{ id: string; html: string[] }[]>> {
  await page.evaluate(axe.source);
  return async () => {
    const { violations } = results.parse(await page.evaluate("axe.run({ resultTypes: ['violations'] })"));
    return violations.map(({ id, nodes }) => ({ id, html: nodes.map(({ html }) => html) }));
  };
}
