import { model, Schema, type Types } from "mongoose";
import { announceWrites } from "./access-writes.ts";
import { type ActorRecord, actorRecordSchema } from "./actor-record.ts";
import { type Ineligibility, ineligibilities, ineligibilityOf, oldIneligibilities } from "./ineligibility.ts";
import { type Membership, membershipSchema } from "./membership.ts";
import { type Provisioned, provisionedSchema } from "./provisioned.ts";

/** Since when, and why, an account has no rights. */
export interface Pause {
  since: Date;
  /** Missing where a version before the codes wrote it, until migrated. */
  code?: Ineligibility | undefined;
  /** The same as versions before the codes wrote it; they look it up in a table and compare it with their screens. */
  because: (typeof oldIneligibilities)[Ineligibility];
}

/**
 * The account that acts as this user, linked under `slack`. `email` is the account's when it was linked: if it changes,
 * the account loses its rights.
 */
export interface LinkedAccount {
  teamId: string;
  userId: string;
  email: string;
  /** An admin vouched for it: the workspace hadn't confirmed that it belongs to the account. */
  unconfirmed?: boolean | undefined;
  linkedAt: Date;
  /** Until an admin links the account anew. */
  paused?: Pause | undefined;
}

/** Who suspended someone together with their pending invites, and when, while those are being cancelled. */
export interface Cancelling {
  by: ActorRecord;
  at: Date;
}

/** A message that asked an admin whether to suspend someone; `to` is missing where an older version wrote it. */
interface SuspendCard {
  channel: string;
  ts: string;
  to?: string | undefined;
}

export interface UserDocument {
  _id: Types.ObjectId;
  email: string;
  name: string;
  title?: string | undefined;
  phone?: string | undefined;
  timeZone: string;
  /** The language they read; missing where nothing said so. */
  language?: string | undefined;
  status: "active" | "suspended";
  /** Missing once none of their invites from then is pending. */
  cancelling?: Cancelling | undefined;
  memberships: Membership[];
  /** Groups they were in when those were deleted: what happened to those groups is part of their history. */
  formerGroupIds?: Types.ObjectId[] | undefined;
  slack?: LinkedAccount | undefined;
  /** The account the invite mentioned: no other can be linked. */
  invitedAccount?: { teamId: string; userId: string } | undefined;
  /** Where admins were asked whether to suspend or erase them, in messages that don't show the answer yet. */
  suspendCards?: SuspendCard[] | undefined;
  /** Missing for an owner who joined Admin without an invite. */
  inviteId?: Types.ObjectId | undefined;
  invitedBy: ActorRecord;
  registeredAt: Date;
  /** How often what others see of them changed: their version is one more. Missing before the first time. */
  changes?: number | undefined;
  /** When that last changed; missing before the first time, and where only an older version changed it. */
  changedAt?: Date | undefined;
  /**
   * A provider asked for them, and they have yet to accept an invite: until then they are suspended. The value says
   * whether accepting makes them active. Missing once they have registered.
   */
  awaited?: { active: boolean } | undefined;
  /** When their details were erased; missing again once they are reactivated. */
  erased?: Date | undefined;
  /** Who requested that, where two people must; the key says which person it is. */
  erasing?: { by: ActorRecord; key: string; at: Date } | undefined;
  /** Missing while no identity provider has sent anything about them. */
  provisioned?: Provisioned | undefined;
  /** The search terms of their name and email, see `searchTerms`. */
  words: string[];
}

/** Filters for users whose address can't be invited: all but people a provider asked for who have yet to register. */
export const registered = { "awaited.active": { $ne: true } } as const;

/** Pauses an account, written in both forms. */
export function pausedFor(code: Ineligibility, since: Date): Pause {
  return { since, code, because: oldIneligibilities[code] };
}

/** Reads why an account has no rights, in either form; null while it has them. */
export function pauseReason(account: LinkedAccount | undefined): Ineligibility | null {
  if (!account?.paused) return null;
  const { code, because } = account.paused;
  // Whatever a newer version wrote, the rights are paused.
  return ineligibilityOf(code) ?? ineligibilityOf(because) ?? "email_changed";
}

