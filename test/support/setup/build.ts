import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync } from "node:fs";
import { pathToFileURL } from "node:url";

/** The folder of the compiled app: a process started from it costs half of one started from the sources. */
export const compiled = "node_modules/.cache/iam-bot/dist";

const timers = "node_modules/.cache/iam-bot/patient-timers.mjs";

/** What to start a process with in whose time limits a slow machine is not to count, either. */
export const patientNode = { NODE_OPTIONS: `--import ${pathToFileURL(timers)}` };

/** Compiles the app before the first test. Its types are checked elsewhere. */
export default function setup(): void {
  mkdirSync(compiled, { recursive: true });
  for (const beside of ["package.json", "manifest.yml"]) copyFileSync(beside, `${compiled}/../${beside}`);
  const steps = ["test/support/setup/patient-timers.ts", "--format=esm", `--outfile=${timers}`];
  execFileSync("node_modules/.bin/esbuild", [...steps, "--log-level=warning"], { stdio: "inherit" });
  execFileSync("npm", ["run", "--silent", "compile", "--", `--outdir=${compiled}`], { stdio: "inherit" });
}
