import type * as z from "zod";
import { type Environment, nonEmpty } from "../config/values.ts";
import { AuditLogTampered } from "../services/audit/sealing-status.ts";
import { isDomainError } from "../services/errors.ts";
import { DatabaseUnusable } from "../services/operations/database.ts";
import { argumentFault } from "./argument-fault.ts";
import { end, say, warn } from "./output.ts";

/** Prints the faults in a command's environment and arguments. @returns the exit code */
export function explained(error: z.ZodError): number {
  warn(error.issues.map(({ path, message }) => lineOf(path.join("."), message)).join("\n"));
  return 1;
}

/** Puts a variable's name before its fault; an argument's sentence already names it. */
function lineOf(name: string, message: string): string {
  return /^[A-Z_]+$/.test(name) ? `${name} ${message}` : message;
}

/**
 * Runs a command to its end. Prints what it throws as a sentence, and with `--help` how to call it.
 *
 * @param main gets the environment, in which empty variables count as unset
 */
export function runCommand(usage: string, main: (env: Environment) => Promise<number>): void {
  const helping = async () => {
    say(usage);
    return 0;
  };
  const run = process.argv.includes("--help") ? helping : main;
  run(nonEmpty(process.env)).then(end, (error: unknown) => {
    const isSentence =
      error instanceof DatabaseUnusable ||
      error instanceof AuditLogTampered ||
      error instanceof TypeError ||
      isDomainError(error);
    warn(argumentFault(error, usage) ?? (isSentence ? error.message : String(error)));
    end(1);
  });
}
