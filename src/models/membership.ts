import { Schema, type Types } from "mongoose";
import { type ActorRecord, actorRecordSchema } from "./actor-record.ts";

export interface Membership {
  groupId: Types.ObjectId;
  since: Date;
  by: ActorRecord;
  /** From then on it counts nowhere; it may be stored a little longer. Missing for one that lasts. */
  until?: Date | undefined;
  /** The time zone in which people named that end; there is one where there is an end. */
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

/** Filters for the members of a group now, by the database's clock. A filter can hold one `$expr`: join others by `$and`. */
export function memberOf(groupId: Types.ObjectId) {
  const counts = {
    $and: [
      { $eq: ["$$membership.groupId", groupId] },
      { $gt: [{ $ifNull: ["$$membership.until", NEVER] }, "$$NOW"] },
    ],
  };
  return {
    // What the index is read by.
    "memberships.groupId": groupId,
    $expr: { $anyElementTrue: [{ $map: { input: "$memberships", as: "membership", in: counts } }] },
  };
}

/** Filters for those who are in a group for good. */
export function lastingMemberOf(groupId: Types.ObjectId) {
  return { memberships: { $elemMatch: { groupId, until: { $exists: false } } } };
}

/** Filters for those whose membership of a group has ended, and is stored still. */
export function formerMemberOf(groupId: Types.ObjectId, now: Date) {
  return {
    memberships: { $elemMatch: { groupId, until: { $lte: now } } },
    // So that the index of those that end can serve.
    "memberships.until": { $lte: now },
  };
}

/** The memberships that count at an instant of the database's clock. */
export function membershipsAt(
  { memberships }: { memberships: readonly Membership[] },
  now: Date,
): Membership[] {
  return memberships.filter(({ until }) => until === undefined || until > now);
}

/** The ids of the groups that somebody is in at an instant of the database's clock. */
export function groupIdsAt(user: { memberships: readonly Membership[] }, now: Date): Types.ObjectId[] {
  return membershipsAt(user, now).map(({ groupId }) => groupId);
}
