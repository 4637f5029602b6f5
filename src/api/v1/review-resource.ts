import * as z from "zod";
import type { ReviewRow } from "../../services/reviews/read-review-items.ts";
import type { ReviewSummary } from "../../services/reviews/read-reviews.ts";
import { documented, moment, objectId } from "../schemas.ts";

export const reviewGroups = z.array(objectId).min(1).max(20);
export const reviewDays = z.union([z.literal(7), z.literal(14), z.literal(30)]);
export const reviewUnanswered = z.enum(["kept", "removed"]);
export const reviewMonths = z.union([z.literal(3), z.literal(6), z.literal(12)]).nullable();

export const review = z
  .strictObject({
    id: objectId,
    status: z.enum(["open", "closing", "closed"]),
    groups: z.array(z.strictObject({ id: objectId, name: z.string() })),
    reviewers: z.string().register(documented, {
      description: "`admins`, `deciders`, or the name of the one person who reviews.",
    }),
    startedBy: z.string(),
    startedAt: moment,
    closesAt: moment,
    closedAt: moment.nullable(),
    unanswered: reviewUnanswered.register(documented, {
      description: "What happens to members nobody decides about.",
    }),
    repeats: z
      .strictObject({ months: z.int(), at: moment })
      .nullable()
      .register(documented, { description: "When it next starts, and every how many months." }),
    gathering: z
      .boolean()
      .register(documented, { description: "Whether its members are still being gathered." }),
    total: z.int(),
    open: z.int().register(documented, { description: "How many nobody has decided about." }),
    kept: z.int(),
    limited: z.int().register(documented, { description: "Kept until a day." }),
    removed: z.int(),
    proposed: z.int().register(documented, {
      description: "Proposed for removal to the identity provider that manages the group.",
    }),
    left: z.int().register(documented, { description: "Their membership ended meanwhile." }),
    joined: z
      .int()
      .register(documented, { description: "How many joined meanwhile; counted up to 1,001, at the end." }),
  })
  .register(documented, { id: "Review", description: "A look at all members of groups." });

/** Presents a review. */
export function presentReview(summary: ReviewSummary): z.output<typeof review> {
  const { reviewId, status, groups, reviewers, startedBy, unanswered, repeats, gathering } = summary;
  const { counts, open, joined, closedAt } = summary;
  return {
    id: reviewId,
    status,
    groups,
    reviewers: reviewers.name ?? reviewers.kind,
    startedBy,
    startedAt: summary.startedAt.toISOString(),
    closesAt: summary.closesAt.toISOString(),
    closedAt: closedAt?.toISOString() ?? null,
    unanswered,
    repeats: repeats && { months: repeats.months, at: repeats.at.toISOString() },
    gathering,
    ...counts,
    open,
    joined,
  };
}

export const reviewItem = z
  .strictObject({
    id: objectId,
    userId: objectId,
    name: z.string(),
    email: z.string(),
    groupId: objectId,
    group: z.string(),
    status: z.enum(["open", "kept", "limited", "removed", "proposed", "left"]),
    since: moment,
    until: moment.nullable().register(documented, { description: "When the membership currently ends." }),
    lastUsed: z.string().nullable().register(documented, {
      description: "A day, or `never`; null where nobody asks for decisions.",
    }),
    answer: z
      .strictObject({ by: z.string(), at: moment, reason: z.string().nullable(), until: moment.nullable() })
      .nullable(),
  })
  .register(documented, { id: "ReviewItem", description: "One membership under review." });

/** Presents a membership under review. */
export function presentItem(row: ReviewRow): z.output<typeof reviewItem> {
  const { itemId, userId, name, email, groupId, group, status, since, end, lastUsed, answer } = row;
  return {
    id: itemId,
    userId,
    name,
    email,
    groupId,
    group,
    status,
    since: since.toISOString(),
    until: end?.until.toISOString() ?? null,
    lastUsed,
    answer: answer && {
      by: answer.by,
      at: answer.at.toISOString(),
      reason: answer.reason,
      until: answer.end?.until.toISOString() ?? null,
    },
  };
}
