import type { Button, InputBlock, KnownBlock, ModalView, PlainTextOption, StaticSelect } from "@slack/types";
import { english } from "../../locales/english.ts";
import type { Words } from "../../locales/words.ts";
import { actions, button, type Flash, flashBlocks, paragraph, plain, text, title } from "./blocks.ts";

interface ListModal {
  callbackId: string;
  title: string;
  /** The list's state, encoded. */
  metadata: string;
  flash?: Flash | undefined;
  /** The fields that are searched by. */
  search: KnownBlock[];
  /** What stands between the fields and the rows. */
  above?: KnownBlock[];
  rows: KnownBlock[];
  /** What it says where there are no rows. */
  empty: string;
  pager: Button[];
  below?: KnownBlock[];
}

/** Draws a list that is searched and paged through: the blocks that it is given, and at most 1 above and 2 below them. */
export function listModal(list: ListModal): ModalView {
  const { callbackId, metadata, flash, search, above = [], rows, empty, pager, below = [] } = list;
  return {
    type: "modal",
    callback_id: callbackId,
    private_metadata: metadata,
    title: title(list.title),
    submit: plain("Search"),
    close: plain("Close"),
    blocks: [
      ...flashBlocks(flash),
      ...search,
      ...above,
      ...(rows.length > 0 ? rows : [paragraph(text(empty))]),
      ...pagerBlocks(pager),
      ...below,
    ],
  };
}

interface SearchField {
  id: string;
  /** Where it differs from the id. */
  blockId?: string;
  label?: string;
  hint: string;
  longest?: number;
  /** Whether Enter searches at once: then its id is that of a button, too. */
  onEnter?: boolean;
  /** What was searched for. */
  query: string;
}

/** Draws the field for what is searched for; nothing typed finds everything. */
export function searchField(field: SearchField): InputBlock {
  const { id, blockId = id, label = "Find", hint, longest = 100, onEnter, query } = field;
  return {
    type: "input",
    block_id: blockId,
    ...(onEnter && { dispatch_action: true }),
    optional: true,
    label: plain(label),
    hint: plain(hint),
    element: {
      type: "plain_text_input",
      action_id: id,
      max_length: longest,
      ...(onEnter && { dispatch_action_config: { trigger_actions_on: ["on_enter_pressed"] } }),
      ...(query && { initial_value: query }),
    },
  };
}

/** Makes a menu that filters a list as soon as something is chosen. */
export function choice(
  id: string,
  placeholder: string,
  chosen: string,
  offered: readonly (readonly [string, string])[],
): StaticSelect {
  const options = offered.map(([value, label]): PlainTextOption => ({ text: plain(label), value }));
  const initial = options.find(({ value }) => value === chosen);
  return {
    type: "static_select",
    action_id: id,
    placeholder: plain(placeholder),
    options,
    ...(initial && { initial_option: initial }),
  };
}

/** Makes *Previous* and *Next*, each with where it leads; neither where there is nothing on that side. */
export function pager<Cursor>(
  ids: { previous: string; next: string },
  { previous, next }: { previous: Cursor | null; next: Cursor | null },
  encode: (cursor: Cursor) => string,
  { slack }: Pick<Words, "slack"> = english,
): Button[] {
  return [
    ...(previous === null ? [] : [button(ids.previous, slack.previous, { value: encode(previous) })]),
    ...(next === null ? [] : [button(ids.next, slack.next, { value: encode(next) })]),
  ];
}

/** Draws the buttons that page, below a line: 2 blocks, or none. */
export function pagerBlocks(buttons: Button[]): KnownBlock[] {
  return buttons.length > 0 ? [{ type: "divider" }, actions(...buttons)] : [];
}
