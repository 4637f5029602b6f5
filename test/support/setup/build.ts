import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync } from "node:fs";

/** The folder of the compiled app: a process started from it costs half of one started from the sources. */
export const compiled = "node_modules/.cache/iam-bot/dist";

/** Compiles the app before the first test. Its types are checked elsewhere. */
export default function setup(): void {
  mkdirSync(compiled, { recursive: true });
  for (const beside of ["package.json", "manifest.yml"]) copyFileSync(beside, `${compiled}/../${beside}`);
  execFileSync("npm", ["run", "--silent", "compile", "--", `--outdir=${compiled}`], { stdio: "inherit" });
}
