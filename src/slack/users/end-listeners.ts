import { z } from "zod";
import { chosenEnd, endText } from "../../services/ends.ts";
import { InvalidFields, isDomainError, LastAdmin } from "../../services/errors.ts";
import { objectId } from "../../services/object-id.ts";
import { userProfile } from "../../services/users/find-user.ts";
import { setMembershipEnd } from "../../services/users/set-membership-end.ts";
import { waitsForAdmin } from "../kit/admin-means.ts";
import type { SlackContext } from "../kit/context.ts";
import { chosenDay } from "../kit/end-input.ts";
import { describeError } from "../kit/errors.ts";
import { ids } from "../kit/ids.ts";
import type { SlackRouter, Submission } from "../kit/router.ts";
import { anyText } from "../kit/state-codec.ts";
import type { Answer } from "../kit/submission.ts";
import { endFormView } from "./end-view.ts";
import { userGroupsView } from "./profile-view.ts";
import { type UserRef, userRef } from "./user-ref.ts";

const { end, endOf } = ids.user;
const submitted = z.object({
  [endOf]: z.object({ [endOf]: z.object({ selected_option: z.object({ value: objectId }) }) }),
  [end]: z.object({ [end]: chosenDay }),
});

/** Registers *Set End*: choose a group and its last day, in the place of the groups. */
export function registerSetEnd(router: SlackRouter, context: SlackContext): void {
  router.show(ids.user.setEnd, anyText, async ({ actor, value: userId }) => ({
    view: endFormView(await userProfile(actor, userId), context),
  }));

  router.submit(ids.user.endForm, userRef, (submission) => submitEnd(context, submission));
}

async function submitEnd(
  context: SlackContext,
  { actor, state: user, values }: Submission<UserRef>,
): Promise<Answer> {
  const form = submitted.parse(values);
  const groupId = form[endOf][endOf].selected_option.value;
  try {
    const chosen = chosenEnd(form[end][end], context.timeZone);
    const { group, changed, adminRequestId } = await setMembershipEnd(actor, user, groupId, chosen);
    const ends = chosen ? `ends on ${endText(chosen)}` : "has no end";
    const text = adminRequestId
      ? `${waitsForAdmin} Until one does, its end stays as it is.`
      : changed
        ? `The membership of ${group} ${ends}.`
        : `The membership of ${group} already ${ends}. Nothing was changed.`;
    return { view: userGroupsView(await userProfile(actor, user.userId), { text, ok: true }) };
  } catch (error) {
    if (!isDomainError(error)) throw error;
    const sentence = describeError(error, context.log, actor);
    const profile = await userProfile(actor, user.userId);
    if (error instanceof InvalidFields || error instanceof LastAdmin) {
      const field = error instanceof InvalidFields && "group" in error.fields ? endOf : end;
      const form = () => endFormView(profile, { timeZone: context.timeZone, problem: sentence });
      return { errors: { [field]: sentence }, form };
    }
    return { view: userGroupsView(profile, { text: sentence, ok: false }) };
  }
}
