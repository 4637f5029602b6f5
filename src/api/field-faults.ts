import type * as z from "zod";
import { either } from "../services/format.ts";

const types: Record<string, string> = {
  string: "a string",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
  record: "an object",
};

/**
 * Says what is wrong with a field, to follow its name: `limit: must be at most 100`. A schema's own message takes
 * precedence.
 *
 * @returns undefined to fall back on zod's own message
 */
export const inWords: z.core.$ZodErrorMap = (issue) => {
  switch (issue.code) {
    case "invalid_type": {
      if (issue.input === undefined) return "is missing";
      const type = types[issue.expected];
      return type && `must be ${type}`;
    }
    case "invalid_value":
      return `must be ${oneOf(issue.values)}`;
    case "too_small":
      if (Number(issue.minimum) === 1 && issue.origin !== "number") return "must not be empty";
      return sized(issue.origin, issue.inclusive === false ? "more than" : "at least", issue.minimum);
    case "too_big":
      return sized(issue.origin, issue.inclusive === false ? "less than" : "at most", issue.maximum);
    case "invalid_format":
      return issue.format === "regex" ? `must match ${issue.pattern}` : `is not a valid ${issue.format}`;
    case "invalid_union": {
      const ways = issue.errors.flatMap(([first]) => first?.message ?? []);
      return ways.length > 0 ? [...new Set(ways)].join(", or ") : undefined;
    }
    default:
      return undefined;
  }
};

const oneOf = (values: readonly unknown[]) =>
  either(values.map((value) => (typeof value === "string" ? `“${value}”` : String(value))));

/** What is counted in each kind of value. */
const units: Record<string, string> = { string: "characters", array: "items" };

function sized(origin: string, comparison: string, count: number | bigint): string {
  const unit = units[origin];
  return unit ? `must have ${comparison} ${count} ${unit}` : `must be ${comparison} ${count}`;
}
