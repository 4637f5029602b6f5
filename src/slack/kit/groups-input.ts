import type { ExternalSelect, InputBlock, PlainTextOption, StaticSelect } from "@slack/types";
import * as z from "zod";
import { groupNameKey } from "../../services/groups/group-name.ts";
import type { GroupChoice } from "../../services/groups/groups.ts";
import { plain } from "./blocks.ts";
import { isolated } from "./phrase.ts";

/** Slack's limit on a select's options, listed or chosen; beyond it they are searched. */
export const MAX_OPTIONS = 100;

/** Draws the field that chooses groups; more than 100 are searched, by `groupOptions`. */
export function groupsInput(
  id: string,
  chosenIds: readonly string[],
  choices: readonly GroupChoice[],
  hint = "Decides what they can use.",
): InputBlock {
  const options = choices.map(groupOption);
  const chosen = options
    .filter(({ value }) => value !== undefined && chosenIds.includes(value))
    .slice(0, MAX_OPTIONS);
  const common = {
    action_id: id,
    max_selected_items: MAX_OPTIONS,
    ...(chosen.length > 0 && { initial_options: chosen }),
  };
  return {
    type: "input",
    block_id: id,
    label: plain("Groups"),
    hint: plain(hint),
    element:
      options.length > MAX_OPTIONS
        ? { type: "multi_external_select", min_query_length: 0, ...common }
        : { type: "multi_static_select", options, ...common },
  };
}

/** Finds the groups whose name contains what was typed, from the start of a word, for a select that searches. */
export function groupsFound<G extends { name: string }>(typed: string, groups: readonly G[]): G[] {
  const query = ` ${groupNameKey(typed)}`;
  return groups.filter(({ name }) => ` ${groupNameKey(name)}`.includes(query)).slice(0, MAX_OPTIONS);
}

/** The same, as options. */
export function groupOptions(typed: string, choices: readonly GroupChoice[]): PlainTextOption[] {
  return groupsFound(typed, choices).map(groupOption);
}

/** Draws a select for at most one group; more than 100 options are searched. */
export function groupSelect(
  id: string,
  options: PlainTextOption[],
  chosen?: PlainTextOption,
  placeholder?: string,
): StaticSelect | ExternalSelect {
  const common = {
    action_id: id,
    ...(placeholder && { placeholder: plain(placeholder) }),
    ...(chosen && { initial_option: chosen }),
  };
  return options.length > MAX_OPTIONS
    ? { type: "external_select", min_query_length: 0, ...common }
    : { type: "static_select", options, ...common };
}

const groupOption = ({ id, name, managedBy }: GroupChoice): PlainTextOption => ({
  text: plain(managedBy ? `${isolated(name)} (managed by ${isolated(managedBy)})` : name, 75),
  value: id,
});

/** The value of a form's groups field. */
export const chosenGroups = z
  .object({ selected_options: z.array(z.object({ value: z.string() })) })
  .transform(({ selected_options }) => selected_options.map(({ value }) => value));
