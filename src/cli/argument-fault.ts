import { type ParseArgsConfig, parseArgs } from "node:util";

/** An option is there twice. Node takes the last one, which does something else than all of them say. */
class RepeatedOption extends Error {}

/** Reads a command's arguments as `parseArgs` of Node does, each option once. @throws RepeatedOption, or what Node throws */
export function parseOnce<const T extends ParseArgsConfig>(config: T) {
  const parsed = parseArgs(config);
  const plain: ParseArgsConfig = config;
  const named = new Set<string>();
  for (const token of parseArgs({ ...plain, tokens: true }).tokens) {
    if (token.kind !== "option") continue;
    if (named.has(token.name)) throw new RepeatedOption(`${token.rawName} is there more than once`);
    named.add(token.name);
  }
  return parsed;
}

/**
 * Says which of a command's arguments could not be read, and how the command is called; null for any other error.
 * What Node advises after its first sentence suits no command of ours.
 */
export function argumentFault(error: unknown, usage: string): string | null {
  if (error instanceof RepeatedOption) return `${error.message}. ${usage}`;
  if (!(error instanceof TypeError) || !("code" in error)) return null;
  if (!String(error.code).startsWith("ERR_PARSE_ARGS")) return null;
  const [first = ""] = error.message.split(/\.? (?:To specify|This command)|\.?\n/);
  return `${first}. ${usage}`;
}
