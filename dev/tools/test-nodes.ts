import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import * as z from "zod";
import { findNode, type NodeRelease } from "./node-binary.ts";
import { secondsSince } from "./progress.ts";

/** The newest release of each line, besides the oldest that we support, which runs `npm test` itself. */
const releases: NodeRelease[] = [
  {
    version: "24.22.3",
    sha512: "KHsob+Fv9YerATvYujMbiyJqnRCvLtrcr/eTNqRqiOSGp97EOiRP1yP47+knGgQ/xnc3XY8xzkW587dlZzNqRA==",
  },
  {
    version: "26.12.1",
    sha512: "jk5LMAmgHlPlPMWpsUrSOqNaEZG+11UNd35hWQ+p5/XGaelWuTqJ69IcAy/5xtPPN4d5ZRBNOGB6gLMCh2kL9A==",
  },
];

const say = (line: string) => console.log(line);
const results = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
});

/**
 * Runs every test on a Node, showing vitest's output.
 *
 * @returns a line on how it went, and whether it passed
 */
async function testOn(release: NodeRelease): Promise<{ summary: string; ok: boolean }> {
  const folder = await findNode(release, { env: process.env, log: say });
  const scratch = await mkdtemp(join(tmpdir(), "iam-bot-nodes-"));
  const report = join(scratch, "results.json");
  const began = performance.now();
  say(`\nNode ${release.version}`);
  const vitest = spawn(
    join(folder, "node"),
    [
      "node_modules/vitest/vitest.mjs",
      "run",
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${report}`,
    ],
    // Makes tests start the same Node as `node`.
    { stdio: "inherit", env: { ...process.env, PATH: `${folder}${delimiter}${process.env.PATH}` } },
  );
  const [exitCode] = await once(vitest, "exit");
  const took = secondsSince(began);
  const { numPassedTests, numFailedTests, numPendingTests } = results.parse(
    JSON.parse(await readFile(report, "utf8").catch(() => "null")) ?? nothing,
  );
  await rm(scratch, { recursive: true });
  const counted = `${numPassedTests} passed, ${numFailedTests} failed, ${numPendingTests} skipped`;
  const ok = exitCode === 0;
  return { summary: `Node ${release.version}: ${ok ? "good" : "NOT GOOD"}, ${counted}, in ${took}`, ok };
}

/** The counts of a run that ended before it could report. */
const nothing = { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0 };

const runs = [];
for (const release of releases) runs.push(await testOn(release));
say("");
for (const { summary } of runs) say(summary);
process.exitCode = runs.every(({ ok }) => ok) ? 0 : 1;
