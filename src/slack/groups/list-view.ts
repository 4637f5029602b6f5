import type { KnownBlock, ModalView } from "@slack/types";
import type { GroupRow } from "../../services/groups/list-groups.ts";
import type { Page } from "../../services/page.ts";
import { actions, button, type Flash, flashBlocks, paragraph, plain, text, title } from "../kit/blocks.ts";
import { ids } from "../kit/ids.ts";
import { counted, shorten } from "../kit/text.ts";
import { accessLine } from "./access.ts";
import { type GroupListState, groupListState } from "./list-state.ts";

/** *Groups*: at most 4 + 1 for each of 10 rows + 2 = 16 blocks. */
export function groupsView(page: Page<GroupRow>, state: GroupListState, flash?: Flash): ModalView {
  return {
    type: "modal",
    callback_id: ids.groups.list,
    private_metadata: groupListState.encode(state),
    title: title("Groups"),
    submit: plain("Search"),
    close: plain("Close"),
    blocks: [
      ...flashBlocks(flash),
      search(state),
      actions(button(ids.groups.create, "Create Group")),
      ...(page.rows.length === 0 ? [paragraph(text(emptyText(state)))] : page.rows.map(row)),
      ...paging(page, state),
    ],
  };
}

function search({ text: sought }: GroupListState): KnownBlock {
  return {
    type: "input",
    block_id: ids.groups.text,
    optional: true,
    label: plain("Find"),
    hint: plain("The beginning of a name."),
    element: {
      type: "plain_text_input",
      action_id: ids.groups.text,
      max_length: 100,
      ...(sought && { initial_value: sought }),
    },
  };
}

function emptyText({ text: sought }: GroupListState): string {
  return sought
    ? `No group’s name begins with “${shorten(sought, 100)}”. Clear the search to see all groups.`
    : "There are no groups yet.";
}

function row(group: GroupRow): KnownBlock {
  const about = [
    `${shorten(group.name, 60)} · ${counted(group.members, "member", "members")}`,
    ...(group.description ? [shorten(group.description.replace(/\s+/gu, " "), 200)] : []),
    accessLine(group),
  ];
  return {
    type: "section",
    text: plain(about.join("\n")),
    accessory: button(ids.groups.open, "View", { value: group.id, label: `View the group ${group.name}` }),
  };
}

function paging({ previous, next }: Page<GroupRow>, state: GroupListState): KnownBlock[] {
  const to = (cursor: GroupListState["cursor"]) => groupListState.encode({ ...state, cursor });
  const buttons = [
    ...(previous ? [button(ids.groups.previous, "Previous", { value: to(previous) })] : []),
    ...(next ? [button(ids.groups.next, "Next", { value: to(next) })] : []),
  ];
  return buttons.length > 0 ? [{ type: "divider" }, actions(...buttons)] : [];
}
