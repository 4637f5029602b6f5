import { Types } from "mongoose";
import { Job } from "../../models/job.ts";
import { ReviewItem } from "../../models/review-item.ts";
import { GATHER_MS } from "../../services/events.ts";
import type { Due } from "../../services/jobs.ts";
import { reviewCardKey, type SlackJob } from "../../slack/state/jobs.ts";
import { reviewCardsOf } from "../../slack/state/review-cards.ts";
import type { Subscriber } from "../handler.ts";

/** Asks reviewers, keeps their cards current, and tells people what a changed card wouldn't. */
export const reviews: Subscriber = async ({ action, targets, about }, at) => {
  const [id] = targets;
  if (!id || !action.startsWith("review.")) return [];
  switch (action) {
    case "review.gathered":
      return [{ kind: "review-notices", reviewId: new Types.ObjectId(id), dueAt: at }];
    case "review.started":
      return [];
    case "review.reminded":
      return reminders(id, at);
    case "review.closed":
      return [
        ...(await redrawn([id], at)),
        { kind: "review-news", reviewId: new Types.ObjectId(id), news: "closed", dueAt: at },
      ];
    case "review.repetition_stopped":
      return redrawn([id], at);
    case "review.removed":
      return [...(await removals(targets, about, at)), ...(await redrawn(about, at))];
    default:
      return redrawn(about, at);
  }
};

async function reminders(id: string, dueAt: Date): Promise<Due<SlackJob>[]> {
  const review = await reviewCardsOf(id);
  if (!review) return [];
  const common = { reviewId: review._id, dueAt };
  return [
    ...review.cards.map(({ to }) => ({
      kind: "review-news" as const,
      to,
      news: "reminded" as const,
      ...common,
    })),
    // People who have become reviewers since are asked too.
    { kind: "review-notices", ...common },
  ];
}

/**
 * Has the cards of a review redrawn, once for everything within a second.
 *
 * @param ids of the review, and of others
 */
async function redrawn(ids: readonly string[], at: Date): Promise<Due<SlackJob>[]> {
  const found = await Promise.all(ids.map(reviewCardsOf));
  const dueAt = new Date(at.getTime() + GATHER_MS);
  const jobs = found.flatMap((review) =>
    (review?.cards ?? []).map((card) => ({
      kind: "review-card" as const,
      reviewId: review?._id ?? new Types.ObjectId(),
      ...card,
      dueAt,
    })),
  );
  const keys = jobs.map(({ reviewId, to }) => reviewCardKey(reviewId, to));
  const waiting = new Set(await Job.distinct("foldKey", { foldKey: { $in: keys }, status: "waiting" }));
  return jobs.filter(({ reviewId, to }) => !waiting.has(reviewCardKey(reviewId, to)));
}

async function removals(
  userIds: readonly string[],
  about: readonly string[],
  dueAt: Date,
): Promise<Due<SlackJob>[]> {
  const items = await ReviewItem.find(
    { reviewId: { $in: about }, userId: { $in: userIds }, groupId: { $in: about }, status: "removed" },
    { _id: 1 },
  ).lean();
  return items.map(({ _id: itemId }) => ({ kind: "review-removed-notice", itemId, dueAt }));
}
