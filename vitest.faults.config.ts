import { defineConfig } from "vitest/config";
import { LongestFirst } from "./test/support/longest-first.ts";
import suite, { setupFiles } from "./vitest.config.ts";

process.env.FAULTS = "full";

/** Time is time here: no more files at once than two processors carry, as most of them wait for half of theirs. */
const maxWorkers = process.env.TEST_MONGODB_URI ? 1 : 3;
/** All of them share what the run sets up: thirty servers that only wait took a twentieth of two processors. */
const everything = { test: { ...suite.test, globalSetup: [], maxWorkers } };

/** With axe on every page and mail in every language. */
const everyLanguage = ["test/web/every-language.test.ts", "test/mail/languages.test.ts"];
const overload = "test/faults/overload.test.ts";
/** Stories whose app has a clock that is wrong by so many hours; MongoDB's is right. */
const stories = (name: string, hours: string) => ({
  test: {
    ...everything.test,
    name,
    include: ["test/stories/**/*.test.ts"],
    setupFiles: [...setupFiles, "test/support/setup/shifted-clock.ts"],
    env: { CLOCK_AHEAD_HOURS: hours },
    sequence: { groupOrder: 0 },
  },
});

const common = { ...everything.test, testTimeout: 15 * 60_000, disableConsoleIntercept: true };

/** Everyone who may not, each at everything; in a Grid some of them by turns. */
const rules = (name: string, file: string, env: Record<string, string> = {}) => ({
  test: { ...common, name, include: [`test/rules/${file}.test.ts`], env, sequence: { groupOrder: 0 } },
});
const whoMayNot = (installed: string, env?: Record<string, string>) =>
  rules(`who may not, installed in ${installed}`, "who-may-not", env);

/**
 * `npm run test:faults`: the fault tests in full, the stories by clocks that are wrong, and who may not in each kind of
 * installation, three files at a time; then overload, which has the machine to itself. `npm test` runs a quick selection
 * of each.
 */
export default defineConfig({
  test: {
    reporters: ["verbose"],
    globalSetup: suite.test?.globalSetup ?? [],
    maxWorkers,
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          ...common,
          name: "faults",
          include: [
            "test/faults/**/*.test.ts",
            "test/services/imports/read-import.test.ts",
            ...everyLanguage,
          ],
          exclude: [overload],
          sequence: { groupOrder: 0 },
        },
      },
      stories("stories, 3 h ahead", "3"),
      stories("stories, 3 h behind", "-3"),
      whoMayNot("a workspace by itself"),
      whoMayNot("a workspace of a Grid", { GRID_INSTALL: "workspace" }),
      whoMayNot("an organisation", { GRID_INSTALL: "organisation" }),
      rules("who may in a Grid", "who-may-in-*"),
      rules("who may not ask", "who-may-not-ask"),
      rules("every listener in every trouble", "every-listener"),
      { test: { ...common, name: "overload", include: [overload], sequence: { groupOrder: 1 } } },
    ],
  },
});
