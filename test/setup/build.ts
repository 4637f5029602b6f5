import { execFileSync } from "node:child_process";
import { mainFile } from "./run.ts";

/** Before the full run: compiles the app, which then starts in a third of the time. */
export default function setup(): void {
  const folder = mainFile.replace(/\/main\.js$/, "");
  execFileSync("npx", ["tsc", "-p", "tsconfig.build.json", "--outDir", folder], { stdio: "inherit" });
}
