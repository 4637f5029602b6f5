import { type Types, trusted } from "mongoose";
import { Review, type ReviewCard, type ReviewDocument } from "../../models/review.ts";
import { enqueueSlack } from "./jobs.ts";

/** Reads who goes through a review and which messages show it; null if it is gone. */
export async function reviewCardsOf(
  reviewId: Types.ObjectId | string,
): Promise<Pick<ReviewDocument, "_id" | "groups" | "reviewers" | "startedBy" | "status" | "cards"> | null> {
  const fields = { groups: 1, reviewers: 1, startedBy: 1, status: 1, cards: 1 } as const;
  return Review.findById(reviewId, fields).lean();
}

/**
 * Claims a card before it is written, so that nobody gets two.
 *
 * @returns false if they have it, or another job writes it
 */
export async function claimReviewCard(
  reviewId: Types.ObjectId,
  { to, job }: { to: string; job: string },
): Promise<boolean> {
  const { matchedCount } = await Review.updateOne(
    trusted({
      _id: reviewId,
      "cards.to": { $ne: to },
      writing: { $not: { $elemMatch: { to, job: { $ne: job } } } },
    }),
    { $addToSet: { writing: { to, job } } },
  );
  return matchedCount > 0;
}

/** Releases the claim on a card that was not written: they can be told again. */
export async function releaseReviewCard(reviewId: Types.ObjectId, to: string): Promise<void> {
  await Review.updateOne({ _id: reviewId }, { $pull: { writing: { to } } });
}

/** The version of a review; null if it is gone. */
export async function reviewVersion(reviewId: Types.ObjectId): Promise<number | null> {
  return (await Review.findById(reviewId, { version: 1 }).lean())?.version ?? null;
}

/** Keeps the location of a review's card; has it redrawn if it shows an earlier state. Part of a transaction. */
export async function rememberReviewCard(
  reviewId: Types.ObjectId,
  card: ReviewCard,
  version: number,
  now: Date,
): Promise<void> {
  const review = await Review.findOneAndUpdate(
    { _id: reviewId },
    { $push: { cards: card }, $pull: { writing: { to: card.to } } },
    { projection: { version: 1 }, returnDocument: "after" },
  ).lean();
  if (review && review.version > version)
    await enqueueSlack(now, { kind: "review-card", reviewId, ...card, dueAt: now });
}
