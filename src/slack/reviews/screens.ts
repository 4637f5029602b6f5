import type { ModalView } from "@slack/types";
import type { AccountActor } from "../../services/actor.ts";
import { permissionsOf } from "../../services/authorize.ts";
import type { PageCursor } from "../../services/page.ts";
import { lastReviewOf, listReviews, openReview } from "../../services/reviews/read-reviews.ts";
import type { Flash } from "../kit/blocks.ts";
import { isolated } from "../kit/phrase.ts";
import { reviewsView } from "./list-view.ts";
import { reviewPageView } from "./page-view.ts";
import type { ReviewPageState } from "./state.ts";

/** Reads and draws the list again. */
export async function listScreen(
  actor: AccountActor,
  cursor: PageCursor | null = null,
  flash?: Flash,
): Promise<ModalView> {
  return reviewsView({ ...(await listReviews(actor, cursor)), timeZone: actor.timeZone, flash });
}

/** Reads and draws a review again. */
export async function reviewScreen(
  actor: AccountActor,
  state: ReviewPageState,
  flash?: Flash,
): Promise<ModalView> {
  return reviewPageView({
    ...(await openReview(actor, state.reviewId, state.which, state.cursor)),
    state,
    timeZone: actor.timeZone,
    mayExport: (await permissionsOf(actor)).includes("reviews:read"),
    flash,
  });
}

/** Draws the last review of the group that matches a text, otherwise the list. */
export async function foundScreen(actor: AccountActor, text: string): Promise<ModalView> {
  if (text === "") return listScreen(actor);
  const reviewId = await lastReviewOf(actor, text);
  if (reviewId) return reviewScreen(actor, { reviewId, which: "open", cursor: null });
  return listScreen(actor, null, {
    text: `There is no review of “${isolated(text, 100)}” yet.`,
    ok: false,
  });
}
