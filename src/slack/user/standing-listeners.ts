import type { BlockAction, ButtonAction, RespondFn, ViewSubmitAction } from "@slack/bolt";
import type { ModalView } from "@slack/types";
import type { WebClient } from "@slack/web-api";
import { z } from "zod";
import { moment } from "../../errors.ts";
import type { SlackActor } from "../../services/actor.ts";
import { invitesSentBy, reactivateUser, suspendUser } from "../../services/suspend-user.ts";
import { type UserProfile, userProfile } from "../../services/users.ts";
import { whoPressed } from "../actor-ref.ts";
import { replaceControls } from "../after-press.ts";
import { ids } from "../ids.ts";
import type { Listeners } from "../listeners.ts";
import { answerSubmission, asItWas } from "../submission.ts";
import type { Surroundings } from "../surroundings.ts";
import { profileAfter } from "./answer.ts";
import { seenUser, seenUserValue } from "./seen-user.ts";
import { suspendReviewView } from "./standing-view.ts";
import { profileView } from "./view.ts";

type Press = BlockAction<ButtonAction>;

const { theirInvites } = ids.user;
const chosen = z.object({
  [theirInvites]: z
    .object({
      [theirInvites]: z.object({ selected_option: z.object({ value: z.enum(["keep", "cancel"]) }) }),
    })
    .optional(),
});

/** *Suspend*, from a profile or a card, and *Reactivate*. */
export function registerStanding(app: Listeners, surroundings: Surroundings): void {
  const { accounts } = surroundings;

  app.action<Press>(ids.user.suspend, async ({ ack, action, body, client, respond }) => {
    await ack();
    const actor = await accounts.recent(whoPressed(body));
    const user = await userProfile(actor, action.value ?? "");
    if (user.status === "suspended") return already(user, actor, { body, client, respond });
    const view = await review(actor, user, body);
    if (body.view) await client.views.update({ view_id: body.view.id, view });
    else await client.views.open({ trigger_id: body.trigger_id, view });
  });

  app.view<ViewSubmitAction>(ids.user.suspendReview, async ({ ack, body, view, client }) => {
    await answerSubmission(
      ack,
      client,
      view.id,
      suspended(surroundings, body),
      asItWas(view, surroundings.log),
    );
  });

  app.action<Press>(ids.user.reactivate, async ({ ack, action, body, client }) => {
    await ack();
    const seen = seenUser(action.value);
    const actor = await accounts.fresh(whoPressed(body));
    const view = await profileAfter(surroundings, actor, seen.userId, async () => {
      await reactivateUser(actor, seen);
      return "Reactivated. Their groups count again.";
    });
    if (body.view) await client.views.update({ view_id: body.view.id, view });
  });
}

interface Place {
  body: Press;
  client: WebClient;
  respond: RespondFn;
}

async function already(
  user: UserProfile,
  actor: SlackActor,
  { body, client, respond }: Place,
): Promise<void> {
  const who = user.suspended
    ? `${user.suspended.by} suspended ${user.name} on ${moment(user.suspended.at, actor.timeZone)}.`
    : `${user.name} is suspended already.`;
  if (body.view)
    await client.views.update({
      view_id: body.view.id,
      view: profileView(user, { words: who, well: false }),
    });
  else await replaceControls(body, who, { client, respond });
}

async function review(actor: SlackActor, user: UserProfile, body: Press): Promise<ModalView> {
  return suspendReviewView(user, await invitesSentBy(actor, user.seen), {
    metadata: seenUserValue(user.seen),
    self: user.slackUserId === actor.userId,
    fromProfile: body.view !== undefined,
  });
}

async function suspended(surroundings: Surroundings, body: ViewSubmitAction) {
  const seen = seenUser(body.view.private_metadata);
  const actor = await surroundings.accounts.fresh(whoPressed(body));
  const choice = chosen.parse(body.view.state.values)[theirInvites]?.[theirInvites].selected_option.value;
  const view = await profileAfter(surroundings, actor, seen.userId, async () => {
    const cancelled = await suspendUser(actor, seen, choice ?? "keep");
    if (cancelled === 0) return "Suspended.";
    return `Suspended, and ${cancelled === 1 ? "1 invite" : `${cancelled} invites`} cancelled.`;
  });
  return { view };
}
