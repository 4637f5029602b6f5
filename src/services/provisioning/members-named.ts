import type { Filter } from "../profiles/filter.ts";
import type { Attribute } from "../profiles/schema.ts";

/** Reads an id, alone or at the end of an address. */
export const lastPart = (text: string): string => text.slice(text.lastIndexOf("/") + 1);

/** Lists the members whose being in a group decides a filter; null if it depends on others too. */
export function membersNamed(filter: Filter): string[] | null {
  switch (filter.kind) {
    case "and":
    case "or":
      return allNamed(filter.filters.map(membersNamed));
    case "not":
      return membersNamed(filter.filter);
    default:
      return filter.path.attribute.name === "members" ? namedBy(filter, filter.path.sub) : [];
  }
}

function namedBy(filter: Filter, sub: Attribute | undefined): string[] | null {
  switch (filter.kind) {
    case "element":
      return namedInside(filter.filter);
    case "compare": {
      const isId = sub === undefined || sub.name === "value" || sub.name === "$ref";
      const { comparison, operand } = filter;
      return isId && comparison === "eq" && typeof operand === "string" ? [lastPart(operand)] : null;
    }
    default:
      return null;
  }
}

/** Reads the brackets after `members`: of conditions joined by *and*, the members that one of them names are enough. */
function namedInside(filter: Filter): string[] | null {
  switch (filter.kind) {
    case "and":
      return filter.filters.map(namedInside).find((named) => named !== null) ?? null;
    case "or":
      return allNamed(filter.filters.map(namedInside));
    case "compare":
      return namedBy(filter, filter.path.attribute);
    default:
      return null;
  }
}

function allNamed(parts: readonly (string[] | null)[]): string[] | null {
  return parts.some((part) => part === null) ? null : parts.flatMap((part) => part ?? []);
}
