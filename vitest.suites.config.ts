import { defineConfig } from "vitest/config";
import suite from "./vitest.config.ts";

/** `npm run test:suites`: what others wrote to test APIs like ours, at versions with hashes, fetched when it is first run. */
export default defineConfig({
  test: {
    ...suite.test,
    include: ["test/suites/**/*.suite.ts"],
    reporters: ["verbose"],
    maxWorkers: 1,
    testTimeout: 60 * 60_000,
    disableConsoleIntercept: true,
  },
});
