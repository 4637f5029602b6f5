import { defineConfig } from "vitest/config";
import everything from "./vitest.config.ts";

process.env.FAULTS = "full";

const overload = "test/faults/overload.test.ts";
const common = { ...everything.test, testTimeout: 15 * 60_000, disableConsoleIntercept: true };

/**
 * `npm run test:faults`: the fault tests in full, two files at a time, and then overload, which has the machine to
 * itself. `npm test` runs a quick selection of each.
 */
export default defineConfig({
  test: {
    reporters: ["verbose"],
    projects: [
      {
        test: {
          ...common,
          name: "faults",
          include: ["test/faults/**/*.test.ts"],
          exclude: [overload],
          sequence: { groupOrder: 0 },
        },
      },
      { test: { ...common, name: "overload", include: [overload], sequence: { groupOrder: 1 } } },
    ],
  },
});
