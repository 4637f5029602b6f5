import type * as z from "zod";
import { type Environment, nonEmpty } from "../config/values.ts";
import { AuditLogTampered } from "../services/audit/sealing-status.ts";
import { isDomainError } from "../services/errors.ts";
import { DatabaseUnusable } from "../services/operations/database.ts";
import { argumentFault } from "./argument-fault.ts";

/** Prints a line for the operator. */
export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Prints what went wrong, or what the operator should know besides the output meant for another command. */
export function warn(line: string): void {
  process.stderr.write(`${line}\n`);
}

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
  run(nonEmpty(process.env)).then(
    (code) => process.exit(code),
    (error: unknown) => {
      const isSentence =
        error instanceof DatabaseUnusable ||
        error instanceof AuditLogTampered ||
        error instanceof TypeError ||
        isDomainError(error);
      warn(argumentFault(error, usage) ?? (isSentence ? error.message : String(error)));
      process.exit(1);
    },
  );
}
