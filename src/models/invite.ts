import { model, Schema, type Types } from "mongoose";
import { type ActorRecord, actorRecordSchema } from "./actor-record.ts";

export const inviteStatuses = ["pending", "accepted", "declined", "cancelled", "expired"] as const;
export type InviteStatus = (typeof inviteStatuses)[number];

export const deliveryStates = [
  "queued",
  "sending",
  "sent",
  "deferred",
  "delivered",
  "bounced",
  "dropped",
  "failed",
] as const;
export type DeliveryState = (typeof deliveryStates)[number];

/** Pending invites whose email won't arrive. */
export const inTrouble = {
  status: "pending" as const,
  "delivery.state": { $in: ["bounced", "dropped", "failed"] satisfies DeliveryState[] },
};

/** Indexes that a search names, because it walks them in their order. */
export const byWord = { status: 1, words: 1, createdAt: -1, _id: -1 } as const;
export const troubleByWord = { words: 1, createdAt: -1, _id: -1 } as const;
export const byExpiry = { status: 1, expiresAt: -1, _id: -1 } as const;

/** The delivery state of one generation's email at one moment. */
export interface DeliveryStep {
  state: DeliveryState;
  generation: number;
  at: Date;
  /** Only where something went wrong: a code and its fact (delivery-reason.ts), or an older version's sentence. */
  reason?: string | undefined;
  /** The mailbox will never accept it: the address is wrong. */
  permanent?: boolean | undefined;
}

export interface InviteDocument {
  _id: Types.ObjectId;
  email: string;
  status: InviteStatus;
  /** +1 at each resend; a link names the generation it was made for. */
  generation: number;
  /** How often it was edited. Missing before the first edit. */
  edits?: number | undefined;
  groupIds: Types.ObjectId[];
  /** When its memberships end, and the time zone that end was chosen in; the invite expires then at the latest. */
  groupsUntil?: Date | undefined;
  groupsZone?: string | undefined;
  /** How long they last instead, from acceptance: the time that was approved. */
  groupsHours?: number | undefined;
  /** A provider asked for the person and decides their groups: without groups of its own, it gives none. */
  provisioned?: boolean | undefined;
  message?: string | undefined;
  /** The person's name, where an import gave one. */
  name?: string | undefined;
  /** The language the inviter said they read, as written: imports accept any. */
  language?: string | undefined;
  /** The language of its emails: a reminder uses the first email's. Missing where an older version wrote it. */
  mailLanguage?: string | undefined;
  invitedBy: ActorRecord;
  /** The inviting user, under any account; null for an owner who isn't a user. Missing in older invites. */
  inviterId?: Types.ObjectId | null | undefined;
  /** The users who invited, edited or resent it, or saw its link: suspending one of them can cancel it. */
  handledBy?: Types.ObjectId[] | undefined;
  createdAt: Date;
  expiryDays: number;
  expiresAt: Date;
  /** Who sent the current generation, and when that was requested. */
  resentBy?: ActorRecord | undefined;
  queuedAt: Date;
  /** When the current generation's email was handed to the mail service. */
  sentAt?: Date | undefined;
  /** The link key that signs the current generation. */
  keyId: string;
  delivery: DeliveryStep;
  deliveryHistory: DeliveryStep[];
  settledAt?: Date | undefined;
  settledBy?: ActorRecord | undefined;
  /** SHA-256 of the nonce of the form that accepted or declined: the same form again sees the same outcome. */
  settledNonce?: string | undefined;
  /** When the invitee last asked for a new link after this one expired. */
  askedAt?: Date | undefined;
  /** The invites created by one submission share a card. */
  batchId: Types.ObjectId;
  /** The mentioned account, when the invite came from a mention. */
  account?: { teamId: string; userId: string } | undefined;
  /** The address's search terms, see `searchTerms`. */
  words: string[];
}

export const deliveryStep = new Schema<DeliveryStep>(
  {
    state: { type: String, enum: deliveryStates, required: true },
    generation: { type: Number, required: true },
    at: { type: Date, required: true },
    reason: String,
    permanent: Boolean,
  },
  { _id: false },
);

const schema = new Schema<InviteDocument>(
  {
    email: { type: String, required: true, lowercase: true, trim: true },
    status: { type: String, enum: inviteStatuses, required: true, default: "pending" },
    generation: { type: Number, required: true, default: 1 },
    edits: Number,
    groupIds: { type: [Schema.Types.ObjectId], required: true },
    groupsUntil: Date,
    groupsZone: String,
    groupsHours: Number,
    provisioned: Boolean,
    message: String,
    name: String,
    language: String,
    mailLanguage: String,
    invitedBy: { type: actorRecordSchema, required: true },
    inviterId: Schema.Types.ObjectId,
    handledBy: { type: [Schema.Types.ObjectId], default: undefined },
    createdAt: { type: Date, required: true },
    expiryDays: { type: Number, required: true },
    expiresAt: { type: Date, required: true },
    resentBy: actorRecordSchema,
    queuedAt: { type: Date, required: true },
    sentAt: Date,
    keyId: { type: String, required: true },
    delivery: { type: deliveryStep, required: true },
    deliveryHistory: { type: [deliveryStep], required: true },
    settledAt: Date,
    settledBy: actorRecordSchema,
    settledNonce: String,
    askedAt: Date,
    batchId: { type: Schema.Types.ObjectId, required: true },
    account: { type: { teamId: String, userId: String }, _id: false },
    words: { type: [String], required: true },
  },
  { strictQuery: "throw", autoIndex: false },
);

// At most one pending invite per address.
schema.index(
  { email: 1 },
  { unique: true, partialFilterExpression: { status: "pending" }, name: "one_pending_per_address" },
);
// The pending list, newest first, and the same for one admin, by account and by user, or by a search term.
schema.index({ status: 1, createdAt: -1, _id: -1 });
schema.index({ "invitedBy.userId": 1, status: 1, createdAt: -1, _id: -1 });
schema.index(
  { "invitedBy.clientId": 1, status: 1, createdAt: -1, _id: -1 },
  { partialFilterExpression: { "invitedBy.clientId": { $exists: true } }, name: "by_client" },
);
schema.index({ handledBy: 1, status: 1, createdAt: -1, _id: -1 });
schema.index(byWord);
// Delivery trouble, also by search term; invites expiring soon or recently expired.
// These include the expiry, so that counting the ones in trouble need not open them.
schema.index({ status: 1, "delivery.state": 1, createdAt: -1, _id: -1, expiresAt: 1 });
schema.index(troubleByWord, { partialFilterExpression: inTrouble, name: "trouble_by_word" });
schema.index(byExpiry);
// An address's history, newest first; the invites on a card; the invites promised a group; keys still in use.
schema.index({ email: 1, createdAt: -1 });
schema.index({ batchId: 1, _id: 1 });
schema.index({ groupIds: 1, status: 1 });
schema.index({ status: 1, keyId: 1 });

/** One email address asked to join, with the groups it will get. */
export const Invite = model<InviteDocument>("Invite", schema);
