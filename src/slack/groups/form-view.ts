import type { InputBlock, KnownBlock, ModalView } from "@slack/types";
import {
  type ListKind,
  LONGEST_DESCRIPTION,
  listKinds,
  scopeKinds,
} from "../../services/groups/group-fields.ts";
import { LONGEST_GROUP_NAME } from "../../services/groups/group-name.ts";
import type { GroupDetail } from "../../services/groups/open-group.ts";
import { alert, bold, contextBlock, paragraph, plain, text, title } from "../kit/blocks.ts";
import { ids } from "../kit/ids.ts";
import { accessLine } from "./access.ts";
import { type GroupDraft, namesField } from "./draft.ts";
import { type GroupFormState, groupFormState } from "./list-state.ts";

/** What prevented saving, and the group as someone else has since left it. */
export interface Obstacle {
  text: string;
  now?: GroupDetail;
}

/** Draws *Create group* and *Edit group*: 2 lines, 3 inputs, and at most 4 for each of 4 lists = 21 blocks. */
export function groupForm(draft: GroupDraft, state: GroupFormState, obstacle?: Obstacle): ModalView {
  return {
    type: "modal",
    callback_id: ids.groups.form,
    private_metadata: groupFormState.encode(state),
    title: title(state.group ? "Edit group" : "Create group"),
    submit: plain(state.group ? "Save" : "Create"),
    close: plain("Close"),
    blocks: [
      ...(obstacle ? [alert(obstacle.text, "error")] : []),
      ...(obstacle?.now ? [asItIs(obstacle.now)] : []),
      ...nameInput(draft, state),
      input(state, ids.groups.description, "Description", {
        value: draft.description,
        most: LONGEST_DESCRIPTION,
        multiline: true,
      }),
      allInput(draft, state),
      ...listKinds.flatMap((kind) => namesInputs(kind, draft, state)),
    ],
  };
}

function asItIs(group: GroupDetail): KnownBlock {
  const facts = [group.name, ...(group.description ? [group.description] : []), accessLine(group)];
  return paragraph(bold("As it is now\n"), text(facts.join("\n")));
}

/** Names the block of a field, by the name a rule gives it. */
export function fieldBlock(field: string, { attempt }: GroupFormState): string {
  const action = field === "name" || field === "description" ? `groups.${field}` : `groups.${field}.0`;
  return blockId(action, attempt);
}

const blockId = (actionId: string, attempt: number) => `${actionId}:${attempt}`;

function nameInput({ name }: GroupDraft, state: GroupFormState): KnownBlock[] {
  if (name === null) return [contextBlock("This group is built in, so its name can't change.")];
  const options = { value: name, most: LONGEST_GROUP_NAME, required: true };
  return [input(state, ids.groups.name, "Name", options)];
}

function allInput({ all }: GroupDraft, { attempt }: GroupFormState): InputBlock {
  const options = scopeKinds.map((kind) => ({ text: plain(`All ${kind}`), value: kind }));
  const chosen = options.filter(({ value }) => all.includes(value));
  return {
    type: "input",
    block_id: blockId(ids.groups.all, attempt),
    optional: true,
    label: plain("Gives everything"),
    hint: plain("Including anything added later. If you tick one, leave its list empty."),
    element: {
      type: "checkboxes",
      action_id: ids.groups.all,
      options,
      ...(chosen.length > 0 && { initial_options: chosen }),
    },
  };
}

const labels = {
  services: "Services",
  projects: "Projects",
  regions: "Regions",
  actions: "Actions",
} as const;

const howToList = "One per line, or separated by commas. Up to 100.";
const hints = {
  services: howToList,
  projects: howToList,
  regions: howToList,
  actions: `What people may do with all of these, such as read. Leave it empty to allow everything. ${howToList}`,
} as const;

function namesInputs(kind: ListKind, draft: GroupDraft, state: GroupFormState): InputBlock[] {
  const fields = draft.names[kind];
  return fields.map((value, index) =>
    input(state, namesField(kind, index), index === 0 ? labels[kind] : `More ${kind}`, {
      value,
      most: 3000,
      multiline: true,
      ...(index === fields.length - 1 && { hint: hints[kind] }),
    }),
  );
}

interface TextOptions {
  value: string;
  most: number;
  multiline?: boolean;
  required?: boolean;
  hint?: string;
}

function input(
  { attempt }: GroupFormState,
  actionId: string,
  label: string,
  options: TextOptions,
): InputBlock {
  const { value, most, multiline = false, required = false, hint } = options;
  return {
    type: "input",
    block_id: blockId(actionId, attempt),
    optional: !required,
    label: plain(label),
    ...(hint && { hint: plain(hint) }),
    element: {
      type: "plain_text_input",
      action_id: actionId,
      multiline,
      max_length: most,
      ...(value && { initial_value: value }),
    },
  };
}
