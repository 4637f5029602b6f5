import { model, Schema, type Types } from "mongoose";
import { type ActorRecord, actorRecordSchema } from "./actor-record.ts";

const requestStatuses = ["pending", "approved", "denied", "withdrawn", "lapsed"] as const;
export type RequestStatus = (typeof requestStatuses)[number];

export const atOnceRules = ["pre_approved", "emergency"] as const;
export type AtOnceRule = (typeof atOnceRules)[number];

/** Someone a request names: their account, where one is known, and the user it was linked to at the time. */
interface Named {
  name: string;
  teamId?: string | undefined;
  userId?: string | undefined;
  registeredId?: Types.ObjectId | undefined;
  /** The account's settings, for someone who wasn't registered: their invite is written in them. */
  language?: string | undefined;
}

/** Who asks. A program has neither an account nor an address. */
type Asker = Named & { email?: string | undefined };

/** Someone another person asks for. */
export type Subject = Named & {
  email: string;
  /** Their pending invite, which is to give the group. */
  inviteId?: Types.ObjectId | undefined;
};

/** One answer. A request that needs two is pending until the second approval. */
export interface RequestAnswer {
  /** The person as a single key, whichever account or API client they used: nobody answers twice. */
  key: string;
  by: ActorRecord;
  approved: boolean;
  /** The longest time approved; null for no end. */
  hours: number | null;
  /** The reason for a denial. */
  reason?: string | undefined;
  at: Date;
}

/** A question to the asker, and their reply. */
interface RequestQuestion {
  by: ActorRecord;
  text: string;
  at: Date;
  reply?: string | undefined;
  repliedAt?: Date | undefined;
}

/** A message that shows the request, and who received it. */
export interface RequestCard {
  channel: string;
  ts: string;
  to: string;
  role: "asker" | "decider" | "afterwards";
}

/** The membership that stays when an emergency is taken away: as it was before, or as somebody changed it since. */
export interface KeptMembership {
  from: "before" | "since";
  /** Missing where it has no end. */
  until?: Date | undefined;
  zone?: string | undefined;
}

export interface AccessRequestDocument {
  _id: Types.ObjectId;
  asker: Asker;
  /** The person it is for; missing where askers ask for themselves. */
  subject?: Subject | undefined;
  /**
   * That person as one key: an account's id, otherwise an address. Missing in older requests, which are the asker's.
   */
  person?: string | undefined;
  groupId: Types.ObjectId;
  /** The group's name at the time. */
  groupName: string;
  /** How long it lasts from the approval; null for no end. */
  hours: number | null;
  /** A fixed end instead, at the latest. */
  wanted?: { until: Date; zone: string } | undefined;
  /** Missing where an admin asks for someone else. */
  reason?: string | undefined;
  status: RequestStatus;
  createdAt: Date;
  lapsesAt: Date;
  answers: RequestAnswer[];
  questions: RequestQuestion[];
  /** All admins are asked as well, because the deciders didn't answer. */
  escalated: boolean;
  /** When the asker last had the deciders reminded. */
  remindedAt?: Date | undefined;
  settledAt?: Date | undefined;
  settledBy?: ActorRecord | undefined;
  /** The outcome of the invite that was to give it, where that ended the request. */
  inviteEnded?: "cancelled" | "declined" | undefined;
  /** What was given: until when, or for how long after they register through the invite; neither for no end. */
  until?: Date | undefined;
  zone?: string | undefined;
  inviteId?: Types.ObjectId | undefined;
  /** The rule that gave it at once, without an answer. */
  rule?: AtOnceRule | undefined;
  /** When the membership was to end that they had already; missing where they had none, and in older requests. */
  earlierEnd?: { until: Date; zone: string } | undefined;
  /** An admin's later verdict on an emergency. */
  afterwards?:
    | { answer: "seen" | "taken_away"; by: ActorRecord; at: Date; kept?: KeptMembership | undefined }
    | undefined;
  /** The run of the workflow step that asked, which is told the outcome. */
  executionId?: string | undefined;
  /** +1 at each change that cards show. */
  version: number;
  cards: RequestCard[];
  /** The job writing a card that isn't in `cards` yet, and its recipient: nobody gets two. Missing before the first. */
  writing?: (Pick<RequestCard, "to" | "role"> & { job: string })[] | undefined;
}

