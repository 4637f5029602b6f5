import { execFileSync } from "node:child_process";
import { copyFileSync, rmSync } from "node:fs";
import type { TestProject } from "vitest/node";
import { newRunFolder } from "./run-folder.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The folder with this run's compiled files. */
    runFolder: string;
  }
}

/** Compiles the app before the first test, for this run only. Types are checked elsewhere. */
export default function setup(project: TestProject): () => void {
  const folder = newRunFolder("node_modules/.cache/iam-bot");
  for (const beside of ["package.json", "manifest.yml"]) copyFileSync(beside, `${folder}/${beside}`);
  const timers = [
    "test/support/setup/patient-timers.ts",
    "--format=esm",
    `--outfile=${folder}/patient-timers.mjs`,
  ];
  execFileSync("node_modules/.bin/esbuild", [...timers, "--log-level=warning"], { stdio: "inherit" });
  const app = ["worker-process=test/support/worker/worker-process.ts", `--outdir=${folder}/dist`];
  execFileSync("npm", ["run", "--silent", "compile", "--", ...app], { stdio: "inherit" });
  project.provide("runFolder", folder);
  return () => rmSync(folder, { recursive: true, force: true });
}
