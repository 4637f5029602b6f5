import type { ModalView } from "@slack/types";
import * as z from "zod";
import { chosenEnd, type End, endText } from "../../services/ends.ts";
import { InvalidFields, isDomainError } from "../../services/errors.ts";
import { objectId } from "../../services/object-id.ts";
import { type UserProfile, userProfile } from "../../services/users/find-user.ts";
import { LastAdmin, UserChanged } from "../../services/users/refusals.ts";
import { setMembershipEnd } from "../../services/users/set-membership-end.ts";
import { waitsForAdmin } from "../kit/admin-means.ts";
import type { SlackContext } from "../kit/context.ts";
import { chosenDay } from "../kit/end-input.ts";
import { describeError } from "../kit/errors.ts";
import { ids } from "../kit/ids.ts";
import { isolated } from "../kit/phrase.ts";
import type { SlackRouter, Submission } from "../kit/router.ts";
import { anyText, idText, readValues } from "../kit/state-codec.ts";
import type { Answer } from "../kit/submission.ts";
import { type EndForm, endFormState, endFormView, type ShownForm } from "./end-view.ts";
import { userGroupsView } from "./profile-view.ts";

const notShown =
  "Nothing was saved, because the form didn’t show this group yet. Check the last day, then save.";

const { end, endOf } = ids.user;
const submitted = z.looseObject({
  [endOf]: z.object({ [endOf]: z.object({ selected_option: z.object({ value: objectId }) }) }),
});

/** Reads the last day, and the name of its field. @throws UnreadableState if the form has no such field */
function dayIn(values: object): { field: string; day: string | null } {
  const field = Object.keys(values).find((name) => name === end || name.startsWith(`${end}.`)) ?? end;
  const day = z.object({ [field]: z.object({ [field]: chosenDay }) });
  return { field, day: readValues(day, values)[field]?.[field] ?? null };
}

/** Registers *Set End*: choose a group and its last day, in place of the groups. */
export function registerSetEnd(router: SlackRouter, context: SlackContext): void {
  router.show(ids.user.setEnd, anyText, async ({ actor, value: userId }) => ({
    view: formOrGroups(await userProfile(actor, userId), context),
  }));

  router.show(endOf, idText, async ({ actor, value: groupId, view }) => {
    const { userId } = endFormState.decode(view?.private_metadata);
    return { view: formOrGroups(await userProfile(actor, userId), { ...context, groupId }) };
  });

  router.submit(ids.user.endForm, endFormState, (submission) => submitEnd(context, submission));
}

/** Draws the form, or the groups if the user is not, or no longer, in one that can be chosen. */
function formOrGroups(user: UserProfile, form: EndForm): ModalView {
  const { groupId, problem } = form;
  const canChoose = user.groups.some(({ id }) => !groupId || id === groupId);
  return canChoose
    ? endFormView(user, form)
    : userGroupsView(user, problem ? { text: problem, ok: false } : undefined);
}

const endIn = ({ groups }: UserProfile, groupId: string): End | null =>
  groups.find(({ id }) => id === groupId)?.end ?? null;

async function submitEnd(
  context: SlackContext,
  { actor, state: { groupId: shownId, lastDay, ...user }, values }: Submission<ShownForm>,
): Promise<Answer> {
  const chosen = readValues(submitted, values);
  const groupId = chosen[endOf][endOf].selected_option.value;
  const { field, day } = dayIn(chosen);
  const { timeZone } = context;
  const again = (profile: UserProfile, problem: string, typed?: string) =>
    formOrGroups(profile, { timeZone, groupId, typed, problem });
  // Saved before the form showed this group: only a day typed into an empty field can be meant for it.
  if (groupId !== shownId && !(day && field === end))
    return { view: again(await userProfile(actor, user.userId), notShown) };
  try {
    // A day that was left as it is keeps the end's time and zone.
    const until =
      day && day === lastDay
        ? endIn(await userProfile(actor, user.userId), groupId)
        : chosenEnd(day, timeZone);
    const { group, changed, adminRequestId } = await setMembershipEnd(actor, user, groupId, until);
    const ends = until ? `ends on ${endText(until)}` : "has no end";
    const text = adminRequestId
      ? `${waitsForAdmin} Until one does, its end stays as it is.`
      : changed
        ? `The membership of ${isolated(group)} ${ends}.`
        : `The membership of ${isolated(group)} already ${ends}. Nothing was changed.`;
    return { view: userGroupsView(await userProfile(actor, user.userId), { text, ok: true }) };
  } catch (error) {
    if (!isDomainError(error)) throw error;
    const sentence = describeError(error, context.log, actor);
    const profile = await userProfile(actor, user.userId);
    const typed = day && day !== lastDay ? day : undefined;
    if (error instanceof InvalidFields || error instanceof LastAdmin) {
      const at = error instanceof InvalidFields && "group" in error.fields ? endOf : field;
      return { errors: { [at]: sentence }, form: () => again(profile, sentence, typed) };
    }
    if (error instanceof UserChanged) return { view: again(profile, sentence, typed) };
    return { view: userGroupsView(profile, { text: sentence, ok: false }) };
  }
}
