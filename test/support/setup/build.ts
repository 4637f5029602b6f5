import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { pathToFileURL } from "node:url";

const folder = "node_modules/.cache/iam-bot";

/** The folder of the compiled app: a process started from it costs a quarter of one started from the sources. */
export const compiled = `${folder}/dist`;

const timers = `${folder}/patient-timers.mjs`;

/** What to start a process with in whose time limits a slow machine is not to count, either. */
export const patientNode = { NODE_OPTIONS: `--import ${pathToFileURL(timers)}` };

/** Compiles the app before the first test. Its types are checked elsewhere. */
export default function setup(): void {
  const next = `${compiled}-${process.pid}`;
  mkdirSync(next, { recursive: true });
  for (const beside of ["package.json", "manifest.yml"]) copyFileSync(beside, `${folder}/${beside}`);
  const steps = ["test/support/setup/patient-timers.ts", "--format=esm", `--outfile=${timers}`];
  execFileSync("node_modules/.bin/esbuild", [...steps, "--log-level=warning"], { stdio: "inherit" });
  const entries = ["worker-process=test/support/worker/worker-process.ts"];
  const options = [...entries, `--outdir=${next}`];
  execFileSync("npm", ["run", "--silent", "compile", "--", ...options], { stdio: "inherit" });
  rmSync(compiled, { recursive: true, force: true });
  renameSync(next, compiled);
}
