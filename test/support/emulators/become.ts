import type { Page } from "playwright-core";

/** Switches to somebody else on the workspace's page, and waits until it is theirs: it shows others' names as well. */
export async function become(page: Page, name: string): Promise<void> {
  await page.getByRole("navigation", { name: "Who you are" }).getByRole("link", { name }).click();
  const sidebar = page.getByRole("navigation", { name: "Conversations" });
  await sidebar.getByRole("paragraph").filter({ hasText: name }).waitFor();
}
