import type * as z from "zod";
import type { Breach } from "./cross-checks.ts";

type Issue = z.core.$ZodIssue;

const articles: Record<string, string> = {
  string: "a string",
  object: "an object",
  array: "an array",
  boolean: "a boolean",
  number: "a number",
  int: "an integer",
};

/** Translates a zod issue into Slack's words. */
export function inSlacksWords(issue: Issue): Breach[] {
  const path = issue.path.map((step) => (typeof step === "number" ? step : String(step)));
  switch (issue.code) {
    case "invalid_type":
      if (issue.input === undefined) return [missing(path)];
      return [{ rule: `must provide ${articles[issue.expected] ?? issue.expected}`, path }];
    case "too_big":
      if (issue.origin === "string")
        return [{ rule: `must be less than ${Number(issue.maximum) + 1} characters`, path }];
      if (issue.origin === "array") return [{ rule: `no more than ${issue.maximum} items allowed`, path }];
      return [{ rule: `must be at most ${issue.maximum}`, path }];
    case "too_small":
      if (issue.origin === "string")
        return [{ rule: `must be more than ${Number(issue.minimum) - 1} characters`, path }];
      if (issue.origin === "array") return [{ rule: `no less than ${issue.minimum} items allowed`, path }];
      return [{ rule: `must be at least ${issue.minimum}`, path }];
    case "unrecognized_keys":
      return issue.keys.map((key) => ({ rule: `invalid additional property: ${key}`, path }));
    case "invalid_union":
      return [unsupported(issue.input, path)];
    case "invalid_value":
      if (issue.input === undefined) return [missing(path)];
      if (path.at(-1) === "type") return [{ rule: `unsupported type: ${String(issue.input)}`, path }];
      return [{ rule: "must be a valid enum value", path }];
    default:
      return [{ rule: issue.message, path }];
  }
}

function missing(path: (string | number)[]): Breach {
  return { rule: `missing required field: ${path.at(-1) ?? ""}`, path: path.slice(0, -1) };
}

/** Names the element of a union (or, at its discriminator, the type) that fits none of its shapes. */
function unsupported(input: unknown, path: (string | number)[]): Breach {
  const holder = path.at(-1) === "type" ? path : [...path, "type"];
  const type = typeof input === "object" && input !== null && "type" in input ? input.type : input;
  if (type === undefined || (typeof input === "object" && !(input && "type" in input)))
    return missing(holder);
  return { rule: `unsupported type: ${String(type)}`, path: holder };
}
