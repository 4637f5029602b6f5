/**
 * Says which of a command's arguments Node could not read, and how the command is called; null for any other error.
 * What Node advises after its first sentence suits no command of ours.
 */
export function argumentFault(error: unknown, usage: string): string | null {
  if (!(error instanceof TypeError) || !("code" in error)) return null;
  if (!String(error.code).startsWith("ERR_PARSE_ARGS")) return null;
  const [first = ""] = error.message.split(/\.? (?:To specify|This command)|\.?\n/);
  return `${first}. ${usage}`;
}
