import type { BlockAction, ButtonAction, RespondFn, ViewSubmitAction } from "@slack/bolt";
import type { WebClient } from "@slack/web-api";
import type { AccountActor } from "../../services/actor.ts";
import { cancelInvite } from "../../services/invites/cancel-invite.ts";
import { resendInvite } from "../../services/invites/resend-invite.ts";
import { accountOf } from "../kit/account-of.ts";
import type { Subcommand } from "../kit/command.ts";
import type { SlackContext } from "../kit/context.ts";
import { ids } from "../kit/ids.ts";
import { seenInvite } from "../kit/invite-ref.ts";
import { resolveSearchText } from "../kit/mentioned.ts";
import { cancelledWords, replaceActions, updateOrMessage } from "../kit/redraw.ts";
import type { Listeners } from "../kit/router.ts";
import { redisplayWithError, respondInTime } from "../kit/submission.ts";
import { registerRowMenu } from "./edit-listeners.ts";
import { drawList, type ListFlash, outcome, redrawList } from "./pending-list.ts";
import { readPlace, searchIn, start } from "./pending-state.ts";
import { drawResultWith } from "./result.ts";

type Press = BlockAction<ButtonAction>;

/** `/iam pending [text]` */
export function pendingCommand(context: SlackContext): Subcommand {
  return {
    example: "/iam pending",
    about: "See who has not answered. Resend or cancel.",
    button: { id: ids.pending.open, words: "Pending Invites" },
    async run({ text, actor, client, triggerId }) {
      const place = start(await resolveSearchText(text, actor, context.accounts));
      await client.views.open({ trigger_id: triggerId, view: await drawList(context, actor, place) });
    },
  };
}

export function registerPending(app: Listeners, context: SlackContext): void {
  const { accounts, policy, log } = context;

  app.action<Press>(ids.pending.open, async ({ ack, body, client }) => {
    await ack();
    const actor = await accounts.recent(accountOf(body));
    await client.views.open({ trigger_id: body.trigger_id, view: await drawList(context, actor, start("")) });
  });

  app.action<Press>(ids.pending.resend, async ({ ack, action, body, client, respond }) => {
    await ack();
    const actor = await accounts.fresh(accountOf(body));
    const { inviteId, generation } = seenInvite(action.value);
    const flash = await outcome(context, actor, async () => {
      const { email } = await resendInvite(actor, inviteId, generation, policy);
      return `Sending again to ${email}. Every earlier link is dead now.`;
    });
    await tell(context, { actor, body, client, respond, inviteId, flash });
  });

  app.action<Press>(ids.pending.cancel, async ({ ack, action, body, client, respond }) => {
    await ack();
    const actor = await accounts.fresh(accountOf(body));
    const { inviteId, generation } = seenInvite(action.value);
    const flash = await outcome(context, actor, async () => {
      return cancelledWords(await cancelInvite(actor, inviteId, generation));
    });
    await tell(context, { actor, body, client, respond, inviteId, flash });
  });

  for (const id of [ids.pending.previous, ids.pending.next])
    app.action<Press>(id, async ({ ack, action, body, client }) => {
      await ack();
      const actor = await accounts.recent(accountOf(body));
      const place = readPlace(action.value);
      const { id: viewId, hash } = body.view ?? {};
      await redrawList(context, { actor, client, viewId, ...(hash && { hash }), place });
    });

  app.view<ViewSubmitAction>(ids.pending.list, async ({ ack, body, view, client }) => {
    const search = async () => {
      const actor = await accounts.recent(accountOf(body));
      return { view: await drawList(context, actor, searchIn(view)) };
    };
    await respondInTime(ack, client, view.id, search(), redisplayWithError(view, log));
  });

  registerRowMenu(app, context);
}

interface Telling {
  actor: AccountActor;
  body: BlockAction;
  client: WebClient;
  respond: RespondFn;
  inviteId: string;
  flash: ListFlash;
}

/** Says what came of it where the button stood: the list or the result is drawn anew, a message loses the button. */
async function tell(
  context: SlackContext,
  { actor, body, client, respond, inviteId, flash }: Telling,
): Promise<void> {
  const { view } = body;
  const draw = async (at: { id: string; hash: string; private_metadata: string; callback_id: string }) => {
    if (at.callback_id === ids.pending.list)
      return redrawList(context, {
        actor,
        client,
        viewId: at.id,
        hash: at.hash,
        place: readPlace(at.private_metadata),
        flash,
      });
    const result = await drawResultWith(actor, at.private_metadata, inviteId, flash.text);
    await client.views.update({ view_id: at.id, view: result });
  };
  if (view) await updateOrMessage(() => draw(view), flash.text, { body, client });
  else await replaceActions(body, flash.text, { client, respond });
}
