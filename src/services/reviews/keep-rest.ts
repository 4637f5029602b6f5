import { type Types, trusted } from "mongoose";
import { Review, type ReviewDocument } from "../../models/review.ts";
import { ReviewItem } from "../../models/review-item.ts";
import { type Principal, recordOf } from "../actor.ts";
import { recordAudit } from "../audit.ts";
import { changeAsAlso } from "../authorize.ts";
import { DatabaseUnavailable } from "../errors.ts";
import { mayRepeat } from "../idempotency.ts";
import { actingUserId } from "../linked-user.ts";
import { databaseTime } from "../transaction.ts";
import { KeepingBrokenOff, ReviewEnded } from "./refusals.ts";
import { reviewEnded, reviewWithId } from "./review-conflict.ts";
import { ofItem } from "./review-event.ts";
import { groupsToReview } from "./reviewers.ts";

/** How many memberships one transaction keeps. */
const BATCH = 250;

/**
 * Keeps every undecided member of a review except the actor; anyone who left meanwhile is found when it closes. Beyond
 * 250 it takes several steps: after an interruption, running it again continues.
 *
 * @returns how many were kept
 * @throws NotAdmin, NotPermitted; ReviewEnded and KeepingBrokenOff, which say how many had been kept by then; NotFound
 */
export async function keepTheRest(actor: Principal, reviewId: string): Promise<number> {
  const review = await reviewWithId(reviewId);
  return mayRepeat(async () => {
    let kept = 0;
    for (;;) {
      const some = await keepSome(actor, review).catch((error: unknown) => {
        throw kept > 0 ? brokenOff(error, kept) : error;
      });
      kept += some;
      if (some < BATCH) return kept;
    }
  });
}

/** Adds to a step's error how many members the earlier steps kept. */
function brokenOff(error: unknown, kept: number): unknown {
  if (error instanceof DatabaseUnavailable) return new KeepingBrokenOff(error.facts.unsure, kept);
  return error instanceof ReviewEnded ? new ReviewEnded({ ...error.facts, kept }) : error;
}

async function keepSome(actor: Principal, review: ReviewDocument): Promise<number> {
  let theirs: Types.ObjectId[] = [];
  const reviews = async () => {
    theirs = await groupsToReview(actor, review);
    // API clients need permission to write reviews; all are then open to them.
    return actor.kind === "account" && theirs.length > 0;
  };
  return changeAsAlso(actor, "reviews:write", reviews, async () => {
    const open = { reviewId: review._id, status: "open" as const };
    const own = await actingUserId(actor);
    const items = await ReviewItem.find(
      trusted({ ...open, groupId: { $in: theirs }, ...(own && { userId: { $ne: own } }) }),
    )
      .limit(BATCH)
      .lean();
    if (items.length === 0) return 0;
    const now = await databaseTime();
    const { modifiedCount } = await ReviewItem.updateMany(
      { _id: { $in: items.map(({ _id }) => _id) }, status: "open" },
      { $set: { status: "kept", answeredBy: recordOf(actor), answeredAt: now } },
    );
    const counted = await Review.updateOne(
      { _id: review._id, status: "open" },
      { $inc: { "counts.kept": modifiedCount, version: 1 } },
    );
    if (counted.matchedCount === 0) throw await reviewEnded(review._id);
    await recordAudit(actor, now, ...items.map((item) => ofItem("review.kept", item)));
    return items.length;
  });
}
