import type { BlockAction, ButtonAction, ViewSubmitAction } from "@slack/bolt";
import type { ModalView } from "@slack/types";
import type { AccountActor } from "../../services/actor.ts";
import { InvalidFields, isDomainError } from "../../services/errors.ts";
import { groupsToChoose } from "../../services/groups/groups-to-choose.ts";
import { changeGroups, groupDifference } from "../../services/users/change-groups.ts";
import { userProfile } from "../../services/users/find-user.ts";
import { accountOf } from "../kit/account-of.ts";
import type { SlackContext } from "../kit/context.ts";
import { groupOptions, MOST_OPTIONS } from "../kit/groups-input.ts";
import { ids } from "../kit/ids.ts";
import type { Listeners } from "../kit/router.ts";
import { type Answer, redisplayWithError, respondInTime } from "../kit/submission.ts";
import { answerSuggestion } from "../kit/suggestion.ts";
import { profileAfter } from "./answer.ts";
import { chosenGroups, groupsDraftValue, readGroupsDraft } from "./groups-draft.ts";
import { groupsFormView, groupsReviewView } from "./groups-view.ts";
import { profileView } from "./profile-view.ts";
import { seenUser } from "./user-ref.ts";

/** *Change Groups*: choose, see the difference, confirm. All in the place of the profile. */
export function registerChangeGroups(app: Listeners, context: SlackContext): void {
  const { accounts } = context;

  app.action<BlockAction<ButtonAction>>(ids.user.changeGroups, async ({ ack, action, body, client }) => {
    await ack();
    if (!body.view) return;
    const { id, callback_id, private_metadata } = body.view;
    const again = callback_id === ids.user.groupsReview ? readGroupsDraft(private_metadata) : null;
    const actor = await accounts.recent(accountOf(body));
    const view = await form(actor, action.value ?? "", { chosen: again?.groupIds });
    await client.views.update({ view_id: id, view });
  });

  app.options(ids.user.newGroups, async ({ ack, body, options }) => {
    const find = async () => {
      const actor = await accounts.recent(accountOf(body));
      return groupOptions(options.value, await groupsToChoose(actor));
    };
    await answerSuggestion(ack, find);
  });

  app.view<ViewSubmitAction>(ids.user.groupsForm, async ({ ack, body, view, client }) => {
    await respondInTime(ack, client, view.id, reviewed(context, body), redisplayWithError(view, context.log));
  });

  app.view<ViewSubmitAction>(ids.user.groupsReview, async ({ ack, body, view, client }) => {
    await respondInTime(ack, client, view.id, changed(context, body), redisplayWithError(view, context.log));
  });
}

interface Begun {
  /** What was chosen before; at first the groups that they are in. */
  chosen: string[] | undefined;
  problem?: string;
}

async function form(actor: AccountActor, userId: string, begun: Begun): Promise<ModalView> {
  const user = await userProfile(actor, userId);
  const { length } = user.groups;
  if (length > MOST_OPTIONS)
    return profileView(user, {
      text: `${user.name} is in ${length} groups, and a form holds ${MOST_OPTIONS}. Nothing was changed.`,
      ok: false,
    });
  return groupsFormView(user, await groupsToChoose(actor), begun);
}

async function reviewed(context: SlackContext, body: ViewSubmitAction): Promise<Answer> {
  const seen = seenUser(body.view.private_metadata);
  const groupIds = chosenGroups(body.view.state.values);
  const actor = await context.accounts.fresh(accountOf(body));
  try {
    const difference = await groupDifference(actor, seen, groupIds);
    if (difference.gets.length + difference.loses.length === 0)
      return refused(actor, seen.userId, groupIds, `${difference.name} is in exactly these groups already.`);
    return { view: groupsReviewView(seen.userId, difference, groupsDraftValue({ seen, groupIds })) };
  } catch (error) {
    if (error instanceof InvalidFields) return refused(actor, seen.userId, groupIds, error.sentence());
    if (!isDomainError(error)) throw error;
    return { view: await profileAfter(context, actor, seen.userId, () => Promise.reject(error)) };
  }
}

async function refused(
  actor: AccountActor,
  userId: string,
  chosen: string[],
  problem: string,
): Promise<Answer> {
  const again = await form(actor, userId, { chosen, problem });
  return { errors: { [ids.user.newGroups]: problem }, form: () => again };
}

async function changed(context: SlackContext, body: ViewSubmitAction): Promise<Answer> {
  const { seen, groupIds } = readGroupsDraft(body.view.private_metadata);
  const actor = await context.accounts.fresh(accountOf(body));
  const view = await profileAfter(context, actor, seen.userId, async () => {
    await changeGroups(actor, seen, groupIds);
    return "The groups are changed.";
  });
  return { view };
}
