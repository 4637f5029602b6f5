import { execFile } from "node:child_process";
import { compiled } from "./setup/compiled.ts";

/** Runs one of the compiled app's commands to its end. */
export async function runCompiled(
  script: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<{ code: unknown; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [`${compiled}/${script}`, ...args], { env }, (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, stdout, stderr }),
    );
  });
}
