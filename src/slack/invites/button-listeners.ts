import { NotAdmin } from "../../services/errors.ts";
import { cancelInvite } from "../../services/invites/cancel-invite.ts";
import { resendInvite } from "../../services/invites/resend-invite.ts";
import { flashOnHome } from "../home/publish.ts";
import type { SlackContext } from "../kit/context.ts";
import { draw } from "../kit/drawing.ts";
import { ids } from "../kit/ids.ts";
import { type InviteRef, inviteRef } from "../kit/invite-ref.ts";
import { replaceActions, updateOrMessage } from "../kit/redraw.ts";
import type { Press, SlackRouter } from "../kit/router.ts";
import { type ListFlash, outcome, redrawList } from "./pending-list.ts";
import { pendingListState } from "./pending-state.ts";
import { drawResultWith } from "./result.ts";
import { form } from "./submit.ts";

/** Registers *Resend*, *Cancel Invite*, *Undo* and *Correct Address*, wherever they stand. */
export function registerInviteButtons(router: SlackRouter, context: SlackContext): void {
  on([ids.pending.resend, ids.home.resend], async ({ actor, value: { inviteId, generation } }) => {
    const { email } = await resendInvite(actor, inviteId, generation, context.policy);
    return `Sending again to ${email}. Every earlier link is dead now.`;
  });

  on([ids.pending.cancel, ids.home.cancel, ids.invite.undo], async ({ actor, value }) =>
    cancelledText(await cancelInvite(actor, value.inviteId, value.generation)),
  );

  on([ids.invite.correct, ids.home.correct], async (press) => {
    const { actor, value, view } = press;
    const cancelled = await cancelInvite(actor, value.inviteId, value.generation);
    const { email, groupIds, expiryDays, message } = cancelled;
    const draft = { emails: email, groupIds, expiryDays, message, mentioned: {}, waiting: [] };
    await draw({ above: await form(actor, draft) }, press);
    return view?.type === "home" ? cancelledText(cancelled) : `The invite to ${email} is cancelled.`;
  });

  function on(buttons: readonly string[], act: (press: Press<InviteRef>) => Promise<string>): void {
    for (const id of buttons)
      router.press(id, inviteRef, async (press) => {
        await redrawSurface(context, press, await outcomeOf(context, press, act));
        return undefined;
      });
  }
}

/** Says what became of an invite that was cancelled. */
function cancelledText({ email, mailed }: { email: string; mailed: boolean }): string {
  return `The invite to ${email} is cancelled. ${mailed ? "Its link stopped working." : "No email was sent."}`;
}

/** Does what a button asks for. Whoever is no admin any more still has a Home, which says so; elsewhere they have nothing. */
async function outcomeOf(
  context: SlackContext,
  press: Press<InviteRef>,
  act: (press: Press<InviteRef>) => Promise<string>,
): Promise<ListFlash> {
  try {
    return await outcome(context, press.actor, () => act(press));
  } catch (error) {
    if (!(error instanceof NotAdmin) || press.view?.type !== "home") throw error;
    return { text: error.sentence(), ok: false };
  }
}

/** Says what came of a press where the button stood: Home, list or result is drawn anew, a message loses the button. */
async function redrawSurface(
  context: SlackContext,
  press: Press<InviteRef>,
  flash: ListFlash,
): Promise<void> {
  const { actor, value, view, body, client, respond } = press;
  if (!view) return replaceActions(body, flash.text, { client, respond });
  if (view.type === "home") return flashOnHome(context, press, flash.text);
  const { id: viewId, hash, private_metadata } = view;
  const redraw = async () => {
    if (view.callback_id === ids.pending.list) {
      const state = pendingListState.decode(private_metadata);
      return redrawList(context, { actor, client, viewId, hash, state, flash });
    }
    const result = await drawResultWith(actor, private_metadata, value.inviteId, flash.text);
    await client.views.update({ view_id: viewId, view: result });
  };
  await updateOrMessage(redraw, flash.text, { body, client });
}
