import { model, Schema, type Types } from "mongoose";
import { type ActorRecord, actorRecordSchema } from "./actor-record.ts";

const reviewStatuses = ["open", "closing", "closed"] as const;
export type ReviewStatus = (typeof reviewStatuses)[number];

/** Who reviews the members: admins, each group's deciders, or one person. Admins always may. */
export type Reviewers =
  | { kind: "admins" }
  | { kind: "deciders" }
  | { kind: "person"; userId: Types.ObjectId; name: string };

/** When a review repeats: every so many months from its anchor, on the same day of the month or its last. */
export interface Repetition {
  months: 3 | 6 | 12;
  /** The local day of the first review, such as 2026-11-30; later ones are counted from it. */
  anchor: string;
  /** The time zone of that day, and the hour at which the next one begins. */
  zone: string;
  /** Which one is next: 1 is the first after the anchor. */
  next: number;
}

/** A message that shows a review, and who received it. */
export interface ReviewCard {
  channel: string;
  ts: string;
  to: string;
}

/** The outcomes of the memberships under review, counted. */
const reviewCounts = ["total", "kept", "limited", "removed", "proposed", "left"] as const;
export type ReviewCounts = Record<(typeof reviewCounts)[number], number>;

export interface ReviewDocument {
  _id: Types.ObjectId;
  groups: { groupId: Types.ObjectId; name: string }[];
  reviewers: Reviewers;
  startedBy: ActorRecord;
  startedAt: Date;
  closesAt: Date;
  days: 7 | 14 | 30;
  /** What happens to members nobody decides about. */
  unanswered: "kept" | "removed";
  repeats?: Repetition | undefined;
  status: ReviewStatus;
  closedAt?: Date | undefined;
  /** How far the members are listed: a position within the groups; missing once all are. */
  gathering?:
    | {
        group: number;
        after?: { name: string; id: Types.ObjectId } | undefined;
        /** Whether anyone in the group was listed since its beginning was last checked. */
        wrote?: boolean | undefined;
      }
    | undefined;
  counts: ReviewCounts;
  /** How many joined the groups while it was open and weren't reviewed; counted up to 1,001 when it closes. */
  joined?: number | undefined;
  /** +1 at each change that cards show. */
  version: number;
  cards: ReviewCard[];
  /** Whose card is being written, and by which job: nobody gets two. Missing before the first. */
  writing?: { to: string; job: string }[] | undefined;
}

const count = { type: Number, required: true, default: 0 };

const schema = new Schema<ReviewDocument>(
  {
    groups: {
      type: [
        {
          groupId: { type: Schema.Types.ObjectId, required: true },
          name: { type: String, required: true },
          _id: false,
        },
      ],
      required: true,
    },
    reviewers: {
      type: {
        kind: { type: String, enum: ["admins", "deciders", "person"], required: true },
        userId: Schema.Types.ObjectId,
        name: String,
      },
      required: true,
      _id: false,
    },
    startedBy: { type: actorRecordSchema, required: true },
    startedAt: { type: Date, required: true },
    closesAt: { type: Date, required: true },
    days: { type: Number, enum: [7, 14, 30], required: true },
    unanswered: { type: String, enum: ["kept", "removed"], required: true },
    repeats: {
      type: {
        months: { type: Number, enum: [3, 6, 12], required: true },
        anchor: { type: String, required: true },
        zone: { type: String, required: true },
        next: { type: Number, required: true },
      },
      _id: false,
    },
    status: { type: String, enum: reviewStatuses, required: true, default: "open" },
    closedAt: Date,
    gathering: {
      type: {
        group: { type: Number, required: true },
        after: { type: { name: String, id: Schema.Types.ObjectId }, _id: false },
        wrote: Boolean,
      },
      _id: false,
    },
    counts: {
      type: { total: count, kept: count, limited: count, removed: count, proposed: count, left: count },
      required: true,
      _id: false,
    },
    joined: Number,
    version: { type: Number, required: true, default: 1 },
    cards: { type: [{ channel: String, ts: String, to: String, _id: false }], required: true },
    writing: { type: [{ to: String, job: String, _id: false }], default: undefined },
  },
  { strictQuery: "throw", autoIndex: false },
);

// All reviews, newest first.
schema.index({ startedAt: -1, _id: -1 });
// A group's last review.
schema.index({ "groups.groupId": 1, startedAt: -1 });
// Reviews assigned to one person.
schema.index(
  { "reviewers.userId": 1, startedAt: -1 },
  { partialFilterExpression: { "reviewers.kind": "person" } },
);

/** A review of all members of groups. */
export const Review = model<ReviewDocument>("Review", schema, "reviews");
