import type { Button, InputBlock, KnownBlock, ModalView, Overflow, PlainTextOption } from "@slack/types";
import type { PendingInvite } from "../../services/invites/invite-rows.ts";
import type { PendingPage } from "../../services/invites/list-invites.ts";
import { actions, bold, button, contextBlock, type Flash, paragraph, plain, text } from "../kit/blocks.ts";
import { ids } from "../kit/ids.ts";
import { inviteRef } from "../kit/invite-ref.ts";
import { listModal, pager, searchField } from "../kit/list-modal.ts";
import { shorten } from "../kit/text.ts";
import { cancelQuestion, remedyButton } from "../messages/invite-buttons.ts";
import { stateName, stateWords } from "../messages/invite-state.ts";
import { remedyFor } from "../messages/remedy.ts";
import { menuChoice } from "./pending-menu.ts";
import { blockOf, type PendingListState, pendingListState } from "./pending-state.ts";
import { relativeTime } from "./relative-time.ts";

export interface PendingScreen extends PendingPage {
  state: PendingListState;
  /** What just happened, for the line at the top. */
  flash?: Flash | undefined;
  deliveryReported: boolean;
}

/** Draws *Pending invites*: at most 4 + 2 for each of 10 rows + 3 = 27 blocks. */
export function pendingView(screen: PendingScreen): ModalView {
  const { rows, now, state, flash, deliveryReported } = screen;
  return listModal({
    callbackId: ids.pending.list,
    title: "Pending invites",
    metadata: pendingListState.encode(state),
    flash,
    search: search(state),
    rows: rows.flatMap((invite) => row(invite, now, deliveryReported)),
    empty: emptyText(state),
    pager: pager(ids.pending, screen, (cursor) => pendingListState.encode({ ...state, cursor })),
    below: deliveryReported
      ? []
      : [contextBlock("Whether emails arrive is not reported: the SendGrid webhook is not set up.")],
  });
}

function search(state: PendingListState): InputBlock[] {
  const { text: query, mine, which } = state;
  return [
    searchField({
      id: ids.pending.text,
      blockId: blockOf(ids.pending.text, state),
      hint: "The beginning of an address, of a name in it, or of its domain.",
      query,
    }),
    choice(state, ids.pending.whose, "Invited by", mine ? "mine" : "everyone", [
      ["everyone", "Everyone"],
      ["mine", "Me"],
    ]),
    choice(state, ids.pending.which, "Show", which, [
      ["pending", "All pending"],
      ["trouble", "Delivery trouble"],
      ["expired", "Expired in the last 30 days"],
    ]),
  ];
}

function choice(
  state: PendingListState,
  id: string,
  label: string,
  chosen: string,
  offered: readonly (readonly [string, string])[],
): InputBlock {
  const options = offered.map(([value, label]): PlainTextOption => ({ text: plain(label), value }));
  const initial = options.find(({ value }) => value === chosen);
  return {
    type: "input",
    block_id: blockOf(id, state),
    label: plain(label),
    element: { type: "static_select", action_id: id, options, ...(initial && { initial_option: initial }) },
  };
}

function emptyText({ text: query, mine, which }: PendingListState): string {
  if (query || mine || which === "trouble")
    return "No invite matches. Change what you look for, or clear it and press Search.";
  if (which === "expired") return "No invite expired in the last 30 days.";
  return "Nobody is waiting. Type /iam invite and an address to invite someone.";
}

function row(invite: PendingInvite, now: Date, deliveryReported: boolean): KnownBlock[] {
  const { email, groups, by, createdAt, expiresAt, expired, delivery } = invite;
  const invited = { status: "pending" as const, delivery };
  const delivered = stateName(invited) === "delivered";
  const deliveryState = delivered ? "Delivered" : stateWords(invited, { deliveryReported }).words;
  const { buttons, advice } = remedyFor(invite);
  const remedies = buttons.map((kind) => remedyButton(kind, invite));
  const facts = [
    shorten(groups.join(", ") || "Users", 150),
    `by ${shorten(by, 80)}, ${relativeTime(createdAt, now)}`,
    `${expired ? "expired" : "expires"} ${relativeTime(expiresAt, now)}`,
    shorten(deliveryState, 200),
  ];
  return [
    paragraph(bold(shorten(email, 120)), text(` · ${facts.join(" · ")}${advice ? `\n${advice}` : ""}`)),
    expired ? actions(...remedies) : actions(...remedies, cancelButton(invite), menu(invite)),
  ];
}

function cancelButton(invite: PendingInvite): Button {
  return button(ids.pending.cancel, "Cancel Invite", {
    value: inviteRef.encode(invite),
    label: `Cancel the invite to ${invite.email}`,
    style: "danger",
    confirm: cancelQuestion(invite.email),
  });
}

function menu(invite: PendingInvite): Overflow {
  return {
    type: "overflow",
    action_id: ids.pending.more,
    options: [
      { text: plain("Edit Groups"), value: menuChoice.encode({ ...invite, what: "groups" }) },
      { text: plain("Show Link"), value: menuChoice.encode({ ...invite, what: "link" }) },
    ],
  };
}
