import type { Browser, BrowserContextOptions, Page } from "playwright-core";

/** Browsers' complaints: a refused script or style, an error in ours. */
export const complaints: string[] = [];

/** Opens a separate tab, in a time zone that is not ours. */
export async function openTab(browser: Browser, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ timezoneId: "Asia/Calcutta", ...options });
  const page = await context.newPage();
  page.on("console", (message) => {
    if (message.type() === "error" && !message.text().includes("responded with a status of"))
      complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  return page;
}

/**
 * Simulates a browser's translation in a tab: it changes every text on every page, and wraps it in its own elements.
 */
export async function translated(page: Page): Promise<Page> {
  await page.addInitScript(`addEventListener("load", () => {
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const all = [];
    while (texts.nextNode()) all.push(texts.currentNode);
    for (const text of all) {
      if (!text.data.trim() || text.parentElement.closest("script")) continue;
      const [outer, inner] = [document.createElement("font"), document.createElement("font")];
      inner.textContent = "«" + text.data + "»";
      outer.append(inner);
      text.replaceWith(outer);
    }
  })`);
  return page;
}

/** Returns a page's own heading. */
export function heading(page: Page): Promise<string | null> {
  return page.getByRole("heading", { level: 1 }).textContent();
}

/** Presses a button that leads to a page. */
export async function press(page: Page, name: string): Promise<void> {
  await Promise.all([page.waitForEvent("load"), page.getByRole("button", { name }).click()]);
}
