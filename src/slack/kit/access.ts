import { english } from "../../locales/english.ts";
import { Isolated } from "../../locales/sentence.ts";
import { shorten } from "../../locales/shorten.ts";
import type { Words } from "../../locales/words.ts";
import { type ScopeKind, scopeKinds } from "../../services/groups/group-fields.ts";
import type { GroupSummary } from "../../services/groups/groups.ts";
import { lineStart, say } from "./phrase.ts";

const LONGEST_LIST = 600;

/** Says that a group gives everything; null if it doesn't. */
export function everythingOf(group: GroupSummary, { access } = english): string | null {
  const all = scopeKinds.every((kind) => group[kind] === "all") && group.actions === "all";
  return all ? access.everything : null;
}

/** Lists the actions of a group that doesn't give all of them, such as *actions: read*. */
export function onlyActions(
  { actions }: Pick<GroupSummary, "actions">,
  longest: number,
  words = english,
): string[] {
  if (actions === "all") return [];
  const { access } = words;
  if (actions.length === 0) return [access.noActions];
  return [say(words, access.actions({ names: shorten(actions.join(", "), longest) }))];
}

/** Says what a group gives, on one line: *Tickets · no projects or regions*. */
export function accessText(group: GroupSummary, words = english): string {
  const everything = everythingOf(group, words);
  if (everything) return everything;
  const given = scopeKinds.flatMap((kind) => scopeText(group, kind, words));
  if (given.length === 0) return words.access.nothing;
  const facts = [...given, ...noneText(group, words), ...onlyActions(group, LONGEST_LIST, words)];
  return `${lineStart(words)}${facts.join(" · ")}`;
}

function scopeText(group: GroupSummary, kind: ScopeKind, words: Words): string[] {
  const { access } = words;
  const scope = group[kind];
  if (scope === "all")
    return [{ services: access.allServices, projects: access.allProjects, regions: access.allRegions }[kind]];
  if (scope.length === 0) return [];
  const names = shorten(scope.join(", "), LONGEST_LIST);
  return [kind === "services" ? say(words, [new Isolated(names)]) : say(words, access[kind]({ names }))];
}

/** Lists the kinds of which it gives none, for a group that gives some of another kind. */
function noneText(group: GroupSummary, words: Words): string[] {
  const [services, projects, regions] = scopeKinds.map((kind) => group[kind].length === 0);
  const none = (kinds: Parameters<Words["access"]["none"]>[0]["kinds"]) => [
    say(words, words.access.none({ kinds })),
  ];
  if (services && projects) return none("services_projects");
  if (services && regions) return none("services_regions");
  if (projects && regions) return none("projects_regions");
  if (services) return none("services");
  if (projects) return none("projects");
  return regions ? none("regions") : [];
}
