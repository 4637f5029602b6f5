import type { App, BlockAction, ButtonAction, RespondFn, ViewSubmitAction } from "@slack/bolt";
import type { ModalView } from "@slack/types";
import type { WebClient } from "@slack/web-api";
import { z } from "zod";
import { moment } from "../../errors.ts";
import type { SlackActor } from "../../services/actor.ts";
import type { SeenUser } from "../../services/seen-user.ts";
import { invitesSentBy, reactivateUser, suspendUser } from "../../services/suspend-user.ts";
import { type UserProfile, userProfile } from "../../services/users.ts";
import { whoPressed } from "../actor-ref.ts";
import { replaceControls } from "../after-press.ts";
import { ids } from "../ids.ts";
import { answerSubmission, asItWas } from "../submission.ts";
import type { Surroundings } from "../surroundings.ts";
import { profileAfter } from "./answer.ts";
import { seenUser, seenUserSchema } from "./seen-user.ts";
import { suspendedCard, suspendReviewView } from "./standing-view.ts";
import { profileView } from "./view.ts";

type Press = BlockAction<ButtonAction>;

/** The card from which the review was opened. */
const card = z.object({ channel: z.string(), ts: z.string() });
const cardPressed = z.object({
  channel: z.object({ id: z.string() }),
  message: z.object({ ts: z.string() }),
});
const reviewMetadata = z.object({ seen: seenUserSchema, card: card.optional() });
const { theirInvites } = ids.user;
const chosen = z.object({
  [theirInvites]: z
    .object({
      [theirInvites]: z.object({ selected_option: z.object({ value: z.enum(["keep", "cancel"]) }) }),
    })
    .optional(),
});

/** *Suspend*, from a profile or a card, and *Reactivate*. */
export function registerStanding(app: App, surroundings: Surroundings): void {
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
      suspended(surroundings, body, client),
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
  const from = body.view ? undefined : cardPressed.parse(body);
  const place = from && { channel: from.channel.id, ts: from.message.ts };
  return suspendReviewView(user, await invitesSentBy(actor, user.seen), {
    metadata: JSON.stringify({ seen: user.seen, ...(place && { card: place }) }),
    self: user.slackUserId === actor.userId,
    fromProfile: !place,
  });
}

async function suspended(surroundings: Surroundings, body: ViewSubmitAction, client: WebClient) {
  const from = reviewMetadata.parse(JSON.parse(body.view.private_metadata));
  const actor = await surroundings.accounts.fresh(whoPressed(body));
  const choice = chosen.parse(body.view.state.values)[theirInvites]?.[theirInvites].selected_option.value;
  const view = await profileAfter(surroundings, actor, from.seen.userId, async () => {
    const cancelled = await suspendUser(actor, from.seen, choice ?? "keep");
    if (from.card) await settleCard(surroundings, actor, { ...from, card: from.card }, client);
    if (cancelled === 0) return "Suspended.";
    return `Suspended, and ${cancelled === 1 ? "1 invite" : `${cancelled} invites`} cancelled.`;
  });
  return { view };
}

/** The card no longer asks; if Slack does not take that now, its button says that it is done. */
async function settleCard(
  { log }: Surroundings,
  actor: SlackActor,
  { seen, card }: { seen: SeenUser; card: { channel: string; ts: string } },
  client: WebClient,
): Promise<void> {
  const { name } = await userProfile(actor, seen.userId);
  try {
    await client.chat.update({ ...card, ...suspendedCard(name, actor.name) });
  } catch (error) {
    log.warn({ err: error }, "a card could not be redrawn");
  }
}
