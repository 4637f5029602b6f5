import type { KnownBlock, ModalView, SectionBlock } from "@slack/types";
import type { PageCursor } from "../../services/page.ts";
import type { UserPage, UserRow } from "../../services/users/list-users.ts";
import { actions, button, contextBlock, paragraph, plain, text, title } from "../kit/blocks.ts";
import { ids } from "../kit/ids.ts";
import { counted, shorten } from "../kit/text.ts";
import { type UserListState, userListState } from "./list-state.ts";

export interface UsersScreen extends UserPage {
  state: UserListState;
}

/** *Users*: at most 2 + 10 rows + 2 = 14 blocks. */
export function usersView(screen: UsersScreen): ModalView {
  const { rows, total, state } = screen;
  return {
    type: "modal",
    callback_id: ids.users.list,
    private_metadata: userListState.encode(state),
    title: title("Users"),
    submit: plain("Search"),
    close: plain("Close"),
    blocks: [
      search(state),
      ...(rows.length === 0 ? [paragraph(text(emptyText(state)))] : [contextBlock(countText(total, state))]),
      ...rows.map(userRow),
      ...paging(screen),
    ],
  };
}

function search({ text: sought }: UserListState): KnownBlock {
  return {
    type: "input",
    block_id: ids.users.text,
    optional: true,
    label: plain("Find"),
    hint: plain("The beginning of a word of the name, of the email address, or of its domain."),
    element: {
      type: "plain_text_input",
      action_id: ids.users.text,
      max_length: 100,
      ...(sought && { initial_value: sought }),
    },
  };
}

/** One user with a View button. 1 block. */
export function userRow({ userId, name, email, status, groups }: UserRow): SectionBlock {
  const facts = [
    shorten(email, 200),
    shorten(groups.join(", "), 300) || "in no group",
    ...(status === "suspended" ? ["Suspended"] : []),
  ];
  return {
    type: "section",
    text: plain(`${shorten(name, 100)}\n${facts.join(" · ")}`),
    accessory: button(ids.user.open, "View", { value: userId, label: `View ${name}` }),
  };
}

function countText(total: number, { text: sought }: UserListState): string {
  if (sought !== "") return counted(total, "user matches", "users match");
  return total === 1 ? "1 user" : `${counted(total, "user", "users")}, by name`;
}

function emptyText({ text: sought }: UserListState): string {
  return sought
    ? `No user matches “${shorten(sought, 100)}”. Clear the search to see everyone.`
    : "Nobody has registered yet. Type /iam invite and an address to invite someone.";
}

function paging({ previous, next, state: { text } }: UsersScreen): KnownBlock[] {
  const value = (cursor: PageCursor) => ({ value: userListState.encode({ text, cursor }) });
  const buttons = [
    ...(previous ? [button(ids.users.previous, "Previous", value(previous))] : []),
    ...(next ? [button(ids.users.next, "Next", value(next))] : []),
  ];
  return buttons.length > 0 ? [{ type: "divider" }, actions(...buttons)] : [];
}
