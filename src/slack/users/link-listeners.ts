import type { BlockAction, ButtonAction, ViewSubmitAction } from "@slack/bolt";
import { z } from "zod";
import { CannotLink } from "../../services/errors.ts";
import { userProfile } from "../../services/users/find-user.ts";
import { linkByHand } from "../../services/users/link-account.ts";
import { accountOf } from "../kit/account-of.ts";
import type { SlackContext } from "../kit/context.ts";
import { ids } from "../kit/ids.ts";
import type { Listeners } from "../kit/router.ts";
import { type Answer, redisplayWithError, respondInTime } from "../kit/submission.ts";
import { profileAfter } from "./answer.ts";
import { linkFormView } from "./link-view.ts";
import { seenUser } from "./user-ref.ts";

const { account } = ids.user;
const chosen = z.object({ [account]: z.object({ [account]: z.object({ selected_user: z.string() }) }) });

/** *Link Slack Account*. */
export function registerLink(app: Listeners, context: SlackContext): void {
  const { accounts } = context;

  app.action<BlockAction<ButtonAction>>(ids.user.link, async ({ ack, action, body, client }) => {
    await ack();
    const actor = await accounts.recent(accountOf(body));
    const view = linkFormView(await userProfile(actor, action.value ?? ""));
    if (body.view) await client.views.update({ view_id: body.view.id, view });
  });

  app.view<ViewSubmitAction>(ids.user.linkForm, async ({ ack, body, view, client }) => {
    await respondInTime(ack, client, view.id, linked(context, body), redisplayWithError(view, context.log));
  });
}

async function linked(context: SlackContext, body: ViewSubmitAction): Promise<Answer> {
  const seen = seenUser(body.view.private_metadata);
  const userId = chosen.parse(body.view.state.values)[account][account].selected_user;
  const { accounts } = context;
  const actor = await accounts.fresh(accountOf(body));
  const person = await accounts.fresh({ userId, teamId: actor.teamId });
  let refusal: CannotLink | undefined;
  const view = await profileAfter(context, actor, seen.userId, async () => {
    await linkByHand(actor, seen, person).catch((error: unknown) => {
      if (error instanceof CannotLink) refusal = error;
      throw error;
    });
    return `Linked to ${person.name}.`;
  });
  if (!refusal) return { view };
  const sentence = refusal.sentence();
  const profile = await userProfile(actor, seen.userId);
  return { errors: { [account]: sentence }, form: () => linkFormView(profile, sentence) };
}
