import type { ModalView } from "@slack/types";
import type { AccountActor } from "../../services/actor.ts";
import { chosenEnd } from "../../services/ends.ts";
import { InvalidFields, isDomainError } from "../../services/errors.ts";
import { groupsToChoose } from "../../services/groups/groups-to-choose.ts";
import { changeGroups, groupDifference } from "../../services/users/change-groups.ts";
import { userProfile } from "../../services/users/find-user.ts";
import { LastAdmin } from "../../services/users/refusals.ts";
import { waitsForAdmin } from "../kit/admin-means.ts";
import type { SlackContext } from "../kit/context.ts";
import { groupOptions, MAX_OPTIONS } from "../kit/groups-input.ts";
import { ids } from "../kit/ids.ts";
import { isolated } from "../kit/phrase.ts";
import type { SlackRouter, Submission } from "../kit/router.ts";
import { anyText } from "../kit/state-codec.ts";
import type { Answer } from "../kit/submission.ts";
import { profileAfter } from "./answer.ts";
import { chosenIn, type GroupsDraft, groupsDraft } from "./groups-draft.ts";
import { groupsFormView, groupsReviewView } from "./groups-view.ts";
import { profileView } from "./profile-view.ts";
import { type UserRef, userRef } from "./user-ref.ts";

/** Registers *Change Groups*: choose, see the difference, confirm. All in place of the profile. */
export function registerChangeGroups(router: SlackRouter, context: SlackContext): void {
  router.show(ids.user.changeGroups, anyText, async ({ actor, value: userId, view }) => {
    const again =
      view?.callback_id === ids.user.groupsReview ? groupsDraft.decode(view.private_metadata) : null;
    return { view: await form(actor, userId, again ?? {}) };
  });

  router.suggest(ids.user.newGroups, async ({ actor, typed }) =>
    groupOptions(typed, await groupsToChoose(actor)),
  );

  router.submit(ids.user.groupsForm, userRef, (submission) => reviewGroupChange(context, submission));
  router.submit(ids.user.groupsReview, groupsDraft, (submission) => submitGroupChange(context, submission));
}

/** What was chosen before, and what is wrong with it; at first the user's current groups. */
type Begun = Partial<Pick<GroupsDraft, "groups" | "day">> & { problem?: string };

async function form(actor: AccountActor, userId: string, begun: Begun): Promise<ModalView> {
  const user = await userProfile(actor, userId);
  const { length } = user.groups;
  if (length > MAX_OPTIONS)
    return profileView(user, {
      text: `${isolated(user.name)} is in ${length} groups, more than the ${MAX_OPTIONS} that fit in this form. Nothing was changed.`,
      ok: false,
    });
  return groupsFormView(user, await groupsToChoose(actor), begun);
}

async function reviewGroupChange(
  context: SlackContext,
  { actor, state: user, values }: Submission<UserRef>,
): Promise<Answer> {
  const chosen = chosenIn(values);
  try {
    const end = chosenEnd(chosen.day, context.timeZone);
    const difference = await groupDifference(actor, user, chosen.groups, end);
    if (difference.gets.length + difference.loses.length === 0)
      return askAgain(actor, user.userId, {
        ...chosen,
        problem: `${isolated(difference.name)} is already in exactly these groups.${end ? " Set End on Groups changes when one ends." : ""}`,
      });
    const draft = groupsDraft.encode({ seen: user, ...chosen });
    return { view: groupsReviewView(user.userId, { ...difference, end }, draft) };
  } catch (error) {
    if (error instanceof InvalidFields || error instanceof LastAdmin) {
      const isEnd = error instanceof InvalidFields && "until" in error.fields;
      const field = isEnd ? ids.user.groupsUntil : ids.user.newGroups;
      return askAgain(actor, user.userId, { ...chosen, problem: error.sentence() }, field);
    }
    if (!isDomainError(error)) throw error;
    return { view: await profileAfter(context, actor, user.userId, () => Promise.reject(error)) };
  }
}

async function askAgain(
  actor: AccountActor,
  userId: string,
  begun: Begun & { problem: string },
  field: string = ids.user.newGroups,
): Promise<Answer> {
  const again = await form(actor, userId, begun);
  return { errors: { [field]: begun.problem }, form: () => again };
}

async function submitGroupChange(
  context: SlackContext,
  { actor, state: { seen: user, groups, day } }: Submission<GroupsDraft>,
): Promise<Answer> {
  const view = await profileAfter(context, actor, user.userId, async () => {
    const asked = await changeGroups(actor, user, groups, chosenEnd(day, context.timeZone));
    return asked ? `${waitsForAdmin} Any other changes were made.` : "Groups changed.";
  });
  return { view };
}
