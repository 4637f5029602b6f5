import type { KnownBlock, ModalView } from "@slack/types";
import type { LogPage } from "../../services/audit/read-audit-log.ts";
import { readableEmails } from "../../services/email-address.ts";
import { actions, button, paragraph, plain, text, title } from "../kit/blocks.ts";
import { ids } from "../kit/ids.ts";
import { shorten } from "../kit/text.ts";
import { eventBlock } from "./event-block.ts";
import { type AuditListState, auditListState } from "./list-state.ts";

/** *Audit log*: at most 2 + 1 for each of 10 events + 2 = 14 blocks. */
export function auditView(page: LogPage, state: AuditListState): ModalView {
  return {
    type: "modal",
    callback_id: ids.audit.log,
    private_metadata: auditListState.encode(state),
    title: title("Audit log"),
    submit: plain("Search"),
    close: plain("Close"),
    blocks: [
      search(state),
      ...(page.rows.length === 0
        ? [paragraph(text(emptyText(state)))]
        : page.rows.map((event) => eventBlock(event, page.groupNames))),
      ...paging(page, state),
    ],
  };
}

function search({ email }: AuditListState): KnownBlock {
  return {
    type: "input",
    block_id: ids.audit.email,
    optional: true,
    label: plain("Email address"),
    hint: plain(
      "The whole address, to see one person: their invites, their account, and changes of their groups.",
    ),
    element: {
      type: "plain_text_input",
      action_id: ids.audit.email,
      max_length: 254,
      ...(email && { initial_value: readableEmails(email) }),
    },
  };
}

function emptyText({ email }: AuditListState): string {
  return email
    ? `Nothing is on record about “${shorten(email, 254)}”. Type the whole address, or clear it to see everything.`
    : "Nothing is on record yet.";
}

function paging({ previous, next }: LogPage, state: AuditListState): KnownBlock[] {
  const to = (cursor: AuditListState["cursor"]) => auditListState.encode({ ...state, cursor });
  const buttons = [
    ...(previous ? [button(ids.audit.previous, "Previous", { value: to(previous) })] : []),
    ...(next ? [button(ids.audit.next, "Next", { value: to(next) })] : []),
  ];
  return buttons.length > 0 ? [{ type: "divider" }, actions(...buttons)] : [];
}
