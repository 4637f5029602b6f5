import type { ModalView, SectionBlock } from "@slack/types";
import { shorten } from "../../locales/shorten.ts";
import { endText } from "../../services/ends.ts";
import { MAX_MATCHED, type UserPage, type UserRow } from "../../services/users/list-users.ts";
import { button, contextBlock, plain } from "../kit/blocks.ts";
import { endedText } from "../kit/ended-text.ts";
import { exportButton } from "../kit/export-button.ts";
import { ids } from "../kit/ids.ts";
import { choice, listModal, pager, searchField } from "../kit/list-modal.ts";
import { isolated } from "../kit/phrase.ts";
import { counted } from "../kit/text.ts";
import { type UserListState, userListState } from "./list-state.ts";

/** How many ends a row lists. */
const MAX_ENDS = 3;

export interface UsersScreen extends UserPage {
  state: UserListState;
}

/** Draws *Users*: at most 3 + 1 for each of 10 rows + 2 = 15 blocks. */
export function usersView(screen: UsersScreen): ModalView {
  const { rows, total, state } = screen;
  return listModal({
    callbackId: ids.users.list,
    title: "Users",
    metadata: userListState.encode(state),
    search: [
      searchField({
        id: ids.users.text,
        hint: "Matches the start of a name, an email address or its domain.",
        query: state.text,
      }),
      {
        type: "actions",
        block_id: ids.users.which,
        elements: [
          choice(ids.users.which, "Show", state.which, [
            ["everyone", "Everyone"],
            ["ending", "Leaving soon"],
          ]),
          button(ids.users.refresh, "Refresh"),
          ...(total > 1 ? [button(ids.changes.openUsers, "Change All")] : []),
          ...(rows.length > 0
            ? [exportButton({ what: "users", text: state.text, which: state.which }, "these users")]
            : []),
        ],
      },
    ],
    above: rows.length > 0 ? [contextBlock(countText(total, state))] : [],
    rows: rows.map(userRow),
    empty: emptyText(state),
    pager: pager(ids.users, screen, (cursor) => userListState.encode({ ...state, cursor })),
  });
}

/** Draws one user with a View button. 1 block. */
export function userRow({ userId, name, email, groups, ending, ended, ...user }: UserRow): SectionBlock {
  const facts = [
    shorten(email, 200),
    isolated(groups.join(", "), 300) || "no groups",
    ...standing(user),
    ...ending.slice(0, MAX_ENDS).map(({ group, end }) => `${isolated(group, 60)} until ${endText(end)}`),
    ...(ended.length > 0 ? [endedText(ended.slice(0, MAX_ENDS))] : []),
  ];
  return {
    type: "section",
    text: plain(`${isolated(name, 100)}\n${facts.join(" · ")}`),
    accessory: button(ids.user.open, "View", { value: userId, label: `View ${name}` }),
  };
}

/** Says that a user isn't active, and why; empty for active users. */
export function standing({ status, awaited }: Pick<UserRow, "status" | "awaited">): string[] {
  if (status === "active") return [];
  return [awaited ? "Not registered yet" : "Suspended"];
}

function countText(total: number, { text: query, which }: UserListState): string {
  if (which === "ending")
    return `${counted(total, "user leaves", "users leave")} a group within 7 days, the next first`;
  if (query !== "") return counted(total, "user matches", "users match", MAX_MATCHED);
  return total === 1 ? "1 user" : `${counted(total, "user", "users")}, by name`;
}

function emptyText({ text: query, which }: UserListState): string {
  if (which === "ending") return "Nobody leaves a group within 7 days. Choose Everyone to see all users.";
  return query
    ? `No user matches “${isolated(query, 100)}”. Clear the search to see everyone.`
    : "Nobody has registered yet. Type /iam invite and an address to invite someone.";
}
