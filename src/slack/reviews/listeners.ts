import { answerItem } from "../../services/reviews/answer-item.ts";
import { keepTheRest } from "../../services/reviews/keep-rest.ts";
import { stopRepeating } from "../../services/reviews/start-review.ts";
import type { Subcommand } from "../kit/command.ts";
import type { SlackContext } from "../kit/context.ts";
import type { Drawing } from "../kit/drawing.ts";
import { flashOf } from "../kit/errors.ts";
import { ids } from "../kit/ids.ts";
import type { Press, SlackRouter } from "../kit/router.ts";
import { idText, noState } from "../kit/state-codec.ts";
import { counted } from "../kit/text.ts";
import { decidedText } from "./decided-text.ts";
import { registerDecisions } from "./decision-listeners.ts";
import { foundScreen, listScreen, reviewScreen } from "./screens.ts";
import { registerReviewStart } from "./start-listeners.ts";
import { type ReviewPageState, reviewListState, reviewPageState, whichIn } from "./state.ts";

/** Creates the subcommand `/iam review [group]`: the last one of a group, or all. */
export const reviewCommand: Subcommand = {
  example: "/iam review",
  about: "See reviews: who is in a group, and who still should be.",
  changes: "Start one, once or every quarter.",
  permission: "reviews:read",
  async run({ actor, text, open }) {
    await open(await foundScreen(actor, text));
  },
};

/** Registers the list of reviews, a review, and everything that can be done in one. */
export function registerReviews(router: SlackRouter, context: SlackContext): void {
  const { refreshList, previous, next, open, which, refresh, itemsPrevious, itemsNext } = ids.reviews;
  router.show(refreshList, noState, async ({ actor }) => ({ view: await listScreen(actor) }));
  for (const id of [previous, next])
    router.show(id, reviewListState, async ({ actor, value: { cursor } }) => ({
      view: await listScreen(actor, cursor),
    }));

  router.show(open, idText, async ({ actor, value: reviewId }) => ({
    above: await reviewScreen(actor, { reviewId, which: "open", cursor: null }),
  }));
  router.show(which, noState, async ({ actor, view }: Press<unknown>) => ({
    view: await reviewScreen(actor, {
      ...reviewPageState.decode(view?.private_metadata),
      which: whichIn(view?.state.values),
      cursor: null,
    }),
  }));
  router.show(refresh, noState, async ({ actor, view }) => ({
    view: await reviewScreen(actor, reviewPageState.decode(view?.private_metadata)),
  }));
  for (const id of [itemsPrevious, itemsNext])
    router.show(id, reviewPageState, async ({ actor, value: state }) => ({
      view: await reviewScreen(actor, state),
    }));

  registerPageChanges(router, context);
  registerDecisions(router, context);
  registerReviewStart(router, context);
}

function registerPageChanges(router: SlackRouter, context: SlackContext): void {
  const { keep, keepRest, stopRepeating: stop } = ids.reviews;
  router.press(keep, idText, (press) =>
    acted(context, press, async ({ actor, value }) =>
      decidedText(await answerItem(actor, value, { kind: "keep" })),
    ),
  );
  router.press(keepRest, idText, (press) =>
    acted(context, press, async ({ actor, value }) => {
      const kept = await keepTheRest(actor, value);
      return kept > 0
        ? `You kept ${counted(kept, "member", "members")}.`
        : "There was nobody left for you to keep.";
    }),
  );
  router.press(stop, idText, (press) =>
    acted(context, press, async ({ actor, value }) =>
      (await stopRepeating(actor, value))
        ? "This review will not start again."
        : "This review no longer repeats. If a later one does, stop it there.",
    ),
  );
}

/**
 * Acts, then redraws the review with the result; a refusal also becomes a sentence.
 *
 * @throws NotAdmin
 */
async function acted(
  context: SlackContext,
  press: Press<string>,
  act: (press: Press<string>) => Promise<string>,
): Promise<Drawing> {
  const state: ReviewPageState = reviewPageState.decode(press.view?.private_metadata);
  const flash = await flashOf(() => act(press), context, press.actor);
  return { view: await reviewScreen(press.actor, state, flash) };
}
