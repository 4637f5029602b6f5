/** Whether a line for the operator could not be written, other than because its reader had enough. */
let isLost = false;

process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  // A reader such as `head` closed the pipe. The command goes on: one that changes things must not end half-way.
  if (error.code === "EPIPE" || isLost) return;
  isLost = true;
  warn(`The output can't be written (${error.code}). What the command did is done; what it printed is lost.`);
});
process.stderr.on("error", () => undefined);

/** Prints a line for the operator. */
export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Prints what went wrong, or what the operator should know besides the output meant for another command. */
export function warn(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** Ends the process with this code, or with 1 if what it printed is lost. */
export function end(code: number): void {
  // An error of the last write arrives after it.
  setImmediate(() => process.exit(isLost ? 1 : code));
}
