import type { Types } from "mongoose";
import { beginClosing, closeSome, remindOfReview } from "../services/reviews/close-review.ts";
import { gatherMembers } from "../services/reviews/gather-members.ts";
import { repeatReview } from "../services/reviews/start-review.ts";
import { done, type Handler } from "./handler.ts";
import { inBatches } from "./in-batches.ts";

const GATHERING_MS = 5_000;

/** Writes down the members whom a review looks at. */
export const reviewGather: Handler<"review-gather"> = {
  handle: ({ reviewId }, job) => inBatches(job, () => gatherMembers(reviewId)),
};

/** Ends a review, and settles what nobody decided, batch by batch. */
export const reviewClose: Handler<"review-close"> = {
  async handle({ reviewId }, job) {
    if (!(await beginClosing(reviewId))) return { attempt: { kind: "snooze", afterMs: GATHERING_MS } };
    let last: Types.ObjectId | undefined;
    return inBatches(job, async () => {
      const next = await closeSome(reviewId, last);
      last = next ?? undefined;
      return next !== null;
    });
  },
};

/** Reminds of a review that is open. */
export const reviewReminder: Handler<"review-reminder"> = {
  async handle({ reviewId }) {
    await remindOfReview(reviewId);
    return done;
  },
};

/** Starts a review again that repeats. */
export const reviewRepeat: Handler<"review-repeat"> = {
  async handle({ reviewId, nth }) {
    await repeatReview(reviewId, nth);
    return done;
  },
};
