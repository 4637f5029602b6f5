import { type Browser, chromium } from "playwright-core";
import { inject } from "vitest";

/** Starts the run's Chromium, headless; the caller closes it. */
export async function startBrowser(): Promise<Browser> {
  const found = inject("browser");
  if ("missing" in found) throw new Error(found.missing);
  const { executablePath, env } = found;
  return chromium.launch({ executablePath, env: { ...process.env, ...env } });
}
