import type { BlockAction, ButtonAction, RespondFn, ViewSubmitAction } from "@slack/bolt";
import type { ModalView } from "@slack/types";
import type { WebClient } from "@slack/web-api";
import { z } from "zod";
import type { AccountActor } from "../../services/actor.ts";
import { moment } from "../../services/format.ts";
import { type UserProfile, userProfile } from "../../services/users/find-user.ts";
import { invitesSentBy, reactivateUser, suspendUser } from "../../services/users/suspend-user.ts";
import { accountOf } from "../kit/account-of.ts";
import type { SlackContext } from "../kit/context.ts";
import { ids } from "../kit/ids.ts";
import { replaceActions } from "../kit/redraw.ts";
import type { Listeners } from "../kit/router.ts";
import { redisplayWithError, respondInTime } from "../kit/submission.ts";
import { profileAfter } from "./answer.ts";
import { profileView } from "./profile-view.ts";
import { suspendReviewView } from "./suspension-view.ts";
import { seenUser, seenUserValue } from "./user-ref.ts";

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
export function registerStanding(app: Listeners, context: SlackContext): void {
  const { accounts } = context;

  app.action<Press>(ids.user.suspend, async ({ ack, action, body, client, respond }) => {
    await ack();
    const actor = await accounts.recent(accountOf(body));
    const user = await userProfile(actor, action.value ?? "");
    if (user.status === "suspended") return already(user, actor, { body, client, respond });
    const view = await review(actor, user, body);
    if (body.view) await client.views.update({ view_id: body.view.id, view });
    else await client.views.open({ trigger_id: body.trigger_id, view });
  });

  app.view<ViewSubmitAction>(ids.user.suspendReview, async ({ ack, body, view, client }) => {
    await respondInTime(
      ack,
      client,
      view.id,
      suspended(context, body),
      redisplayWithError(view, context.log),
    );
  });

  app.action<Press>(ids.user.reactivate, async ({ ack, action, body, client }) => {
    await ack();
    const seen = seenUser(action.value);
    const actor = await accounts.fresh(accountOf(body));
    const view = await profileAfter(context, actor, seen.userId, async () => {
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
  actor: AccountActor,
  { body, client, respond }: Place,
): Promise<void> {
  const who = user.suspended
    ? `${user.suspended.by} suspended ${user.name} on ${moment(user.suspended.at, actor.timeZone)}.`
    : `${user.name} is suspended already.`;
  if (body.view)
    await client.views.update({
      view_id: body.view.id,
      view: profileView(user, { text: who, ok: false }),
    });
  else await replaceActions(body, who, { client, respond });
}

async function review(actor: AccountActor, user: UserProfile, body: Press): Promise<ModalView> {
  return suspendReviewView(user, await invitesSentBy(actor, user.version), {
    metadata: seenUserValue(user.version),
    self: user.linkedUserId === actor.userId,
    fromProfile: body.view !== undefined,
  });
}

async function suspended(context: SlackContext, body: ViewSubmitAction) {
  const seen = seenUser(body.view.private_metadata);
  const actor = await context.accounts.fresh(accountOf(body));
  const choice = chosen.parse(body.view.state.values)[theirInvites]?.[theirInvites].selected_option.value;
  const view = await profileAfter(context, actor, seen.userId, async () => {
    const cancelled = await suspendUser(actor, seen, choice ?? "keep");
    if (cancelled === 0) return "Suspended.";
    return `Suspended, and ${cancelled === 1 ? "1 invite" : `${cancelled} invites`} cancelled.`;
  });
  return { view };
}
