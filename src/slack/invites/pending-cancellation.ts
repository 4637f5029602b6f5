import type { ModalView } from "@slack/types";
import { type CancelledInvite, cancelInvite } from "../../services/invites/cancel-invite.ts";
import { pendingInvite } from "../../services/invites/list-invites.ts";
import { paragraph, plain, text, title } from "../kit/blocks.ts";
import type { SlackContext } from "../kit/context.ts";
import { ids } from "../kit/ids.ts";
import type { InviteRef } from "../kit/invite-ref.ts";
import type { Press, SlackRouter } from "../kit/router.ts";
import { cancelQuestion } from "../messages/invite-buttons.ts";
import { backToList, outcome } from "./pending-list.ts";
import { aboveList, encodeAbove } from "./pending-state.ts";

/**
 * Asks before cancelling an invite in the list.
 *
 * @throws NotAdmin; InviteSettled or InviteResent
 */
export async function cancellationScreen(
  invite: InviteRef,
  { actor, view }: Pick<Press<InviteRef>, "actor" | "view">,
): Promise<ModalView> {
  const { email } = await pendingInvite(actor, invite.inviteId, invite.generation);
  return cancellationView(email, encodeAbove(invite, view));
}

/** Draws *Cancel this invite?*: 1 block. */
export function cancellationView(email: string, about: string): ModalView {
  const { text: consequence, confirm, deny } = cancelQuestion(email);
  return {
    type: "modal",
    callback_id: ids.pending.cancellation,
    private_metadata: about,
    title: title("Cancel this invite?"),
    submit: confirm ?? plain("Cancel Invite"),
    close: deny ?? plain("Keep Invite"),
    blocks: [paragraph(text(consequence.text))],
  };
}

/** Registers *Cancel Invite* in that question. */
export function registerCancellation(router: SlackRouter, context: SlackContext): void {
  router.submit(ids.pending.cancellation, aboveList, async (submission) => {
    const { actor, state } = submission;
    const flash = await outcome(context, actor, async () =>
      cancelledText(await cancelInvite(actor, state.inviteId, state.generation)),
    );
    return backToList(context, submission, state, { title: "Cancel this invite?", flash });
  });
}

/** Says what cancelling an invite did. */
export function cancelledText({ email, mailed }: CancelledInvite): string {
  return `The invite to ${email} is cancelled. ${mailed ? "Its link no longer works." : "No email was sent."}`;
}
