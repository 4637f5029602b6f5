import type { TestProject } from "vitest/node";
import { type Mongod, startMongod } from "../../../dev/emulators/mongodb/mongod.ts";
import { type Chromium, findChromium } from "../../../dev/tools/chromium.ts";
import { memoryFolder } from "./memory-folder.ts";

/** Either the browser, or why there is none: most tests don't need one. */
type BrowserFinding = Chromium | { missing: string };

declare module "vitest" {
  interface ProvidedContext {
    mongods: Pick<Mongod, "uri" | "databasePrefix">[];
    browser: BrowserFinding;
  }
}

/**
 * Before the first test, starts a MongoDB for each worker that gets a file, since failpoints are set for a whole
 * MongoDB, and unpacks Chromium at the same time.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const log = (line: string) => project.vitest.logger.log(line);
  const finding: Promise<BrowserFinding> = findChromium({ log }).catch((error: unknown) => ({
    missing: error instanceof Error ? error.message : String(error),
  }));
  const temporaryFolder = await memoryFolder();
  const { config, vitest } = project;
  // In watch mode, more files may run later.
  const most = vitest.config.watch ? config.maxWorkers : vitest.state.getPaths().length;
  const mongods = await Promise.all(
    Array.from({ length: Math.min(most, config.maxWorkers) }, () => startMongod({ log, temporaryFolder })),
  );
  project.provide(
    "mongods",
    mongods.map(({ uri, databasePrefix }) => ({ uri, databasePrefix })),
  );
  project.provide("browser", await finding);
  return async () => {
    await Promise.all(mongods.map(({ stop }) => stop()));
  };
}
