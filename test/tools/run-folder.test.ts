import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { expect, onTestFinished, test } from "vitest";
import { newRunFolder } from "../support/setup/run-folder.ts";

test("each run compiles into a folder of its own, and removes what a killed one left behind", () => {
  const parent = mkdtempSync(`${tmpdir()}/iam-bot-`);
  onTestFinished(() => rmSync(parent, { recursive: true }));
  const killed = `${parent}/run-${spawnSync(process.execPath, ["--version"]).pid}-left`;
  mkdirSync(`${killed}/dist`, { recursive: true });
  const [one, two] = [newRunFolder(`${parent}`), newRunFolder(`${parent}`)];
  expect(one).not.toBe(two);
  expect([one, two, killed].map(existsSync)).toEqual([true, true, false]);
});
