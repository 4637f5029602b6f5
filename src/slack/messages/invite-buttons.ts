import type { Button } from "@slack/types";
import { shorten } from "../../locales/shorten.ts";
import type { BatchRow } from "../../services/invites/batch.ts";
import { isTrouble } from "../../services/invites/delivery.ts";
import { button, plain } from "../kit/blocks.ts";
import { ids } from "../kit/ids.ts";
import { type InviteRef, inviteRef } from "../kit/invite-ref.ts";
import { type Remedy, remedyFor } from "./remedy.ts";

type Addressed = InviteRef & { email: string };

const remedyIds = { resend: ids.pending.resend, correct: ids.invite.correct, link: ids.invite.link };
/** The buttons of the Home. */
export const homeRemedyIds = { resend: ids.home.resend, correct: ids.home.correct, link: ids.invite.link };
const captions = {
  resend: ["Resend", "Resend the invite to"],
  correct: ["Correct Address", "Correct the address"],
  link: ["Show Link", "Show the link of the invite to"],
} as const;

/** Draws a button that helps with an invite: resends it, replaces it, or shows its link. */
export function remedyButton(
  kind: keyof typeof captions,
  invite: Addressed,
  actionIds: typeof remedyIds | typeof homeRemedyIds = remedyIds,
): Button {
  const [caption, label] = captions[kind];
  return button(actionIds[kind], caption, {
    value: inviteRef.encode(invite),
    label: `${label} ${invite.email}`,
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

/**
 * Returns what an admin should do about an invite on a card: nothing, unless its email won't arrive or it has expired.
 */
export function remedyOf({ status, delivery }: Pick<BatchRow, "status" | "delivery">): Remedy {
  const expired = status === "expired";
  const isOpen = expired || (status === "pending" && isTrouble(delivery));
  return isOpen ? remedyFor({ expired, delivery }) : { buttons: [] };
}

/** Draws what an admin can do about an invite on a card. */
export function remedyButtons(row: Addressed & Pick<BatchRow, "status" | "delivery">): Button[] {
  return remedyOf(row).buttons.map((kind) => remedyButton(kind, row));
}
