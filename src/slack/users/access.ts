import type { GroupSummary } from "../../services/groups/groups.ts";
import { shorten } from "../kit/text.ts";

const LONGEST_LIST = 600;

/** Says that a group gives everything; null where it does not. */
export function everythingOf({ services, projects, regions }: GroupSummary): string | null {
  return [services, projects, regions].every((scope) => scope === "all")
    ? "Everything: all services, projects and regions"
    : null;
}

/** Says what a group gives, each kind on a line. */
export function accessText({ services, projects, regions }: GroupSummary): string {
  return `Services: ${listed(services)}\nProjects: ${listed(projects)}\nRegions: ${listed(regions)}`;
}

function listed(scope: string[] | "all"): string {
  if (scope === "all") return "all";
  return scope.length > 0 ? shorten(scope.join(", "), LONGEST_LIST) : "none";
}
