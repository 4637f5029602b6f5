import { execFile } from "node:child_process";
import { promisify } from "node:util";

const execute = promisify(execFile);

/**
 * Runs a program to its end.
 *
 * @returns what it wrote to its standard output
 * @throws with the last line it wrote to its standard error
 */
export async function run(program: string, args: string[], env: NodeJS.ProcessEnv): Promise<string> {
  try {
    const { stdout } = await execute(program, args, { env, maxBuffer: 16 * 1024 * 1024 });
    return stdout;
  } catch (error) {
    throw new Error(`${program}: ${lastWords(error)}`);
  }
}

function lastWords(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const written = "stderr" in error && typeof error.stderr === "string" ? error.stderr : "";
  const lines = written.split("\n").filter((line) => line.trim() !== "");
  return lines.at(-1)?.trim() ?? error.message.split("\n")[0] ?? error.message;
}
