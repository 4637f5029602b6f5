import type { ModalView } from "@slack/types";
import { NotAdmin } from "../../services/errors.ts";
import { cancelInvite } from "../../services/invites/cancel-invite.ts";
import { replaceableInvite } from "../../services/invites/replace-invite.ts";
import { resendInvite } from "../../services/invites/resend-invite.ts";
import { flashOnHome } from "../home/publish.ts";
import type { SlackContext } from "../kit/context.ts";
import { ids } from "../kit/ids.ts";
import { type InviteRef, inviteRef } from "../kit/invite-ref.ts";
import { noticeOf, replaceActions, updateOrMessage } from "../kit/redraw.ts";
import type { Press, SlackRouter } from "../kit/router.ts";
import type { HomeFlash } from "../state/home-tabs.ts";
import { linkScreen } from "./edit-listeners.ts";
import { cancelledText } from "./pending-cancellation.ts";
import { type ListFlash, redrawList, refusal } from "./pending-list.ts";
import { pendingListState } from "./pending-state.ts";
import { drawResultWith } from "./result.ts";
import { form } from "./submit.ts";

/** Why a press did nothing; with the address whose other invite a list shows instead, if any. */
type Failure = Pick<ListFlash, "text" | "instead"> & { kind: "not_done" | "not_permitted" };

/** Registers *Resend*, *Cancel Invite*, *Undo*, *Correct Address* and *Show Link*, wherever they are shown. */
export function registerInviteButtons(router: SlackRouter, context: SlackContext): void {
  on([ids.pending.resend, ids.home.resend], async ({ actor, value: { inviteId, generation } }) => {
    const sent = await resendInvite(actor, inviteId, generation, context.policy);
    const mail = { of: "invite" as const, id: inviteId, generation: sent.generation };
    return { kind: "mail", mail, text: `Sending again to ${sent.email}. Earlier links no longer work.` };
  });

  on([ids.pending.cancel, ids.home.cancel, ids.invite.undo], async ({ actor, value }) => ({
    kind: "done",
    text: cancelledText(await cancelInvite(actor, value.inviteId, value.generation)),
  }));

  for (const id of [ids.invite.correct, ids.home.correct])
    router.show(id, inviteRef, (press) => opened(press, () => correctionForm(press)));

  router.press(ids.invite.link, inviteRef, (press) =>
    opened(press, () => linkScreen(context, press.actor, press.value)),
  );

  async function opened(press: Press<InviteRef>, screen: () => Promise<ModalView>) {
    const outcome = await outcomeOf(context, press, async () => ({ above: await screen() }));
    if ("above" in outcome) return outcome;
    await redrawSurface(context, press, outcome);
    return undefined;
  }

  function on(buttons: readonly string[], act: (press: Press<InviteRef>) => Promise<HomeFlash>): void {
    for (const id of buttons)
      router.press(id, inviteRef, async (press) => {
        const outcome = await outcomeOf(context, press, () => act(press));
        await redrawSurface(context, press, outcome);
        return undefined;
      });
  }
}

/** Draws the form that replaces an invite, with its details filled in. */
async function correctionForm({ actor, value, view, body }: Press<InviteRef>): Promise<ModalView> {
  const { email, expired, hours, ...kept } = await replaceableInvite(actor, value);
  const { inviteId, generation } = value;
  const isList = view?.callback_id === ids.pending.list;
  const list = isList ? { viewId: view.id, state: view.private_metadata } : null;
  const replaces = { inviteId, generation, email, expired, hours, list, notice: noticeOf(body) };
  return form(actor, { ...kept, emails: email, mentioned: {}, waiting: [], replaces });
}

/** Does what a button asks for. A former admin still has a Home, which tells them; elsewhere they have nothing left. */
async function outcomeOf<T>(
  context: SlackContext,
  { actor, view }: Press<InviteRef>,
  act: () => Promise<T>,
): Promise<T | Failure> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof NotAdmin && view?.type === "home")
      return { kind: "not_permitted", text: error.what };
    return { kind: "not_done", ...refusal(context, actor, error) };
  }
}

/** Shows the result where the button was: redraws Home, list or result; on a message, replaces the button. */
async function redrawSurface(
  context: SlackContext,
  press: Press<InviteRef>,
  outcome: HomeFlash | Failure,
): Promise<void> {
  const { actor, value, view, body, client, respond, tell } = press;
  const { text } = outcome;
  if (!view) return replaceActions(body, text, { respond, tell });
  if (view.type === "home") return flashOnHome(context, press, outcome);
  const ok = outcome.kind === "done" || outcome.kind === "mail";
  const flash: ListFlash = { ...("instead" in outcome && { instead: outcome.instead }), text, ok };
  const { id: viewId, hash, private_metadata } = view;
  const redraw = async () => {
    if (view.callback_id === ids.pending.list) {
      const state = pendingListState.decode(private_metadata);
      return redrawList(context, { actor, client, viewId, hash, state, flash });
    }
    const result = await drawResultWith(actor, private_metadata, value.inviteId, text);
    await client.views.update({ view_id: viewId, view: result });
  };
  await updateOrMessage(redraw, text, tell);
}
