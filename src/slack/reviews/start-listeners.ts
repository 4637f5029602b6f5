import * as z from "zod";
import type { AccountActor } from "../../services/actor.ts";
import { InvalidFields } from "../../services/errors.ts";
import { groupsToChoose } from "../../services/groups/groups-to-choose.ts";
import { newId } from "../../services/object-id.ts";
import { type NewReview, startReview } from "../../services/reviews/start-review.ts";
import { findUser } from "../../services/users/find-user.ts";
import type { SlackContext } from "../kit/context.ts";
import { chosenGroups, groupOptions } from "../kit/groups-input.ts";
import { ids } from "../kit/ids.ts";
import { withError } from "../kit/redraw.ts";
import type { SlackRouter, Submission } from "../kit/router.ts";
import { type CreationState, creationState, noState, readValues } from "../kit/state-codec.ts";
import type { Answer } from "../kit/submission.ts";
import { reviewFormView } from "./form-view.ts";
import { reviewScreen } from "./screens.ts";

const { start, form, groups, reviewers, person, days, unanswered, repeats } = ids.reviews;
const option = <T extends z.ZodType>(value: T) => z.object({ selected_option: z.object({ value }) });
const number = z.coerce.number();
const filledIn = z.object({
  [groups]: z.object({ [groups]: chosenGroups }),
  [reviewers]: z.object({ [reviewers]: option(z.enum(["admins", "deciders", "person"])) }),
  [person]: z.object({ [person]: z.object({ selected_user: z.string().nullish() }) }),
  [days]: z.object({ [days]: option(number.pipe(z.union([z.literal(7), z.literal(14), z.literal(30)]))) }),
  [unanswered]: z.object({ [unanswered]: option(z.enum(["kept", "removed"])) }),
  [repeats]: z.object({
    [repeats]: option(
      z.union([
        z.literal("once").transform(() => null),
        number.pipe(z.union([z.literal(3), z.literal(6), z.literal(12)])),
      ]),
    ),
  }),
});

/** Registers *Start Review*: the form, and what it does. */
export function registerReviewStart(router: SlackRouter, context: SlackContext): void {
  router.show(start, noState, async ({ actor }) => ({
    view: reviewFormView(await groupsToChoose(actor), newId()),
  }));
  router.suggest(groups, async ({ actor, typed }) => groupOptions(typed, await groupsToChoose(actor)));
  router.submit(form, creationState, (submission) => submit(context, submission));
}

/** The field under which each error is shown. */
const fields: Record<string, string> = { groups, reviewers };

async function submit(
  context: SlackContext,
  { actor, state, values, view }: Submission<CreationState>,
): Promise<Answer> {
  try {
    const wanted = await wantedIn(actor, values);
    const reviewId = await startReview(actor, wanted, context.timeZone, state.newId);
    const text = "The review has started. The reviewers will get a message in a moment.";
    return { view: await reviewScreen(actor, { reviewId, which: "open", cursor: null }, { text, ok: true }) };
  } catch (error) {
    if (!(error instanceof InvalidFields)) throw error;
    const errors = Object.entries(error.fields).map(([field, fault]) => [fields[field] ?? groups, fault]);
    return { errors: Object.fromEntries(errors), form: () => withError(view, error.sentence()) };
  }
}

async function wantedIn(actor: AccountActor, values: unknown): Promise<NewReview> {
  const typed = readValues(filledIn, values);
  const who = typed[reviewers][reviewers].selected_option.value;
  return {
    groupIds: typed[groups][groups],
    reviewers: who === "person" ? await personIn(actor, typed[person][person].selected_user) : who,
    days: typed[days][days].selected_option.value,
    unanswered: typed[unanswered][unanswered].selected_option.value,
    months: typed[repeats][repeats].selected_option.value,
  };
}

/**
 * Returns the user of the chosen account.
 *
 * @throws InvalidFields
 */
async function personIn(actor: AccountActor, account: string | null | undefined) {
  if (!account) throw new InvalidFields({ reviewers: "Choose the person below." });
  const { teamId, otherTeamIds } = actor;
  const userId = await findUser(actor, { by: "account", teamId, otherTeamIds, userId: account });
  if (!userId) throw new InvalidFields({ reviewers: "Nobody registered here has this account." });
  return { userId };
}
