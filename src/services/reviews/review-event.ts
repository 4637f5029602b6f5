import type { ReviewDocument } from "../../models/review.ts";
import type { ReviewItemDocument } from "../../models/review-item.ts";
import type { AuditEntry } from "../audit.ts";

type ReviewAction = Extract<AuditEntry["action"], `review.${string}`>;

/** Names a review by its groups: *Data Platform, Support*. */
export function reviewLabel({ groups }: Pick<ReviewDocument, "groups">): string {
  return groups.map(({ name }) => name).join(", ");
}

/** Builds the part of an audit event that names its review. */
export function ofReview<A extends ReviewAction>(action: A, review: Pick<ReviewDocument, "_id" | "groups">) {
  return {
    action,
    target: { kind: "review" as const, id: String(review._id), label: reviewLabel(review) },
    about: review.groups.map(({ groupId }) => String(groupId)),
  };
}

/** Builds the audit event for a review's decision about a membership; it appears in the user's own history. */
export function ofItem(
  action: ReviewAction,
  { reviewId, userId, groupId, email, groupName }: ReviewItemDocument,
  after: Record<string, unknown> = {},
): AuditEntry {
  return {
    action,
    target: { kind: "user", id: String(userId), label: email },
    before: null,
    after: { group: groupName, review: String(reviewId), ...after },
    about: [email, String(groupId), String(reviewId)],
  };
}
