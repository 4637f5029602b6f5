import type { Filter } from "../../../src/services/profiles/filter.ts";
import type { AttributePath } from "../../../src/services/profiles/schema.ts";

/** Writes a filter in the syntax of RFC 7644 (3.4.2.2). */
export function printFilter(filter: Filter): string {
  switch (filter.kind) {
    case "and":
    case "or":
      return filter.filters.map((each) => printPart(each, filter.kind)).join(` ${filter.kind} `);
    case "not":
      return `not (${printFilter(filter.filter)})`;
    case "present":
      return `${printPath(filter.path)} pr`;
    case "compare":
      return `${printPath(filter.path)} ${filter.comparison} ${JSON.stringify(filter.operand)}`;
    case "element":
      return `${printPath(filter.path)}[${printFilter(filter.filter)}]`;
  }
}

function printPart(part: Filter, within: "and" | "or"): string {
  return within === "and" && part.kind === "or" ? `(${printFilter(part)})` : printFilter(part);
}

function printPath({ extension, attribute, sub }: AttributePath): string {
  return `${extension ? `${extension.id}:` : ""}${attribute.name}${sub ? `.${sub.name}` : ""}`;
}
