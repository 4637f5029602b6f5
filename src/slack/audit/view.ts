import type { ModalView } from "@slack/types";
import { shorten } from "../../locales/shorten.ts";
import type { LogPage } from "../../services/audit/read-audit-log.ts";
import type { SealingStatus } from "../../services/audit/sealing-status.ts";
import { readableEmails } from "../../services/email-address.ts";
import { actions, button } from "../kit/blocks.ts";
import { exportButton } from "../kit/export-button.ts";
import { ids } from "../kit/ids.ts";
import { listModal, pager, searchField } from "../kit/list-modal.ts";
import { unsealedBlocks } from "../messages/unsealed.ts";
import { eventBlock } from "./event-block.ts";
import { type AuditListState, auditListState } from "./list-state.ts";

/** Draws *Audit log*: at most 3 + 1 for each of 10 events + 2 = 15 blocks. */
export function auditView(page: LogPage, state: AuditListState, sealing: Readonly<SealingStatus>): ModalView {
  return listModal({
    callbackId: ids.audit.log,
    title: "Audit log",
    metadata: auditListState.encode(state),
    search: [
      searchField({
        id: ids.audit.email,
        label: "Email address",
        hint: "A full address or a user’s name shows one person: their invites, account and group changes.",
        longest: 254,
        query: readableEmails(state.email),
      }),
    ],
    above: [
      ...unsealedBlocks(sealing),
      actions(
        button(ids.audit.refresh, "Refresh"),
        ...(page.rows.length > 0
          ? [exportButton({ what: "audit", about: state.email }, "these events")]
          : []),
      ),
    ],
    rows: page.rows.map((event) => eventBlock(event, page.groupNames)),
    empty: emptyText(state),
    pager: pager(ids.audit, page, (cursor) => auditListState.encode({ ...state, cursor })),
  });
}

function emptyText({ email }: AuditListState): string {
  return email
    ? `Nothing recorded for “${shorten(email, 254)}”. Type the full address, or clear the field to see everything.`
    : "Nothing recorded yet.";
}
