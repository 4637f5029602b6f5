import * as z from "zod";
import { answerItem, type Verdict } from "../../services/reviews/answer-item.ts";
import { keepTheRest } from "../../services/reviews/keep-rest.ts";
import { itemsAfter } from "../../services/reviews/read-review-items.ts";
import { readReview, reviewsAfter } from "../../services/reviews/read-reviews.ts";
import { startReview, stopRepeating } from "../../services/reviews/start-review.ts";
import { type Endpoint, endpoint } from "../endpoint.ts";
import { cursorAt, limit, page, pageOf } from "../paging.ts";
import { documented, objectId } from "../schemas.ts";
import { endIn, givenEnd } from "./given-end.ts";
import {
  presentItem,
  presentReview,
  review,
  reviewDays,
  reviewGroups,
  reviewItem,
  reviewMonths,
  reviewUnanswered,
} from "./review-resource.ts";

const params = z.strictObject({ id: objectId });
const LONGEST_TEXT = 1_000;

const listReviewsEndpoint = endpoint({
  method: "GET",
  path: "/reviews",
  operationId: "listReviews",
  tag: "reviews",
  summary: "List reviews",
  description: "Newest first.",
  permission: "reviews:read",
  query: z.strictObject({ limit, cursor: cursorAt(z.strictObject({ at: z.iso.datetime(), id: objectId })) }),
  responses: { 200: pageOf(review) },
  handle: async ({ actor, query: { limit: most, cursor } }) => {
    const { rows, more } = await reviewsAfter(actor, cursor, most);
    const last = more ? rows.at(-1) : undefined;
    return page(
      rows.map(presentReview),
      last ? { at: last.startedAt.toISOString(), id: last.reviewId } : null,
    );
  },
});

const startReviewEndpoint = endpoint({
  method: "POST",
  path: "/reviews",
  operationId: "startReview",
  tag: "reviews",
  summary: "Start a review of the members of groups",
  description:
    "Its members are written down a moment later (`gathering`). One that repeats starts again so many months after the day on which it was started, at 09:00 in the organisation’s time zone, or on the last day of a shorter month.",
  permission: "reviews:write",
  body: z.strictObject({
    groups: reviewGroups,
    reviewers: z
      .union([z.literal("admins"), z.literal("deciders"), z.strictObject({ userId: objectId })])
      .default("admins"),
    days: reviewDays.default(14),
    unanswered: reviewUnanswered.default("kept"),
    months: reviewMonths.default(null),
  }),
  located: [201],
  responses: { 201: review },
  handle: async ({ actor, body: { groups, ...wanted }, context }) => {
    const id = await startReview(actor, { ...wanted, groupIds: groups }, context.timeZone);
    const body = presentReview(await readReview(actor, id, "reviews:write"));
    return { status: 201, body, location: `/reviews/${id}` };
  },
});

const getReview = endpoint({
  method: "GET",
  path: "/reviews/{id}",
  operationId: "getReview",
  tag: "reviews",
  summary: "Get a review’s progress or report",
  permission: "reviews:read",
  params,
  responses: { 200: review },
  handle: async ({ actor, params: { id } }) => ({
    status: 200,
    body: presentReview(await readReview(actor, id)),
  }),
});

const listReviewItems = endpoint({
  method: "GET",
  path: "/reviews/{id}/items",
  operationId: "listReviewItems",
  tag: "reviews",
  summary: "List the memberships under review",
  description: "By name.",
  permission: "reviews:read",
  params,
  query: z.strictObject({
    which: z.enum(["open", "all"]).default("all"),
    limit,
    cursor: cursorAt(z.strictObject({ name: z.string().max(200), id: objectId })),
  }),
  responses: { 200: pageOf(reviewItem) },
  handle: async ({ actor, params: { id }, query: { which, limit: most, cursor } }) => {
    const { rows, more } = await itemsAfter(actor, id, which, cursor, most);
    const last = more ? rows.at(-1) : undefined;
    return page(rows.map(presentItem), last ? { name: last.name, id: last.itemId } : null);
  },
});

const decided = z
  .strictObject({
    member: z.string(),
    group: z.string(),
    status: z.enum(["kept", "limited", "removed", "proposed", "left"]).register(documented, {
      description:
        "`proposed` where an identity provider manages the group; `left` where the membership had ended already.",
    }),
  })
  .register(documented, {
    id: "ReviewDecision",
    description: "The decision about a membership under review.",
  });

const decideReviewItem = endpoint({
  method: "POST",
  path: "/review-items/{id}/decide",
  operationId: "decideReviewItem",
  tag: "reviews",
  summary: "Decide about a membership under review",
  description: "About Admin and Auditors a removal or an end also needs `admins:write`.",
  permission: "reviews:write",
  params,
  body: z.discriminatedUnion("decision", [
    z.strictObject({ decision: z.literal("keep") }),
    z.strictObject({ decision: z.literal("keep_until"), until: givenEnd }),
    z.strictObject({
      decision: z.literal("remove"),
      reason: z
        .string()
        .max(LONGEST_TEXT)
        .register(documented, { description: "Why, in at most 500 characters. The member reads it." }),
    }),
  ]),
  responses: { 200: decided },
  handle: async ({ actor, params: { id }, body, context }) => ({
    status: 200,
    body: await answerItem(actor, id, verdictOf(body, context.timeZone)),
  }),
});

type Decision =
  | { decision: "keep" }
  | { decision: "keep_until"; until: string }
  | { decision: "remove"; reason: string };

function verdictOf(body: Decision, zone: string): Verdict {
  if (body.decision === "remove") return { kind: "remove", reason: body.reason };
  const end = body.decision === "keep_until" ? endIn(body.until, zone) : null;
  return end ? { kind: "limit", end } : { kind: "keep" };
}

const keepRest = endpoint({
  method: "POST",
  path: "/reviews/{id}/keep-the-rest",
  operationId: "keepTheRest",
  tag: "reviews",
  summary: "Keep every member nobody has decided about",
  permission: "reviews:write",
  params,
  responses: { 200: z.strictObject({ kept: z.int() }) },
  handle: async ({ actor, params: { id } }) => ({
    status: 200,
    body: { kept: await keepTheRest(actor, id) },
  }),
});

const stopReviewRepeating = endpoint({
  method: "POST",
  path: "/reviews/{id}/stop-repeating",
  operationId: "stopReviewRepeating",
  tag: "reviews",
  summary: "Stop a review from starting again",
  permission: "reviews:write",
  params,
  responses: { 200: review },
  handle: async ({ actor, params: { id } }) => {
    await stopRepeating(actor, id);
    return { status: 200, body: presentReview(await readReview(actor, id, "reviews:write")) };
  },
});

export const reviewEndpoints: readonly Endpoint[] = [
  listReviewsEndpoint,
  startReviewEndpoint,
  getReview,
  listReviewItems,
  decideReviewItem,
  keepRest,
  stopReviewRepeating,
];
