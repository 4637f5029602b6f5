import { model, Schema, type Types } from "mongoose";
import { type ActorRecord, actorRecordSchema } from "./actor-record.ts";

const requestStatuses = ["pending", "approved", "denied", "withdrawn", "lapsed"] as const;
export type RequestStatus = (typeof requestStatuses)[number];

/** Who asks: the account, and the user that it was linked to then. */
interface Asker {
  teamId: string;
  userId: string;
  name: string;
  email: string;
  registeredId?: Types.ObjectId | undefined;
}

/** One answer. A request that needs two is pending until the second approval. */
export interface RequestAnswer {
  /** The person as one word, by whichever account or API client: nobody answers twice. */
  key: string;
  by: ActorRecord;
  approved: boolean;
  /** For how long at most; null for no end. */
  hours: number | null;
  /** Why not. */
  reason?: string | undefined;
  at: Date;
}

/** A question to the asker, and what they replied. */
interface RequestQuestion {
  by: ActorRecord;
  text: string;
  at: Date;
  reply?: string | undefined;
  repliedAt?: Date | undefined;
}

/** A message that shows the request, and to whom. */
export interface RequestCard {
  channel: string;
  ts: string;
  to: string;
  role: "asker" | "decider";
}

export interface AccessRequestDocument {
  _id: Types.ObjectId;
  asker: Asker;
  groupId: Types.ObjectId;
  /** The group's name then. */
  groupName: string;
  /** For how long, from the approval; null for no end. */
  hours: number | null;
  reason: string;
  status: RequestStatus;
  createdAt: Date;
  lapsesAt: Date;
  answers: RequestAnswer[];
  questions: RequestQuestion[];
  /** All admins are asked, too: the deciders did not answer. */
  escalated: boolean;
  /** When the asker last had the deciders reminded. */
  remindedAt?: Date | undefined;
  settledAt?: Date | undefined;
  settledBy?: ActorRecord | undefined;
  /** What was given: until when, or for how long once they have registered by the invite; neither for no end. */
  until?: Date | undefined;
  zone?: string | undefined;
  inviteId?: Types.ObjectId | undefined;
  /** +1 at each change that cards show. */
  version: number;
  cards: RequestCard[];
}

const schema = new Schema<AccessRequestDocument>(
  {
    asker: {
      type: {
        teamId: { type: String, required: true },
        userId: { type: String, required: true },
        name: { type: String, required: true },
        email: { type: String, required: true },
        registeredId: Schema.Types.ObjectId,
      },
      required: true,
      _id: false,
    },
    groupId: { type: Schema.Types.ObjectId, required: true },
    groupName: { type: String, required: true },
    hours: { type: Number, default: null },
    reason: { type: String, required: true },
    status: { type: String, enum: requestStatuses, required: true, default: "pending" },
    createdAt: { type: Date, required: true },
    lapsesAt: { type: Date, required: true },
    answers: {
      type: [
        {
          key: { type: String, required: true },
          by: { type: actorRecordSchema, required: true },
          approved: { type: Boolean, required: true },
          hours: { type: Number, default: null },
          reason: String,
          at: { type: Date, required: true },
          _id: false,
        },
      ],
      required: true,
    },
    questions: {
      type: [
        {
          by: { type: actorRecordSchema, required: true },
          text: { type: String, required: true },
          at: { type: Date, required: true },
          reply: String,
          repliedAt: Date,
          _id: false,
        },
      ],
      required: true,
    },
    escalated: { type: Boolean, required: true, default: false },
    remindedAt: Date,
    settledAt: Date,
    settledBy: actorRecordSchema,
    until: Date,
    zone: String,
    inviteId: Schema.Types.ObjectId,
    version: { type: Number, required: true, default: 1 },
    cards: { type: [{ channel: String, ts: String, to: String, role: String, _id: false }], required: true },
  },
  { strictQuery: "throw", autoIndex: false },
);

// Nobody asks for the same twice.
schema.index(
  { "asker.userId": 1, groupId: 1 },
  { unique: true, partialFilterExpression: { status: "pending" }, name: "one_pending_per_group" },
);
// What somebody asked for; what waits for whoever decides about a group; all of a status. Newest first; with the asker, so that
// a count of those that wait for somebody need not open them to leave out their own.
schema.index({ "asker.userId": 1, createdAt: -1, _id: -1 });
schema.index({ status: 1, groupId: 1, createdAt: -1, _id: -1, "asker.userId": 1 });
schema.index({ status: 1, createdAt: -1, _id: -1, "asker.userId": 1 });
schema.index({ createdAt: -1, _id: -1 });

/** One person asking for a group, with a reason. */
export const AccessRequest = model<AccessRequestDocument>("AccessRequest", schema, "accessrequests");
