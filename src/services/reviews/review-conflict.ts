import { isValidObjectId, type Types } from "mongoose";
import { nameOf } from "../../models/actor-record.ts";
import { Review, type ReviewDocument } from "../../models/review.ts";
import { ReviewItem } from "../../models/review-item.ts";
import { NotFound } from "../errors.ts";
import { ReviewEnded, ReviewedAlready } from "./refusals.ts";
import { reviewLabel } from "./review-event.ts";

/** Reads a review. @throws NotFound */
export async function reviewWithId(reviewId: string | Types.ObjectId): Promise<ReviewDocument> {
  const review = isValidObjectId(reviewId) ? await Review.findById(reviewId).lean() : null;
  if (!review) throw new NotFound({ what: "review" });
  return review;
}

/** Returns the error for a review that is over. */
export async function reviewEnded(reviewId: Types.ObjectId): Promise<ReviewEnded> {
  const review = await reviewWithId(reviewId);
  return new ReviewEnded({ review: reviewLabel(review), at: review.closedAt ?? review.closesAt });
}

/** Returns the error that says who decided first, what and when. */
export async function reviewedFirst(itemId: Types.ObjectId): Promise<ReviewedAlready> {
  const item = await ReviewItem.findById(itemId).lean();
  if (!item || item.status === "open") throw new NotFound({ what: "review" });
  const { name, groupName, status, answeredBy, answeredAt } = item;
  return new ReviewedAlready({
    member: name,
    group: groupName,
    status,
    by: answeredBy ? nameOf(answeredBy) : null,
    at: answeredAt ?? null,
  });
}
