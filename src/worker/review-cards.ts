import type { Types } from "mongoose";
import { reviewSummary } from "../services/reviews/read-reviews.ts";
import { removalNews } from "../services/reviews/removal-news.ts";
import { accountsToTell, stillReviews } from "../services/reviews/reviewers.ts";
import { formerReviewerCard } from "../slack/messages/former-admin.ts";
import { reviewCard as card, reviewNewsCard, reviewRemovedCard } from "../slack/messages/review-cards.ts";
import { enqueueSlack } from "../slack/state/jobs.ts";
import {
  claimReviewCard,
  releaseReviewCard,
  rememberReviewCard,
  reviewCardsOf,
  reviewVersion,
} from "../slack/state/review-cards.ts";
import { writeTo, written } from "./direct-message.ts";
import { done, type Handler, type HandlerContext } from "./handler.ts";
import { allAdmins, isStillAdmin, reachable } from "./recipients.ts";
import { redrawCard } from "./redraw-card.ts";
import { tellEach } from "./tell-each.ts";

/** Tells every reviewer of a review who has no card of it yet. */
export const reviewNotices: Handler<"review-notices"> = {
  async handle({ reviewId }, _job, { settings }) {
    const review = await reviewCardsOf(reviewId);
    if (review?.status !== "open") return done;
    const known = review.cards.map(({ to }) => to);
    const others = (await accountsToTell(review, settings.owners)).filter((to) => !known.includes(to));
    return {
      attempt: { kind: "done" },
      record: async (_outcome, now) =>
        enqueueSlack(
          now,
          ...others.map((to) => ({ kind: "review-notice" as const, reviewId, to, dueAt: now })),
        ),
    };
  },
};

/** Writes the card of a review to one account, once; an unreachable account holds up nothing. */
export const reviewNotice: Handler<"review-notice"> = {
  async handle({ reviewId, to }, job, context) {
    if (!(await goesThrough(reviewId, to, context))) return done;
    const mine = await claimReviewCard(reviewId, { to, job: job.id });
    const review = await reviewSummary(reviewId);
    if (!mine || review?.status !== "open") return done;
    const result = await writeTo(context, to, card(review));
    if (result.kind === "unreachable") await releaseReviewCard(reviewId, to);
    return written(result, (message, now) =>
      rememberReviewCard(reviewId, { ...message, to }, review.version, now),
    );
  },
  onFailed: async ({ reviewId, to }) => releaseReviewCard(reviewId, to),
};

/** Redraws one of the cards of a review as it is now. */
export const reviewCard: Handler<"review-card"> = {
  async handle(spec, _job, context) {
    const { reviewId } = spec;
    const review = await reviewSummary(reviewId);
    if (!review) return done;
    const drawn = (await goesThrough(reviewId, spec.to, context)) ? card(review) : formerReviewerCard();
    return redrawCard(context, spec, drawn, async () => {
      const version = await reviewVersion(reviewId);
      return version !== null && version > review.version;
    });
  },
};

/**
 * Tells an account what a changed card wouldn't; tells the person who started a review how it ended, or the admins if
 * they can't be told.
 */
export const reviewNews: Handler<"review-news"> = {
  async handle(spec, _job, context) {
    const { reviewId, to, news } = spec;
    const review = await reviewSummary(reviewId);
    if (!review || (news === "reminded" && review.status !== "open")) return done;
    const { owners } = context.settings;
    if (to) {
      const isFor = news === "reminded" ? goesThrough(reviewId, to, context) : isStillAdmin(to, owners);
      return (await isFor) ? written(await writeTo(context, to, reviewNewsCard(review, news))) : done;
    }
    const known = await reviewCardsOf(reviewId);
    const starter = known && (await reachable(known.startedBy, owners));
    return tellEach(spec, starter ? [starter] : await allAdmins(owners));
  },
};

/** Tells a user that a review took them out of a group, unless they are in it again. */
export const reviewRemovedNotice: Handler<"review-removed-notice"> = {
  async handle({ itemId }, _job, context) {
    const news = await removalNews(itemId);
    return news
      ? written(await writeTo(context, news.account, (reader) => reviewRemovedCard(news, reader)))
      : done;
  },
};

/** Whether an account may still be told about a review. */
async function goesThrough(
  reviewId: Types.ObjectId,
  to: string,
  { settings: { owners } }: Pick<HandlerContext, "settings">,
): Promise<boolean> {
  const review = await reviewCardsOf(reviewId);
  return review !== null && stillReviews(review, to, owners);
}
