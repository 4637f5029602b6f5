import type { TestProject } from "vitest/node";
import { type Chromium, findChromium } from "../../dev/chromium.ts";
import { startMongod } from "../../dev/mongod.ts";

/** Either the browser, or why there is none: most tests need none. */
type BrowserFinding = Chromium | { missing: string };

declare module "vitest" {
  interface ProvidedContext {
    mongod: { uri: string; databasePrefix: string };
    browser: BrowserFinding;
  }
}

/** Before the first test: one MongoDB for the whole run, and Chromium unpacked, side by side. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const log = (line: string) => project.vitest.logger.log(line);
  const finding: Promise<BrowserFinding> = findChromium({ log }).catch((error: unknown) => ({
    missing: error instanceof Error ? error.message : String(error),
  }));
  const { uri, databasePrefix, stop } = await startMongod({ log });
  project.provide("mongod", { uri, databasePrefix });
  project.provide("browser", await finding);
  return stop;
}
