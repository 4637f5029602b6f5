import type { Page } from "playwright-core";

/** Becomes somebody else in the workspace's page, and waits until it is theirs: others' names stand on it, too. */
export async function become(page: Page, name: string): Promise<void> {
  await page.getByRole("navigation", { name: "Who you are" }).getByRole("link", { name }).click();
  const sidebar = page.getByRole("navigation", { name: "Conversations" });
  await sidebar.getByRole("paragraph").filter({ hasText: name }).waitFor();
}
