import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { resolve } from "node:path";
import { isRunning } from "../../../dev/tools/is-running.ts";

/** Creates a folder for this run only, and removes those of runs that were killed before they could. */
export function newRunFolder(parent: string): string {
  mkdirSync(parent, { recursive: true });
  for (const name of readdirSync(parent)) {
    const pid = /^run-(\d+)-/.exec(name)?.[1];
    if (pid && !isRunning(Number(pid))) rmSync(`${parent}/${name}`, { recursive: true, force: true });
  }
  return mkdtempSync(`${resolve(parent)}/run-${process.pid}-`);
}
