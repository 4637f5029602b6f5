import type { BlockAction, ButtonAction, RespondFn, ViewSubmitAction } from "@slack/bolt";
import type { WebClient } from "@slack/web-api";
import type { SlackActor } from "../../services/actor.ts";
import { cancelInvite } from "../../services/invites/cancel-invite.ts";
import { resendInvite } from "../../services/invites/resend-invite.ts";
import { whoPressed } from "../kit/account-of.ts";
import type { Subcommand } from "../kit/command.ts";
import type { Surroundings } from "../kit/context.ts";
import { ids } from "../kit/ids.ts";
import { seenInvite } from "../kit/invite-ref.ts";
import { asSought } from "../kit/mentioned.ts";
import { cancelledWords, drawOrSay, replaceControls } from "../kit/redraw.ts";
import type { Listeners } from "../kit/router.ts";
import { answerSubmission, asItWas } from "../kit/submission.ts";
import { registerRowMenu } from "./edit-listeners.ts";
import { drawList, outcome, redrawList, type Said } from "./pending-list.ts";
import { readPlace, searchIn, start } from "./pending-state.ts";
import { drawResultWith } from "./result.ts";

type Press = BlockAction<ButtonAction>;

/** `/iam pending [text]` */
export function pendingCommand(around: Surroundings): Subcommand {
  return {
    example: "/iam pending",
    about: "See who has not answered. Resend or cancel.",
    button: { id: ids.pending.open, words: "Pending Invites" },
    async run({ text, actor, client, triggerId }) {
      const place = start(await asSought(text, actor, around.accounts));
      await client.views.open({ trigger_id: triggerId, view: await drawList(around, actor, place) });
    },
  };
}

export function registerPending(app: Listeners, around: Surroundings): void {
  const { accounts, policy, log } = around;

  app.action<Press>(ids.pending.open, async ({ ack, body, client }) => {
    await ack();
    const actor = await accounts.recent(whoPressed(body));
    await client.views.open({ trigger_id: body.trigger_id, view: await drawList(around, actor, start("")) });
  });

  app.action<Press>(ids.pending.resend, async ({ ack, action, body, client, respond }) => {
    await ack();
    const actor = await accounts.fresh(whoPressed(body));
    const { inviteId, generation } = seenInvite(action.value);
    const said = await outcome(around, actor, async () => {
      const { email } = await resendInvite(actor, inviteId, generation, policy);
      return `Sending again to ${email}. Every earlier link is dead now.`;
    });
    await tell(around, { actor, body, client, respond, inviteId, said });
  });

  app.action<Press>(ids.pending.cancel, async ({ ack, action, body, client, respond }) => {
    await ack();
    const actor = await accounts.fresh(whoPressed(body));
    const { inviteId, generation } = seenInvite(action.value);
    const said = await outcome(around, actor, async () => {
      return cancelledWords(await cancelInvite(actor, inviteId, generation));
    });
    await tell(around, { actor, body, client, respond, inviteId, said });
  });

  for (const id of [ids.pending.previous, ids.pending.next])
    app.action<Press>(id, async ({ ack, action, body, client }) => {
      await ack();
      const actor = await accounts.recent(whoPressed(body));
      const place = readPlace(action.value);
      const { id: viewId, hash } = body.view ?? {};
      await redrawList(around, { actor, client, viewId, ...(hash && { hash }), place });
    });

  app.view<ViewSubmitAction>(ids.pending.list, async ({ ack, body, view, client }) => {
    const search = async () => {
      const actor = await accounts.recent(whoPressed(body));
      return { view: await drawList(around, actor, searchIn(view)) };
    };
    await answerSubmission(ack, client, view.id, search(), asItWas(view, log));
  });

  registerRowMenu(app, around);
}

interface Telling {
  actor: SlackActor;
  body: BlockAction;
  client: WebClient;
  respond: RespondFn;
  inviteId: string;
  said: Said;
}

/** Says what came of it where the button stood: the list or the result is drawn anew, a message loses the button. */
async function tell(
  around: Surroundings,
  { actor, body, client, respond, inviteId, said }: Telling,
): Promise<void> {
  const { view } = body;
  const draw = async (at: { id: string; hash: string; private_metadata: string; callback_id: string }) => {
    if (at.callback_id === ids.pending.list)
      return redrawList(around, {
        actor,
        client,
        viewId: at.id,
        hash: at.hash,
        place: readPlace(at.private_metadata),
        said,
      });
    const result = await drawResultWith(actor, at.private_metadata, inviteId, said.words);
    await client.views.update({ view_id: at.id, view: result });
  };
  if (view) await drawOrSay(() => draw(view), said.words, { body, client });
  else await replaceControls(body, said.words, { client, respond });
}
