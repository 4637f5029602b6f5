import type { InputBlock, PlainTextOption } from "@slack/types";
import { z } from "zod";
import type { GroupSummary } from "../services/groups.ts";
import { plain } from "./blocks.ts";

/** Slack's limit on a select's options; above it they are searched for. */
const MOST_OPTIONS = 100;

/** The field that chooses groups; more than 100 are searched for, by `groupOptions`. */
export function groupsInput(
  id: string,
  chosenIds: readonly string[],
  choices: readonly GroupSummary[],
): InputBlock {
  const options = choices.map(groupOption);
  const chosen = options.filter(({ value }) => value !== undefined && chosenIds.includes(value));
  const initial = chosen.length > 0 && { initial_options: chosen };
  return {
    type: "input",
    block_id: id,
    label: plain("Groups"),
    hint: plain("Decides what they can use."),
    element:
      options.length > MOST_OPTIONS
        ? { type: "multi_external_select", action_id: id, min_query_length: 0, ...initial }
        : { type: "multi_static_select", action_id: id, options, ...initial },
  };
}

/** The groups whose name has a word that starts with what was typed, for a select that searches. */
export function groupOptions(typed: string, choices: readonly GroupSummary[]): PlainTextOption[] {
  const start = typed.trim().toLowerCase();
  return choices
    .filter(({ name }) =>
      name
        .toLowerCase()
        .split(/\s+/)
        .some((word) => word.startsWith(start)),
    )
    .slice(0, MOST_OPTIONS)
    .map(groupOption);
}

const groupOption = ({ id, name }: GroupSummary): PlainTextOption => ({ text: plain(name, 75), value: id });

/** What a form's field of groups holds. */
export const chosenGroups = z
  .object({ selected_options: z.array(z.object({ value: z.string() })) })
  .transform(({ selected_options }) => selected_options.map(({ value }) => value));
