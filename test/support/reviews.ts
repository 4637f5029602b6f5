import { Types } from "mongoose";
import { builtInGroupIds } from "../../src/models/group.ts";
import { ReviewItem } from "../../src/models/review-item.ts";
import type { Principal } from "../../src/services/actor.ts";
import { beginClosing, closeSome } from "../../src/services/reviews/close-review.ts";
import { gatherMembers } from "../../src/services/reviews/gather-members.ts";
import { type NewReview, startReview } from "../../src/services/reviews/start-review.ts";

/** Starts a review as the app does, and gathers its members. */
export async function reviewOf(
  actor: Principal,
  groupIds: readonly (string | Types.ObjectId)[] = [builtInGroupIds.users],
  wanted: Partial<NewReview> = {},
): Promise<string> {
  const asked: NewReview = {
    groupIds: groupIds.map(String),
    reviewers: "admins",
    days: 14,
    unanswered: "kept",
    months: null,
    ...wanted,
  };
  const id = await startReview(actor, asked, "Europe/Berlin");
  await gathered(id);
  return id;
}

/** Gathers the members of a review. */
export async function gathered(reviewId: string): Promise<void> {
  while (await gatherMembers(new Types.ObjectId(reviewId)));
}

/** Closes a review as if its time were over. */
export async function closes(reviewId: string): Promise<void> {
  const id = new Types.ObjectId(reviewId);
  await beginClosing(id);
  let last: Types.ObjectId | null | undefined;
  while (last !== null) last = await closeSome(id, last);
}

/** Returns the id of somebody's membership in a review. */
export async function itemOf(reviewId: string, name: string): Promise<string> {
  return String((await ReviewItem.findOne({ reviewId, name }).orFail().lean())._id);
}
