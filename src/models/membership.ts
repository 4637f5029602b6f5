import { Schema, type Types } from "mongoose";
import { type ActorRecord, actorRecordSchema } from "./actor-record.ts";

export interface Membership {
  groupId: Types.ObjectId;
  since: Date;
  by: ActorRecord;
  /** From then on it counts nowhere, though it may stay stored a little longer. Missing for one without an end. */
  until?: Date | undefined;
  /** The time zone that end was chosen in; present whenever there is an end. */
  zone?: string | undefined;
}

export const membershipSchema = new Schema<Membership>(
  {
    groupId: { type: Schema.Types.ObjectId, required: true },
    since: { type: Date, required: true },
    by: { type: actorRecordSchema, required: true },
    until: Date,
    zone: String,
  },
  { _id: false },
);

/** Later than any end. */
const NEVER = new Date("9999-12-31T23:59:59Z");

/** Filters for a group's current members, in database time. A filter can hold one `$expr`: join others with `$and`. */
export function memberOf(groupId: Types.ObjectId) {
  const counts = {
    $and: [
      { $eq: ["$$membership.groupId", groupId] },
      { $gt: [{ $ifNull: ["$$membership.until", NEVER] }, "$$NOW"] },
    ],
  };
  return {
    // Lets the index serve.
    "memberships.groupId": groupId,
    $expr: { $anyElementTrue: [{ $map: { input: "$memberships", as: "membership", in: counts } }] },
  };
}

/** Filters for members of a group without an end. */
export function lastingMemberOf(groupId: Types.ObjectId) {
  return { memberships: { $elemMatch: { groupId, until: { $exists: false } } } };
}

/** Filters for members whose membership of a group has ended but is still stored. */
export function formerMemberOf(groupId: Types.ObjectId, now: Date) {
  return {
    memberships: { $elemMatch: { groupId, until: { $lte: now } } },
    // Lets the index of ending memberships serve.
    "memberships.until": { $lte: now },
  };
}

/** The memberships that count at an instant of database time. */
export function membershipsAt(
  { memberships }: { memberships: readonly Membership[] },
  now: Date,
): Membership[] {
  return memberships.filter(({ until }) => until === undefined || until > now);
}

/** The ids of the groups someone is in at an instant of database time. */
export function groupIdsAt(user: { memberships: readonly Membership[] }, now: Date): Types.ObjectId[] {
  return membershipsAt(user, now).map(({ groupId }) => groupId);
}