/** Sorts regardless of capitals. */
export const nameOrder = { locale: "en", strength: 2 } as const;

const schema = new Schema<UserDocument>(
  {
    email: { type: String, required: true, lowercase: true, trim: true },
    name: { type: String, required: true },
    title: String,
    phone: String,
    timeZone: { type: String, required: true },
    language: String,
    status: { type: String, enum: ["active", "suspended"], required: true, default: "active" },
    cancelling: { type: { by: actorRecordSchema, at: Date }, _id: false },
    memberships: { type: [membershipSchema], required: true },
    formerGroupIds: { type: [Schema.Types.ObjectId], default: undefined },
    slack: {
      type: new Schema<LinkedAccount>(
        {
          teamId: { type: String, required: true },
          userId: { type: String, required: true },
          email: { type: String, required: true },
          unconfirmed: Boolean,
          linkedAt: { type: Date, required: true },
          paused: {
            type: {
              since: Date,
              code: { type: String, enum: ineligibilities },
              because: { type: String, enum: Object.values(oldIneligibilities) },
            },
            _id: false,
          },
        },
        { _id: false },
      ),
    },
    invitedAccount: { type: { teamId: String, userId: String }, _id: false },
    suspendCards: { type: [{ channel: String, ts: String, to: String, _id: false }], default: undefined },
    inviteId: Schema.Types.ObjectId,
    invitedBy: { type: actorRecordSchema, required: true },
    registeredAt: { type: Date, required: true },
    changes: Number,
    changedAt: Date,
    erased: Date,
    erasing: { type: { by: actorRecordSchema, key: String, at: Date }, _id: false },
    awaited: { type: { active: Boolean }, _id: false },
    provisioned: provisionedSchema,
    words: { type: [String], required: true },
  },
  { strictQuery: "throw", autoIndex: false },
);

announceWrites(schema);

schema.index({ email: 1 }, { unique: true, name: "one_user_per_address" });
// One user per account.
schema.index(
  { "slack.teamId": 1, "slack.userId": 1 },
  {
    unique: true,
    partialFilterExpression: { "slack.userId": { $exists: true } },
    name: "one_user_per_slack_account",
  },
);
// Users waiting for an account that was mentioned.
schema.index(
  { "invitedAccount.userId": 1, "invitedAccount.teamId": 1 },
  { partialFilterExpression: { "invitedAccount.userId": { $exists: true } }, name: "by_invited_account" },
);
// Prefix search, in the order of the term found; a group's members by name.
schema.index({ words: 1, _id: 1 }, { name: "by_word" });
// Everyone, by name as people sort names.
schema.index({ name: 1, _id: 1 }, { collation: nameOrder, name: "by_name" });
schema.index({ "memberships.groupId": 1, name: 1, _id: 1 });
// Memberships with an end, in one group and in all.
schema.index(
  { "memberships.groupId": 1, "memberships.until": 1 },
  { partialFilterExpression: { "memberships.until": { $exists: true } }, name: "by_end_in_group" },
);
schema.index(
  { "memberships.until": 1, _id: 1 },
  { partialFilterExpression: { "memberships.until": { $exists: true } }, name: "by_end" },
);
// One user per provider userName; users matched by a provider's filters; users it removed.
schema.index(
  { "provisioned.userNameKey": 1 },
  {
    unique: true,
    partialFilterExpression: { "provisioned.userNameKey": { $exists: true } },
    name: "one_user_per_user_name",
  },
);
schema.index({ "provisioned.keys": 1, _id: 1 }, { name: "by_provisioned_key" });
schema.index(
  { "provisioned.removed": 1 },
  { partialFilterExpression: { "provisioned.removed": true }, name: "removed_by_provider" },
);
schema.index(
  { "awaited.active": 1 },
  { partialFilterExpression: { "awaited.active": { $exists: true } }, name: "awaited" },
);
schema.index({ status: 1, _id: 1 });
schema.index({ registeredAt: 1 });
schema.index({ changedAt: 1 });

/** A registered person. */
export const User = model<UserDocument>("User", schema);