/** The person a request is for. */
export function personOf({ asker, subject }: Pick<AccessRequestDocument, "asker" | "subject">): Asker {
  return subject ?? asker;
}

/** The account of someone a request names, where one is known. */
export function accountIn({ teamId, userId }: Named): { teamId: string; userId: string } | null {
  return teamId && userId ? { teamId, userId } : null;
}

const named = {
  teamId: String,
  userId: String,
  name: { type: String, required: true },
  registeredId: Schema.Types.ObjectId,
  language: String,
};

const end = {
  type: { until: { type: Date, required: true }, zone: { type: String, required: true } },
  _id: false,
};

const schema = new Schema<AccessRequestDocument>(
  {
    asker: { type: { ...named, email: String }, required: true, _id: false },
    subject: {
      type: { ...named, email: { type: String, required: true }, inviteId: Schema.Types.ObjectId },
      _id: false,
    },
    person: String,
    groupId: { type: Schema.Types.ObjectId, required: true },
    groupName: { type: String, required: true },
    hours: { type: Number, default: null },
    wanted: end,
    reason: String,
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
    inviteEnded: { type: String, enum: ["cancelled", "declined"] },
    until: Date,
    zone: String,
    inviteId: Schema.Types.ObjectId,
    rule: { type: String, enum: atOnceRules },
    earlierEnd: end,
    afterwards: {
      type: {
        answer: String,
        by: actorRecordSchema,
        at: Date,
        kept: { type: { from: String, until: Date, zone: String }, _id: false },
      },
      _id: false,
    },
    executionId: String,
    version: { type: Number, required: true, default: 1 },
    cards: { type: [{ channel: String, ts: String, to: String, role: String, _id: false }], required: true },
    writing: { type: [{ to: String, role: String, job: String, _id: false }], default: undefined },
  },
  { strictQuery: "throw", autoIndex: false },
);

// The same thing is never requested twice for the same person.
schema.index(
  { person: 1, groupId: 1 },
  {
    unique: true,
    partialFilterExpression: { status: "pending", person: { $exists: true } },
    name: "one_pending_per_person",
  },
);
// A step's run asks once, however often it is sent.
schema.index(
  { executionId: 1 },
  {
    unique: true,
    partialFilterExpression: { executionId: { $exists: true } },
    name: "one_for_a_step",
  },
);
// Requests waiting for someone else: left out for the person who gave the first of two approvals.
schema.index(
  { "answers.by.userId": 1 },
  { partialFilterExpression: { status: "pending" }, name: "answered_and_pending" },
);
// Pending requests made by or for someone, under any of their accounts.
for (const who of ["asker", "subject"])
  schema.index(
    { [`${who}.registeredId`]: 1 },
    { partialFilterExpression: { status: "pending" }, name: `pending_by_${who}` },
  );
// By asker; by deciding group; by status. Newest first. The asker and the person it is for are in the index, so that
// counting the requests that wait for someone can leave out their own without opening them.
schema.index({ "asker.userId": 1, createdAt: -1, _id: -1 });
schema.index({ status: 1, groupId: 1, createdAt: -1, _id: -1, "asker.userId": 1, person: 1 });
schema.index({ status: 1, createdAt: -1, _id: -1, "asker.userId": 1, person: 1 });
schema.index({ createdAt: -1, _id: -1 });

/** Someone asking for a group, for themselves or for someone else. */
export const AccessRequest = model<AccessRequestDocument>("AccessRequest", schema, "accessrequests");
