import { scopeKinds } from "../../services/groups/group-fields.ts";
import type { GroupSummary } from "../../services/groups/groups.ts";
import { shorten } from "./text.ts";

const LONGEST_LIST = 600;

/** Says that a group gives everything; null where it does not. */
export function everythingOf(group: GroupSummary): string | null {
  return scopeKinds.every((kind) => group[kind] === "all") && group.actions === "all"
    ? "Everything: all services, projects and regions"
    : null;
}

/** Names the actions of a group that does not give all of them, such as *actions: read*. */
export function onlyActions({ actions }: Pick<GroupSummary, "actions">, longest: number): string[] {
  return actions === "all" ? [] : [`actions: ${shorten(actions.join(", ") || "none", longest)}`];
}

/** Says what a group gives, on one line: *Tickets · no projects or regions*. */
export function accessText(group: GroupSummary): string {
  const everything = everythingOf(group);
  if (everything) return everything;
  const none = scopeKinds.filter((kind) => group[kind].length === 0);
  const given = scopeKinds.flatMap((kind) => {
    const scope = group[kind];
    if (scope === "all") return [`all ${kind}`];
    if (scope.length === 0) return [];
    const names = shorten(scope.join(", "), LONGEST_LIST);
    return [kind === "services" ? names : `${kind}: ${names}`];
  });
  if (given.length === 0) return "No access yet";
  return [
    ...given,
    ...(none.length > 0 ? [`no ${none.join(" or ")}`] : []),
    ...onlyActions(group, LONGEST_LIST),
  ].join(" · ");
}
