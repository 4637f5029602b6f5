import type { Button } from "@slack/types";
import type { BatchRow } from "../../services/invites/batch.ts";
import { button, plain } from "../kit/blocks.ts";
import { ids } from "../kit/ids.ts";
import { type InviteRef, inviteRef } from "../kit/invite-ref.ts";
import { shorten } from "../kit/text.ts";
import { stateName } from "./invite-state.ts";

type Addressed = InviteRef & { email: string };

/** Draws the button that sends an invite again. */
export function resendButton(invite: Addressed): Button {
  return button(ids.pending.resend, "Resend", {
    value: inviteRef.encode(invite),
    label: `Resend the invite to ${invite.email}`,
  });
}

/** Draws the button that cancels an invite and opens a new one filled in like it. */
export function correctAddressButton(invite: Addressed): Button {
  return button(ids.invite.correct, "Correct Address", {
    value: inviteRef.encode(invite),
    label: `Correct the address ${invite.email}`,
  });
}

/** Asks before an invite is cancelled. */
export const cancelQuestion = (email: string): NonNullable<Button["confirm"]> => ({
  title: plain("Cancel this invite?"),
  text: plain(`The link sent to ${shorten(email, 200)} stops working. No email is sent.`, 300),
  confirm: plain("Cancel Invite"),
  deny: plain("Keep Invite"),
  style: "danger",
});

/** Draws what an admin can do about an invite: a mailbox that never takes the mail gets no second one. */
export function remedyButtons(row: Addressed & Pick<BatchRow, "status" | "delivery">): Button[] {
  const name = stateName(row);
  if (name === "expired") return [resendButton(row)];
  if (name !== "bounced" && name !== "not sent") return [];
  return [row.delivery.permanent ? correctAddressButton(row) : resendButton(row)];
}
