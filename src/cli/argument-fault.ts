import { type ParseArgsConfig, parseArgs } from "node:util";

/** An option was given twice. Node would take the last one, silently ignoring the others. */
class RepeatedOption extends Error {}

/**
 * Reads a command's arguments as Node's `parseArgs` does, each option once.
 *
 * @throws RepeatedOption, or what Node throws
 */
export function parseOnce<const T extends ParseArgsConfig>(config: T) {
  const parsed = parseArgs(config);
  const plain: ParseArgsConfig = config;
  const named = new Set<string>();
  for (const token of parseArgs({ ...plain, tokens: true }).tokens) {
    if (token.kind !== "option") continue;
    if (named.has(token.name)) throw new RepeatedOption(`${token.rawName} is given more than once`);
    named.add(token.name);
  }
  return parsed;
}

/**
 * Says which of a command's arguments could not be read, and how to call the command; null for any other error. Leaves
 * out Node's advice after its first sentence, which suits none of our commands.
 */
export function argumentFault(error: unknown, usage: string): string | null {
  if (error instanceof RepeatedOption) return `${error.message}. ${usage}`;
  if (!(error instanceof TypeError) || !("code" in error)) return null;
  if (!String(error.code).startsWith("ERR_PARSE_ARGS")) return null;
  const [first = ""] = error.message.split(/\.? (?:To specify|This command)|\.?\n/);
  return `${first}. ${usage}`;
}
