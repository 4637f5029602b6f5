import * as z from "zod";
import { chosenEnd, endText } from "../../services/ends.ts";
import { InvalidFields, isDomainError } from "../../services/errors.ts";
import { objectId } from "../../services/object-id.ts";
import { userProfile } from "../../services/users/find-user.ts";
import { LastAdmin } from "../../services/users/refusals.ts";
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
import { endField, endFormView } from "./end-view.ts";
import { userGroupsView } from "./profile-view.ts";
import { type UserRef, userRef } from "./user-ref.ts";

const { end, endOf } = ids.user;
const submitted = z.looseObject({
  [endOf]: z.object({ [endOf]: z.object({ selected_option: z.object({ value: objectId }) }) }),
});

/** Reads the last day in a field; undefined if the form has no such field. */
function dayIn(values: unknown, field: string): string | null | undefined {
  return z.object({ [field]: z.object({ [field]: chosenDay }) }).safeParse(values).data?.[field]?.[field];
}

/** Registers *Set End*: choose a group and its last day, in place of the groups. */
export function registerSetEnd(router: SlackRouter, context: SlackContext): void {
  router.show(ids.user.setEnd, anyText, async ({ actor, value: userId }) => ({
    view: endFormView(await userProfile(actor, userId), context),
  }));

  router.show(endOf, idText, async ({ actor, value: groupId, view }) => {
    const { userId } = userRef.decode(view?.private_metadata);
    return { view: endFormView(await userProfile(actor, userId), { ...context, groupId }) };
  });

  router.submit(ids.user.endForm, userRef, (submission) => submitEnd(context, submission));
}

async function submitEnd(
  context: SlackContext,
  { actor, state: user, values }: Submission<UserRef>,
): Promise<Answer> {
  const groupId = readValues(submitted, values)[endOf][endOf].selected_option.value;
  const { timeZone } = context;
  const now = await userProfile(actor, user.userId);
  const own = endField(now.groups.find(({ id }) => id === groupId));
  const field = [own, end].find((name) => dayIn(values, name) !== undefined);
  const day = field && dayIn(values, field);
  // Saved before the form showed this group's end, so nobody has decided about that.
  if (!field || (field !== own && !day)) return { view: endFormView(now, { timeZone, groupId }) };
  try {
    const chosen = chosenEnd(day, timeZone);
    const { group, changed, adminRequestId } = await setMembershipEnd(actor, user, groupId, chosen);
    const ends = chosen ? `ends on ${endText(chosen)}` : "has no end";
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
    if (error instanceof InvalidFields || error instanceof LastAdmin) {
      const at = error instanceof InvalidFields && "group" in error.fields ? endOf : field;
      const form = () => endFormView(profile, { timeZone, groupId, problem: sentence });
      return { errors: { [at]: sentence }, form };
    }
    return { view: userGroupsView(profile, { text: sentence, ok: false }) };
  }
}
