import type { InputBlock, PlainTextOption } from "@slack/types";
import { z } from "zod";
import type { GroupSummary } from "../services/groups.ts";
import { plain } from "./blocks.ts";

export type GroupChoice = Pick<GroupSummary, "id" | "name">;

/** Slack's limit on a select's options; above it they are searched for. */
const MOST_OPTIONS = 100;

/** The field that chooses groups; more than 100 are searched for, by `groupOptions`. */
export function groupsInput(
  id: string,
  chosenIds: readonly string[],
  choices: readonly GroupChoice[],
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
export function groupOptions(typed: string, choices: readonly GroupChoice[]): PlainTextOption[] {
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

const groupOption = ({ id, name }: GroupChoice): PlainTextOption => ({ text: plain(name, 75), value: id });

/** What a form's field of groups holds. */
export const chosenGroups = z
  .object({ selected_options: z.array(z.object({ value: z.string() })) })
  .transform(({ selected_options }) => selected_options.map(({ value }) => value));

const option = z
  .object({ text: z.object({ text: z.string() }), value: z.string() })
  .transform(({ text, value }): GroupChoice => ({ id: value, name: text.text }));
const offering = z.object({ element: z.object({ options: z.array(option) }) });
const selection = z.object({ selected_options: z.array(option) });

/** The groups that a form offers, or where they are searched for those that are chosen: it can be drawn again whatever is out of order. */
export function groupsOffered(
  id: string,
  { blocks, state }: { blocks: readonly { block_id?: string }[]; state: { values: unknown } },
): GroupChoice[] {
  const offered = offering.safeParse(blocks.find(({ block_id }) => block_id === id));
  if (offered.success) return offered.data.element.options;
  const chosen = z.object({ [id]: z.object({ [id]: selection }) }).safeParse(state.values);
  return chosen.data?.[id]?.[id]?.selected_options ?? [];
}
