import { type Types, trusted } from "mongoose";
import { Review, type ReviewDocument } from "../../models/review.ts";
import { ReviewItem, type ReviewItemDocument } from "../../models/review-item.ts";
import { User } from "../../models/user.ts";
import { recordAudit } from "../audit.ts";
import { databaseTime, inTransaction } from "../transaction.ts";
import { LastAdmin } from "../users/refusals.ts";
import { currentOf, removeMember, settle } from "./answer-item.ts";
import { ofReview } from "./review-event.ts";

const system = { kind: "system" } as const;
/** How many memberships one step closes within its lease, each in its own transaction. */
const BATCH = 10;
/** Where counts of people who joined stop. */
const MAX_JOINED = 1_001;
const nobodyDecided = "Nobody decided about it in time.";
const lastAdmin = "Not removed: the last active Admin stays.";

/**
 * Ends an open review: from now on nobody decides about its members.
 *
 * @returns false while its members are still being listed
 */
export async function beginClosing(reviewId: Types.ObjectId): Promise<boolean> {
  await Review.updateOne(
    { _id: reviewId, status: "open", gathering: { $exists: false } },
    { $set: { status: "closing" }, $inc: { version: 1 } },
  );
  return (await Review.exists({ _id: reviewId, status: "open" })) === null;
}

/**
 * Settles the next undecided members of a review. Those who left meanwhile are marked so; the others, if the
 * review removes them, are removed one by one.
 *
 * @param after the last one looked at; undefined at the beginning
 * @returns the last one of this batch; null once the review is closed
 */
export async function closeSome(
  reviewId: Types.ObjectId,
  after: Types.ObjectId | undefined,
): Promise<Types.ObjectId | null> {
  const review = await Review.findOne({ _id: reviewId, status: "closing" }).lean();
  if (!review) return null;
  const items = await ReviewItem.find(
    trusted({ reviewId, status: "open" as const, ...(after && { _id: { $gt: after } }) }),
  )
    .sort({ _id: 1 })
    .limit(BATCH)
    .lean();
  for (const item of items) await settleUnanswered(review.unanswered, item);
  const last = items.at(-1);
  if (last) return last._id;
  await finish(review);
  return null;
}

async function settleUnanswered(
  unanswered: ReviewDocument["unanswered"],
  item: ReviewItemDocument,
  stays = unanswered === "kept",
): Promise<void> {
  try {
    await inTransaction(async () => {
      // Another process may have come first while this one was thought dead.
      if (!(await ReviewItem.exists({ _id: item._id, status: "open" }))) return;
      const now = await databaseTime();
      const current = await currentOf(item, now);
      if (!current) await settle(system, item, now, { status: "left" });
      else if (!stays) await removeMember(system, item, current, now, nobodyDecided);
      else if (unanswered === "removed")
        await settle(system, item, now, { status: "kept", reason: lastAdmin });
    });
  } catch (error) {
    if (!(error instanceof LastAdmin)) throw error;
    await settleUnanswered(unanswered, item, true);
  }
}

async function finish(review: ReviewDocument): Promise<void> {
  const joined = await countJoined(review);
  await inTransaction(async () => {
    const now = await databaseTime();
    const closed = await Review.findOneAndUpdate(
      { _id: review._id, status: "closing" },
      { $set: { status: "closed", closedAt: now, joined }, $inc: { version: 1 } },
      { returnDocument: "after" },
    ).lean();
    if (!closed) return;
    await recordAudit(system, now, {
      ...ofReview("review.closed", closed),
      before: null,
      after: { ...closed.counts, joined },
    });
  });
}

async function countJoined({ groups, startedAt }: ReviewDocument): Promise<number> {
  const counts = await Promise.all(
    groups.map(({ groupId }) =>
      User.countDocuments(
        { memberships: { $elemMatch: { groupId, since: { $gt: startedAt } } } },
        { limit: MAX_JOINED },
      ),
    ),
  );
  return Math.min(
    MAX_JOINED,
    counts.reduce((sum, each) => sum + each, 0),
  );
}

/** Sends reminders of an open review. */
export async function remindOfReview(reviewId: Types.ObjectId): Promise<void> {
  await inTransaction(async () => {
    const review = await Review.findOne({ _id: reviewId, status: "open" }).lean();
    if (!review) return;
    const now = await databaseTime();
    await recordAudit(system, now, { ...ofReview("review.reminded", review), before: null, after: {} });
  });
}
