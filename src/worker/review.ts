import type { Types } from "mongoose";
import { DAY_MS } from "../services/durations.ts";
import { enqueue } from "../services/jobs.ts";
import { beginClosing, closeSome, remindOfReview } from "../services/reviews/close-review.ts";
import { gatherMembers } from "../services/reviews/gather-members.ts";
import { repeatReview } from "../services/reviews/start-review.ts";
import { enqueueSlack } from "../slack/state/jobs.ts";
import { done, type Handler } from "./handler.ts";
import { inBatches } from "./in-batches.ts";
import type { SpecOf } from "./jobs.ts";

const GATHERING_MS = 5_000;

type StuckJob = SpecOf<"review-gather" | "review-close" | "review-repeat">;

/** How long a stuck review waits before it is tried again. */
const STUCK_MS = DAY_MS;

/** Has a stuck review tried again, and tells the person who started it. */
async function againLater(job: StuckJob, now: Date): Promise<void> {
  await enqueue(now, { ...job, dueAt: new Date(now.getTime() + STUCK_MS) });
  await enqueueSlack(now, { kind: "review-news", reviewId: job.reviewId, news: "stuck", dueAt: now });
}

/** Records the members that a review covers. */
export const reviewGather: Handler<"review-gather"> = {
  handle: ({ reviewId }, job) => inBatches(job, () => gatherMembers(reviewId)),
  onFailed: (spec, _failure, now) => againLater(spec, now),
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
  onFailed: (spec, _failure, now) => againLater(spec, now),
};

/** Reminds reviewers of an open review. */
export const reviewReminder: Handler<"review-reminder"> = {
  async handle({ reviewId }) {
    await remindOfReview(reviewId);
    return done;
  },
};

/** Starts a repeating review again. */
export const reviewRepeat: Handler<"review-repeat"> = {
  async handle({ reviewId, nth }) {
    await repeatReview(reviewId, nth);
    return done;
  },
  onFailed: (spec, _failure, now) => againLater(spec, now),
};
