import { isValidObjectId, Types } from "mongoose";
import { givesRights } from "../../models/group.ts";
import { type Repetition, Review, type ReviewDocument, type Reviewers } from "../../models/review.ts";
import { User } from "../../models/user.ts";
import { type Actor, type Principal, recordOf } from "../actor.ts";
import { recordAudit } from "../audit.ts";
import { changeAs } from "../authorize.ts";
import { DAY_MS } from "../durations.ts";
import { InvalidFields } from "../errors.ts";
import { groupsWithIds, requireAll, validIds } from "../groups/groups.ts";
import { type Due, enqueue, type RuleJob } from "../jobs.ts";
import { databaseTime, inTransaction } from "../transaction.ts";
import { dayText, nextOccurrence } from "./occurrences.ts";
import { ofReview } from "./review-event.ts";

/** How many groups one review may look at. */
const MAX_GROUPS_REVIEWED = 20;

/** What someone wants reviewed, by whom and until when. */
export interface NewReview {
  groupIds: readonly string[];
  reviewers: "admins" | "deciders" | { userId: string };
  days: 7 | 14 | 30;
  unanswered: "kept" | "removed";
  /** Every so many months; null for once. */
  months: Repetition["months"] | null;
}

/**
 * Starts a review of the members of groups. They are listed a moment later; people who join from now on aren't
 * reviewed.
 *
 * @param timeZone the organisation's: a repeating review begins at 09:00 there
 * @param id its id; if a review already has it, none is started
 * @returns its id
 * @throws NotAdmin, NotPermitted; InvalidFields (`groups`, `reviewers`)
 */
export async function startReview(
  actor: Principal,
  wanted: NewReview,
  timeZone: string,
  id?: string,
): Promise<string> {
  return changeAs(actor, "reviews:write", async ({ now }) => {
    if (id && (await Review.exists({ _id: id }))) return id;
    const { days, unanswered, months } = wanted;
    const groups = await groupsOf(wanted.groupIds);
    const reviewers = await reviewersOf(wanted, groups);
    const review = newReview({ groups, reviewers, days, unanswered, startedBy: recordOf(actor) }, now, id);
    const repeats = months ? { months, anchor: dayText(now, timeZone), zone: timeZone, next: 1 } : undefined;
    await writeReview(actor, { ...review, ...(repeats && { repeats }) }, now);
    return String(review._id);
  });
}

async function groupsOf(groupIds: readonly string[]): Promise<ReviewDocument["groups"]> {
  const ids = [...new Set(groupIds)];
  if (ids.length > MAX_GROUPS_REVIEWED)
    throw new InvalidFields({ groups: `Choose up to ${MAX_GROUPS_REVIEWED} groups for one review.` });
  const found = await groupsWithIds(validIds(ids));
  requireAll(ids, found);
  return found.map(({ id, name }) => ({ groupId: new Types.ObjectId(id), name }));
}

async function reviewersOf({ reviewers }: NewReview, groups: ReviewDocument["groups"]): Promise<Reviewers> {
  if (typeof reviewers === "string") return { kind: reviewers };
  const rights = groups.find(({ groupId }) => givesRights(groupId));
  if (rights)
    throw new InvalidFields({
      reviewers: `Only admins review ${rights.name}. Choose admins, or leave it out.`,
    });
  const { userId } = reviewers;
  const user = isValidObjectId(userId) ? await User.findOne({ _id: userId, status: "active" }).lean() : null;
  if (!user) throw new InvalidFields({ reviewers: "Choose somebody who is registered and active." });
  return { kind: "person", userId: user._id, name: user.name };
}

type Wanted = Pick<ReviewDocument, "groups" | "reviewers" | "days" | "unanswered" | "startedBy">;

function newReview(wanted: Wanted, now: Date, id?: string): ReviewDocument {
  return {
    ...wanted,
    _id: new Types.ObjectId(id),
    startedAt: now,
    closesAt: new Date(now.getTime() + wanted.days * DAY_MS),
    status: "open",
    gathering: { group: 0 },
    counts: { total: 0, kept: 0, limited: 0, removed: 0, proposed: 0, left: 0 },
    version: 1,
    cards: [],
  };
}

/** Writes a review and its scheduled jobs. Part of a transaction. */
async function writeReview(actor: Actor, review: ReviewDocument, now: Date): Promise<void> {
  const { _id: reviewId, closesAt, reviewers, days, unanswered } = review;
  const following = review.repeats && nextOccurrence(review.repeats, now);
  await Review.insertMany([{ ...review, ...(following && { repeats: following.repeats }) }]);
  await recordAudit(actor, now, {
    ...ofReview("review.started", review),
    before: null,
    after: {
      groups: review.groups.map(({ name }) => name),
      reviewers: reviewers.kind === "person" ? reviewers.name : reviewers.kind,
      days,
      unanswered,
      ...(review.repeats && { months: review.repeats.months }),
    },
  });
  const halfTime = new Date((now.getTime() + closesAt.getTime()) / 2);
  const due: Due<RuleJob>[] = [
    { kind: "review-gather", reviewId, dueAt: now },
    { kind: "review-reminder", reviewId, dueAt: halfTime },
    { kind: "review-reminder", reviewId, dueAt: new Date(closesAt.getTime() - DAY_MS) },
    { kind: "review-close", reviewId, dueAt: closesAt },
  ];
  await enqueue(now, ...due);
  if (following)
    await enqueue(now, { kind: "review-repeat", reviewId, nth: following.repeats.next, dueAt: following.at });
}

/**
 * Starts a repeating review again, for those of its groups that still exist; a second call changes nothing.
 *
 * @param nth which one is due
 */
export async function repeatReview(reviewId: Types.ObjectId, nth: number): Promise<void> {
  await inTransaction(async () => {
    const last = await Review.findOneAndUpdate(
      { _id: reviewId, "repeats.next": nth },
      { $unset: { repeats: 1 } },
    ).lean();
    if (!last?.repeats) return;
    const ids = last.groups.map(({ groupId }) => groupId);
    const there = await groupsWithIds(ids);
    if (there.length === 0) return;
    const { reviewers, days, unanswered, startedBy } = last;
    const groups = there.map(({ id, name }) => ({ groupId: new Types.ObjectId(id), name }));
    const now = await databaseTime();
    const review = newReview({ groups, reviewers, days, unanswered, startedBy }, now);
    await writeReview({ kind: "system" }, { ...review, repeats: { ...last.repeats, next: nth + 1 } }, now);
  });
}

/**
 * Stops a review from repeating.
 *
 * @returns whether it repeated
 * @throws NotAdmin, NotPermitted
 */
export async function stopRepeating(actor: Principal, reviewId: string): Promise<boolean> {
  return changeAs(actor, "reviews:write", async ({ now }) => {
    const review = isValidObjectId(reviewId)
      ? await Review.findOneAndUpdate(
          { _id: reviewId, repeats: { $exists: true } },
          { $unset: { repeats: 1 }, $inc: { version: 1 } },
        ).lean()
      : null;
    if (!review) return false;
    await recordAudit(actor, now, {
      ...ofReview("review.repetition_stopped", review),
      before: { months: review.repeats?.months },
      after: null,
    });
    return true;
  });
}
