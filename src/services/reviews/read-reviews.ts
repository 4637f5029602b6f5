import { type Types, trusted } from "mongoose";
import { nameOf } from "../../models/actor-record.ts";
import { Review, type ReviewCounts, type ReviewDocument, type ReviewStatus } from "../../models/review.ts";
import type { AccountActor, Principal } from "../actor.ts";
import { readAs } from "../authorize.ts";
import { groupsMeant } from "../groups/list-groups.ts";
import { actingUserId } from "../linked-user.ts";
import {
  beyond,
  type NextRows,
  nextRows,
  type Page,
  type PageCursor,
  type PageStart,
  readPage,
  sortFrom,
} from "../page.ts";
import { occurrence } from "./occurrences.ts";
import { lastCalled, readOwnOrAll } from "./own-reviews.ts";
import { pageOfItems, type ReviewRow, type WhichItems } from "./read-review-items.ts";
import { reviewWithId } from "./review-conflict.ts";
import { reviewLabel } from "./review-event.ts";
import { groupsToReview } from "./reviewers.ts";

/** A review's current state. */
export interface ReviewSummary {
  reviewId: string;
  /** The names of its groups. */
  label: string;
  groups: { id: string; name: string }[];
  reviewers: { kind: "admins" | "deciders" | "person"; name: string | null };
  startedBy: string;
  startedAt: Date;
  closesAt: Date;
  unanswered: "kept" | "removed";
  /** When it repeats, every so many months; null for one that doesn't. */
  repeats: { months: number; at: Date; zone: string } | null;
  status: ReviewStatus;
  closedAt: Date | null;
  /** Whether members are still being listed. */
  gathering: boolean;
  counts: ReviewCounts;
  /** How many memberships are undecided; in a closed review, these stayed. */
  open: number;
  /** How many joined meanwhile, counted up to 1,001 when it closed. */
  joined: number;
  version: number;
}

/** A review with a page of its members. */
export interface ReviewPage {
  review: ReviewSummary;
  rows: Page<ReviewRow>;
  /** Whether the reader reviews part of it, and it is open. */
  mayAnswer: boolean;
}

/** Reads what messages say about a review; null when it is gone. */
export async function reviewSummary(reviewId: string | Types.ObjectId): Promise<ReviewSummary | null> {
  const review = await Review.findById(reviewId).lean();
  return review && summaryOf(review);
}

function summaryOf(review: ReviewDocument): ReviewSummary {
  const { _id, groups, reviewers, startedBy, repeats, counts, status } = review;
  const { total, kept, limited, removed, proposed, left } = counts;
  return {
    reviewId: String(_id),
    label: reviewLabel(review),
    groups: groups.map(({ groupId, name }) => ({ id: String(groupId), name })),
    reviewers: { kind: reviewers.kind, name: reviewers.kind === "person" ? reviewers.name : null },
    startedBy: nameOf(startedBy),
    startedAt: review.startedAt,
    closesAt: review.closesAt,
    unanswered: review.unanswered,
    repeats: repeats
      ? { months: repeats.months, at: occurrence(repeats, repeats.next), zone: repeats.zone }
      : null,
    status,
    closedAt: review.closedAt ?? null,
    gathering: review.gathering !== undefined,
    counts: { total, kept, limited, removed, proposed, left },
    open: total - kept - limited - removed - proposed - left,
    joined: review.joined ?? 0,
    version: review.version,
  };
}

/** Lists reviews, newest first: all with permission to read them, otherwise the actor's own. @throws NotAdmin */
export async function listReviews(
  actor: AccountActor,
  cursor: PageCursor | null,
): Promise<Page<ReviewSummary>> {
  return readOwnOrAll(actor, async (own) => {
    const page = await readPage(cursor, {
      read: (start, most) => reviewsFrom(start, most, own ?? {}),
      keyOf: ({ startedAt, _id }) => ({ key: startedAt.toISOString(), id: String(_id) }),
    });
    return { ...page, rows: page.rows.map(summaryOf) };
  });
}

async function reviewsFrom(
  start: PageStart | null,
  most: number,
  among: object = {},
): Promise<ReviewDocument[]> {
  return Review.find({ $and: [among, beyond(start, "startedAt", -1, start && new Date(start.key))] })
    .sort(sortFrom(start, "startedAt", -1))
    .limit(most)
    .lean();
}

/**
 * Finds the last review of the group with this name or, failing that, of the groups a text finds, among those that
 * `listReviews` lists; null where there is none.
 *
 * @throws NotAdmin
 */
export async function lastReviewOf(actor: AccountActor, text: string): Promise<string | null> {
  return readOwnOrAll(actor, async (own) => {
    if (own) return lastCalled(own, text);
    const groupIds = (await groupsMeant(actor, text)).map(({ id }) => id);
    const ofThese = trusted({ "groups.groupId": { $in: groupIds } });
    const last = await Review.findOne(ofThese, { _id: 1 }).sort({ startedAt: -1 }).lean();
    return last ? String(last._id) : null;
  });
}

/** Reads the next reviews for a program, newest first. @throws NotAdmin, NotPermitted */
export async function reviewsAfter(
  actor: Principal,
  after: { at: string; id: string } | undefined,
  limit: number,
): Promise<NextRows<ReviewSummary>> {
  return readAs(actor, "reviews:read", async () => {
    const start = after ? { direction: "after" as const, key: after.at, id: after.id } : null;
    const { rows, more } = await nextRows(limit, (most) => reviewsFrom(start, most));
    return { rows: rows.map(summaryOf), more };
  });
}

/**
 * Reads a review: its reviewers may, and anyone with permission to read reviews.
 *
 * @throws NotAdmin, NotPermitted, NotFound
 */
export async function readReview(
  actor: Principal,
  reviewId: string,
  permission: "reviews:read" | "reviews:write" = "reviews:read",
): Promise<ReviewSummary> {
  return readAs(actor, permission, async () => summaryOf(await reviewWithId(reviewId)));
}

/**
 * Reads a review with a page of the members the reader reviews, or of all with permission to read reviews.
 *
 * @throws NotAdmin, NotFound
 */
export async function openReview(
  actor: AccountActor,
  reviewId: string,
  which: WhichItems,
  cursor: PageCursor | null,
): Promise<ReviewPage> {
  const review = await reviewWithId(reviewId);
  const theirs = await groupsToReview(actor, review);
  const read = async (groupIds: readonly Types.ObjectId[]) => ({
    review: summaryOf(review),
    rows: await pageOfItems({ reviewId: review._id, groupIds, which }, cursor, await actingUserId(actor)),
    mayAnswer: review.status === "open" && theirs.length > 0,
  });
  if (theirs.length === 0) return readAs(actor, "reviews:read", () => read([]));
  return read(theirs.length < review.groups.length ? theirs : []);
}
