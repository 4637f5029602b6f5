import { availableParallelism, totalmem } from "node:os";
import { defineConfig } from "vitest/config";
import { LongestFirst } from "./test/support/longest-first.ts";
import { PATIENCE_MS } from "./test/support/patience.ts";

export const setupFiles = [
  "test/support/setup/patient-timers.ts",
  "test/support/setup/leave-nothing-open.ts",
];

/** A file waits for half of its time. A worker and the data of its MongoDB take up to 2 GB. */
const mostWorkers = Math.max(1, Math.min(2 * availableParallelism(), 8, Math.floor(totalmem() / 2e9)));

export default defineConfig({
  test: {
    include: ["test/**/*.test.{ts,tsx}"],
    globalSetup: ["test/support/setup/build.ts", "test/support/setup/mongod.ts"],
    setupFiles,
    pool: "forks",
    // Loading Bolt and Mongoose anew for each file would take longer than the tests.
    isolate: false,
    sequence: { sequencer: LongestFirst },
    // Room for what dies young: Node is collecting garbage for less than half as long.
    execArgv: ["--max-semi-space-size=64"],
    // A MongoDB that somebody names would be shared, and what makes one fail is one setting for all of it.
    maxWorkers: process.env.TEST_MONGODB_URI ? 1 : mostWorkers,
    // Only a test that fails waits so long, however slow the machine is.
    testTimeout: 3 * PATIENCE_MS,
    hookTimeout: 3 * PATIENCE_MS,
    expect: { poll: { timeout: PATIENCE_MS } },
  },
});
