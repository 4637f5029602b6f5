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
  /** The fields to search by. */
  search: KnownBlock[];
  /** Blocks between the fields and the rows. */
  above?: KnownBlock[];
  rows: KnownBlock[];
  /** What it says without any rows. */
  empty: string;
  pager: Button[];
  below?: KnownBlock[];
}

/** Draws a list to search and page through: the blocks it is given, and at most 1 above and 2 below them. */
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
  /** If it differs from the id. */
  blockId?: string;
  label?: string;
  hint: string;
  longest?: number;
  /** Whether Enter searches at once: then its id is also that of a button. */
  onEnter?: boolean;
  /** The current search text. */
  query: string;
}

/** Draws the search field; empty finds everything. */
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

/** Creates a menu that filters a list as soon as something is chosen. */
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

/** Creates *Previous* and *Next* with their targets; each is left out if there is nothing on that side. */
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

/** Draws the paging buttons below a line: 2 blocks, or none. */
export function pagerBlocks(buttons: Button[]): KnownBlock[] {
  return buttons.length > 0 ? [{ type: "divider" }, actions(...buttons)] : [];
}
