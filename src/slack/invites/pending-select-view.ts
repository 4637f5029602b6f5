import type { Checkboxes, InputBlock, ModalView, PlainTextOption } from "@slack/types";
import type { PendingInvite } from "../../services/invites/invite-rows.ts";
import type { SelectableInvites } from "../../services/invites/list-invites.ts";
import { actions, button, contextBlock, paragraph, plain, text, title } from "../kit/blocks.ts";
import { ids } from "../kit/ids.ts";
import { inviteRef } from "../kit/invite-ref.ts";
import { counted } from "../kit/text.ts";
import type { Reporting } from "../messages/invite-state.ts";
import { boxesFrom, type SelectState, selectState } from "./pending-several-state.ts";
import { deliveryText } from "./pending-view.ts";
import { relativeTime } from "./relative-time.ts";

/** Slack's limit on the boxes in one element. */
const MAX_BOXES = 10;

interface Selection extends SelectableInvites {
  state: SelectState;
  /** Whether all boxes are ticked. */
  all: boolean;
  /** Whether the list shows only expired invites, which can't be cancelled. */
  expired: boolean;
}

/** Draws *Select invites*: 3 blocks, and 1 for every 10 of at most 100 invites. */
export function selectView(selection: Selection, reporting: Reporting): ModalView {
  const { rows, total, state, expired } = selection;
  const groups = Array.from({ length: Math.ceil(rows.length / MAX_BOXES) }, (_, at) => at * MAX_BOXES);
  return {
    type: "modal",
    callback_id: ids.pending.select,
    private_metadata: selectState.encode(state),
    title: title("Select invites"),
    ...(rows.length > 0 && { submit: plain("Review") }),
    close: plain("Close"),
    blocks: [
      expired ? contextBlock("These have expired. Resending gives each a new link.") : whatInput(),
      paragraph(text(countText(rows.length, total))),
      ...(rows.length > 0
        ? [
            actions(
              button(ids.pending.selectAll, `Select All ${rows.length}`),
              button(ids.pending.selectNone, "Select None"),
              ...(total > rows.length ? [button(ids.changes.openInvites, "Change All")] : []),
            ),
          ]
        : []),
      ...groups.map((from) => boxes(selection, from, reporting)),
    ],
  };
}

function countText(shown: number, total: number): string {
  if (shown === 0) return "Nothing is left to select.";
  if (shown === total) return `${counted(total, "invite", "invites")}, as in the list.`;
  return `The first ${shown} of ${counted(total, "invite", "invites")}. Change All takes all of them.`;
}

function whatInput(): InputBlock {
  const option = (value: string, label: string, description: string): PlainTextOption => ({
    text: plain(label),
    description: plain(description),
    value,
  });
  return {
    type: "input",
    block_id: ids.pending.what,
    label: plain("What to do"),
    element: {
      type: "radio_buttons",
      action_id: ids.pending.what,
      options: [
        option("resend", "Resend them", "Each gets a new email. Earlier links stop working."),
        option("cancel", "Cancel them", "Their links stop working. No email is sent."),
      ],
    },
  };
}

function boxes({ rows, now, state, all }: Selection, from: number, reporting: Reporting): InputBlock {
  const options = rows.slice(from, from + MAX_BOXES).map((invite) => box(invite, now, reporting));
  const element: Checkboxes = {
    type: "checkboxes",
    action_id: ids.pending.selected,
    options,
    ...(all && { initial_options: options }),
  };
  return {
    type: "input",
    block_id: boxesFrom(from, state),
    optional: true,
    label: plain(options.length === 1 ? `${from + 1}` : `${from + 1} to ${from + options.length}`),
    element,
  };
}

function box(invite: PendingInvite, now: Date, reporting: Reporting): PlainTextOption {
  const { email, expired, expiresAt } = invite;
  const expiry = `${expired ? "Expired" : "Expires"} ${relativeTime(expiresAt, now)}`;
  return {
    text: plain(email, 75),
    description: plain(`${expiry} · ${deliveryText(invite, reporting)}`, 75),
    value: inviteRef.encode(invite),
  };
}
