import type { KnownBlock, ModalView } from "@slack/types";
import type { GroupRow } from "../../services/groups/list-groups.ts";
import type { Page } from "../../services/page.ts";
import { actions, button, type Flash, plain } from "../kit/blocks.ts";
import { ids } from "../kit/ids.ts";
import { listModal, pager, searchField } from "../kit/list-modal.ts";
import { isolated } from "../kit/phrase.ts";
import { counted } from "../kit/text.ts";
import { accessLine } from "./access.ts";
import { type GroupListState, groupListState } from "./list-state.ts";

/** Draws *Groups*: at most 3 + 1 for each of 10 rows + 2 = 15 blocks. */
export function groupsView(page: Page<GroupRow>, state: GroupListState, flash?: Flash): ModalView {
  return listModal({
    callbackId: ids.groups.list,
    title: "Groups",
    metadata: groupListState.encode(state),
    flash,
    search: [
      searchField({
        id: ids.groups.text,
        hint: "Matches the start of any word in the name.",
        query: state.text,
      }),
    ],
    above: [actions(button(ids.groups.create, "Create Group"), button(ids.groups.refresh, "Refresh"))],
    rows: page.rows.map(row),
    empty: emptyText(state),
    pager: pager(ids.groups, page, (cursor) => groupListState.encode({ ...state, cursor })),
  });
}

function emptyText({ text: query }: GroupListState): string {
  return query
    ? `No group matches “${isolated(query, 100)}”. Clear the search to see all groups.`
    : "There are no groups yet.";
}

function row(group: GroupRow): KnownBlock {
  const about = [
    `${isolated(group.name, 60)} · ${counted(group.members, "member", "members")}`,
    ...(group.description ? [isolated(group.description.replace(/\s+/gu, " "), 200)] : []),
    accessLine(group),
  ];
  return {
    type: "section",
    text: plain(about.join("\n")),
    accessory: button(ids.groups.open, "View", { value: group.id, label: `View the group ${group.name}` }),
  };
}
