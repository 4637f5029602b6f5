import { model, Schema, type Types } from "mongoose";
import { type ActorRecord, actorRecordSchema } from "./actor-record.ts";

export interface Membership {
  groupId: Types.ObjectId;
  since: Date;
  by: ActorRecord;
}

/** The Slack account that acts as this user. `email` is the account's when it was linked: if it changes, the link rests. */
export interface SlackAccount {
  teamId: string;
  userId: string;
  email: string;
  linkedAt: Date;
}

export interface UserDocument {
  _id: Types.ObjectId;
  email: string;
  name: string;
  title?: string | undefined;
  phone?: string | undefined;
  timeZone: string;
  status: "active" | "suspended";
  memberships: Membership[];
  slack?: SlackAccount | undefined;
  /** A Slack account promised by the mention in the invite. */
  invitedAccount?: { teamId: string; userId: string } | undefined;
  inviteId: Types.ObjectId;
  invitedBy: ActorRecord;
  registeredAt: Date;
  /** Lower-cased words of the name, and the email with its local part and domain: what search finds by prefix. */
  words: string[];
}

const schema = new Schema<UserDocument>(
  {
    email: { type: String, required: true, lowercase: true, trim: true },
    name: { type: String, required: true },
    title: String,
    phone: String,
    timeZone: { type: String, required: true },
    status: { type: String, enum: ["active", "suspended"], required: true, default: "active" },
    memberships: {
      type: [
        new Schema<Membership>(
          {
            groupId: { type: Schema.Types.ObjectId, required: true },
            since: { type: Date, required: true },
            by: { type: actorRecordSchema, required: true },
          },
          { _id: false },
        ),
      ],
      required: true,
    },
    slack: {
      type: new Schema<SlackAccount>(
        {
          teamId: { type: String, required: true },
          userId: { type: String, required: true },
          email: { type: String, required: true },
          linkedAt: { type: Date, required: true },
        },
        { _id: false },
      ),
    },
    invitedAccount: { type: { teamId: String, userId: String }, _id: false },
    inviteId: { type: Schema.Types.ObjectId, required: true },
    invitedBy: { type: actorRecordSchema, required: true },
    registeredAt: { type: Date, required: true },
    words: { type: [String], required: true },
  },
  { strictQuery: "throw", autoIndex: false },
);

schema.index({ email: 1 }, { unique: true, name: "one_user_per_address" });
// One user for a Slack account.
schema.index(
  { "slack.teamId": 1, "slack.userId": 1 },
  {
    unique: true,
    partialFilterExpression: { "slack.userId": { $exists: true } },
    name: "one_user_per_slack_account",
  },
);
// Search by prefix, in the order of the word found; a group's members in the order of their names.
schema.index({ words: 1, _id: 1 });
schema.index({ "memberships.groupId": 1, name: 1, _id: 1 });

/** A registered person. */
export const User = model<UserDocument>("User", schema);
