import * as z from "zod";
import { menuOption, type Option, optionGroup } from "./block-kit/objects.ts";

const suggested = z.union([
  z.strictObject({ options: z.array(menuOption).max(100) }),
  z.strictObject({ option_groups: z.array(optionGroup).max(100) }),
]);

/** Returns the options that an app suggests; none, as in Slack, if its answer is malformed. */
export function readSuggestions(body: unknown): Option[] {
  const parsed = suggested.safeParse(body);
  if (!parsed.success) return [];
  return "options" in parsed.data
    ? parsed.data.options
    : parsed.data.option_groups.flatMap((group) => group.options);
}
