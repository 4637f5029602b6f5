import type { ScopeKind } from "../../services/groups/group-fields.ts";
import { groupNameKey } from "../../services/groups/group-name.ts";

/** What someone asks about, by name. */
export interface Named {
  service: string;
  project?: string;
  region?: string;
}

const QUOTES = /["“”„«»]/gu;

/**
 * Reads a service, a project and a region in turn. Names that groups contain may have several words, and any but the
 * first may follow *in*; other names are one word, or in quotes.
 *
 * @returns null if more was typed, or nothing between quotes
 */
export function namedIn(text: string, held: Readonly<Record<ScopeKind, readonly string[]>>): Named | null {
  let words = (text.match(/["“„«][^"“”«»]+["”»]|\S+/gu) ?? []).filter((word) => word !== "");
  const take = (names: readonly string[]): string | undefined => {
    if (words.length > 1 && words[0]?.toLowerCase() === "in" && !names.includes("in")) words = words.slice(1);
    for (let count = words.length; count > 0; count--) {
      const name = words.slice(0, count).join(" ").replace(QUOTES, "");
      const known = names.find((each) => groupNameKey(each) === groupNameKey(name));
      if (known === undefined && count > 1) continue;
      words = words.slice(count);
      return known ?? name;
    }
    return undefined;
  };
  const service = take(held.services);
  const project = take(held.projects);
  const region = take(held.regions);
  if (service === undefined || words.length > 0 || [service, project, region].includes("")) return null;
  return { service, ...(project !== undefined && { project }), ...(region !== undefined && { region }) };
}
