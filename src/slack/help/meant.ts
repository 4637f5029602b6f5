import { addressesIn } from "../../services/invites/parse-addresses.ts";
import { mentionIn } from "../kit/command.ts";

/** What people type for an action, and the subcommand whose screen has its button. */
const SYNONYMS: Readonly<Record<string, string>> = {
  add: "invite",
  new: "invite",
  resend: "pending",
  cancel: "pending",
  revoke: "pending",
  invites: "pending",
  suspend: "user",
  reactivate: "user",
  deactivate: "user",
  remove: "user",
  link: "user",
  find: "user",
  whois: "user",
  delete: "user",
  unlink: "user",
  search: "user",
  show: "user",
  members: "groups",
  csv: "export",
  download: "export",
};

/** Which subcommand a line means, and what it is about. */
export interface Meant {
  name: string;
  text: string;
}

/**
 * Finds out which subcommand a line means: its first word, or a synonym. A line that is only an address, a mention or
 * `Eve Adams <eve@example.com>` means that person.
 */
export function meantBy(line: string, isSubcommand: (name: string) => boolean): Meant {
  const [word = ""] = line.split(/\s+/);
  if (mentionIn(word) || word.includes("@")) return peopleIn(line);
  const typed = word.toLowerCase();
  const name = (Object.hasOwn(SYNONYMS, typed) && SYNONYMS[typed]) || typed;
  if (!isSubcommand(name) && line.endsWith(">") && addressesIn(line).emails.length > 0) return peopleIn(line);
  return { name, text: line.slice(word.length).trim() };
}

function peopleIn(line: string): Meant {
  return { name: addressesIn(line).emails.length > 1 ? "invite" : "user", text: line };
}
