import type { App, BlockAction, ButtonAction, RespondFn, ViewSubmitAction } from "@slack/bolt";
import type { WebClient } from "@slack/web-api";
import { DomainError } from "../../errors.ts";
import type { SlackActor } from "../../services/actor.ts";
import { cancelInvite } from "../../services/cancel-invite.ts";
import { listPendingInvites } from "../../services/pending-invites.ts";
import { resendInvite } from "../../services/resend-invite.ts";
import { whoPressed } from "../actor-ref.ts";
import { cancelledWords, drawOrSay, replaceControls } from "../after-press.ts";
import { notice } from "../blocks.ts";
import type { Subcommand } from "../command.ts";
import { ids } from "../ids.ts";
import { sentenceFor } from "../problem.ts";
import { seenInvite } from "../seen-invite.ts";
import { answerSubmission } from "../submission.ts";
import type { Surroundings } from "../surroundings.ts";
import { type ListPlace, readPlace, searchIn, start } from "./place.ts";
import { pendingView } from "./view.ts";

type Press = BlockAction<ButtonAction>;
type Said = { words: string; well: boolean };

/** `/iam pending [text]` */
export function pendingCommand(surroundings: Surroundings): Subcommand {
  return async ({ text, actor, client, triggerId }) => {
    const view = await draw(surroundings, actor, start(text));
    await client.views.open({ trigger_id: triggerId, view });
  };
}

export function registerPending(app: App, surroundings: Surroundings): void {
  const { accounts, policy, log } = surroundings;

  app.action<Press>(ids.pending.open, async ({ ack, body, client }) => {
    await ack();
    const actor = await accounts.recent(whoPressed(body));
    await client.views.open({
      trigger_id: body.trigger_id,
      view: await draw(surroundings, actor, start("")),
    });
  });

  app.action<Press>(ids.pending.resend, async ({ ack, action, body, client, respond }) => {
    await ack();
    const actor = await accounts.fresh(whoPressed(body));
    const { inviteId, generation } = seenInvite(action.value);
    const said = await outcome(surroundings, actor, async () => {
      const { email } = await resendInvite(actor, inviteId, generation, policy);
      return `Sending again to ${email}. Every earlier link is dead now.`;
    });
    await tell(surroundings, { actor, body, client, respond, said });
  });

  app.action<Press>(ids.pending.cancel, async ({ ack, action, body, client, respond }) => {
    await ack();
    const actor = await accounts.fresh(whoPressed(body));
    const { inviteId, generation } = seenInvite(action.value);
    const said = await outcome(surroundings, actor, async () => {
      return cancelledWords(await cancelInvite(actor, inviteId, generation));
    });
    await tell(surroundings, { actor, body, client, respond, said });
  });

  for (const id of [ids.pending.previous, ids.pending.next])
    app.action<Press>(id, async ({ ack, action, body, client }) => {
      await ack();
      await redraw(surroundings, {
        actor: await accounts.recent(whoPressed(body)),
        body,
        client,
        place: readPlace(action.value),
      });
    });

  app.view<ViewSubmitAction>(ids.pending.list, async ({ ack, body, view, client }) => {
    const search = async () => {
      const actor = await accounts.recent(whoPressed(body));
      return { view: await draw(surroundings, actor, start(searchIn(view.state.values))) };
    };
    await answerSubmission(ack, client, view.id, search(), (error) => ({
      view: notice("Not done", sentenceFor(error, log)),
    }));
  });
}

/** Runs what a button asks for; a domain error is an outcome, too. */
async function outcome({ log }: Surroundings, actor: SlackActor, act: () => Promise<string>): Promise<Said> {
  try {
    return { words: await act(), well: true };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { words: sentenceFor(error, log, actor.timeZone), well: false };
  }
}

interface Telling {
  actor: SlackActor;
  body: BlockAction;
  client: WebClient;
  respond: RespondFn;
  said: Said;
}

/** Says what came of it where the button stood: the list is drawn anew, other places lose the button. */
async function tell(
  surroundings: Surroundings,
  { actor, body, client, respond, said }: Telling,
): Promise<void> {
  if (body.view?.callback_id !== ids.pending.list)
    return replaceControls(body, said.words, { client, respond });
  await redraw(surroundings, { actor, body, client, place: readPlace(body.view.private_metadata), said });
}

interface Redraw {
  actor: SlackActor;
  body: BlockAction;
  client: WebClient;
  place: ListPlace;
  said?: Said;
}

async function redraw(
  surroundings: Surroundings,
  { actor, body, client, place, said }: Redraw,
): Promise<void> {
  if (!body.view) return;
  const drawing = { view_id: body.view.id, view: await draw(surroundings, actor, place, said) };
  const update = () => client.views.update(drawing);
  await (said ? drawOrSay(update, said.words, { body, client }) : update());
}

async function draw({ deliveryReported }: Surroundings, actor: SlackActor, place: ListPlace, said?: Said) {
  const page = await listPendingInvites(actor, place.text, place.cursor);
  return pendingView({ ...page, place, said, deliveryReported });
}
