import { defineConfig } from "vitest/config";
import everything from "./vitest.config.ts";

process.env.FAULTS = "full";

/** `npm run test:faults`: the fault tests in full, one after the other. `npm test` runs a quick selection of each. */
export default defineConfig({
  test: {
    ...everything.test,
    include: ["test/faults/**/*.test.ts"],
    fileParallelism: false,
    testTimeout: 15 * 60_000,
    reporters: ["verbose"],
    disableConsoleIntercept: true,
  },
});
