import { model, Schema, type Types } from "mongoose";
import { type ActorRecord, actorRecordSchema } from "./actor-record.ts";
import type { Membership } from "./membership.ts";

/**
 * What was decided about a membership: nothing yet; kept, or kept until a day; removed; proposed for removal to the
 * identity provider that manages the group; or the member left in the meantime.
 */
const itemStatuses = ["open", "kept", "limited", "removed", "proposed", "left"] as const;
export type ItemStatus = (typeof itemStatuses)[number];

export interface ReviewItemDocument {
  _id: Types.ObjectId;
  reviewId: Types.ObjectId;
  userId: Types.ObjectId;
  groupId: Types.ObjectId;
  /** Their name when the review began. */
  name: string;
  email: string;
  groupName: string;
  /** Distinguishes this membership from a later one of the same user. */
  since: Date;
  status: ItemStatus;
  answeredBy?: ActorRecord | undefined;
  answeredAt?: Date | undefined;
  /** Why it was removed, or why it wasn't although it should have been. */
  reason?: string | undefined;
  until?: Date | undefined;
  zone?: string | undefined;
}

/** Whether a membership is the one recorded in an item: someone who left and came back has another. */
export function isUnderReview(
  item: Pick<ReviewItemDocument, "groupId" | "since">,
  { groupId, since }: Membership,
): boolean {
  return groupId.equals(item.groupId) && since.getTime() === item.since.getTime();
}

const schema = new Schema<ReviewItemDocument>(
  {
    reviewId: { type: Schema.Types.ObjectId, required: true },
    userId: { type: Schema.Types.ObjectId, required: true },
    groupId: { type: Schema.Types.ObjectId, required: true },
    name: { type: String, required: true },
    email: { type: String, required: true },
    groupName: { type: String, required: true },
    since: { type: Date, required: true },
    status: { type: String, enum: itemStatuses, required: true, default: "open" },
    answeredBy: actorRecordSchema,
    answeredAt: Date,
    reason: String,
    until: Date,
    zone: String,
  },
  { strictQuery: "throw", autoIndex: false },
);

// However often members are gathered, each is listed once.
schema.index({ reviewId: 1, userId: 1, groupId: 1 }, { unique: true, name: "one_item_per_membership" });
// All items of a review, and those with a status, by name.
schema.index({ reviewId: 1, name: 1, _id: 1 });
schema.index({ reviewId: 1, status: 1, name: 1, _id: 1 });
// Open items of some of its groups, for people who decide about only those.
schema.index({ reviewId: 1, groupId: 1, status: 1, name: 1, _id: 1 });

/** One membership under review. */
export const ReviewItem = model<ReviewItemDocument>("ReviewItem", schema, "reviewitems");
