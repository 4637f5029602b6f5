import { model, Schema, type Types } from "mongoose";
import { type ActorRecord, actorRecordSchema } from "./actor-record.ts";

/** One of a client's tokens. Only a hash of its secret is kept, so nothing in the database grants access. */
export interface ClientToken {
  id: Types.ObjectId;
  /** SHA-256 of the 256-bit secret, in hex. */
  hash: string;
  createdAt: Date;
  /** Missing for one that doesn't expire. */
  expiresAt?: Date | undefined;
}

export interface ClientDocument {
  _id: Types.ObjectId;
  name: string;
  /** The key that makes names unique among clients that aren't revoked: see `groupNameKey`. */
  nameKey: string;
  status: "active" | "revoked";
  /** The user who answers for it; missing where the operator does. */
  ownerId?: Types.ObjectId | undefined;
  /** Names from the table of permissions; a newer version may have written others. */
  permissions: string[];
  /** Its decisions say yes or no, but not why. */
  withoutReasons?: boolean | undefined;
  /** People it registers are invited first. */
  sendsInvites?: boolean | undefined;
  /** How many days a new token lasts; missing for no expiry. */
  expiryDays?: number | undefined;
  /** Newest first; at most two. */
  tokens: ClientToken[];
  createdAt: Date;
  createdBy: ActorRecord;
  /** The last UTC day on which it made a request, and the address of its first request that day. */
  lastUsed?: { day: string; address: string } | undefined;
  /** Since when, as far as admins were asked, its owner can't answer for it, and whether they keep it anyway. */
  ownerLeft?: { at: Date; kept: boolean } | undefined;
  /** Where admins were asked what to do with it without its owner, and the message doesn't show the answer yet. */
  ownerCards?: { channel: string; ts: string; to: string }[] | undefined;
}

const schema = new Schema<ClientDocument>(
  {
    name: { type: String, required: true },
    nameKey: { type: String, required: true },
    status: { type: String, enum: ["active", "revoked"], required: true },
    ownerId: Schema.Types.ObjectId,
    permissions: { type: [String], required: true },
    withoutReasons: Boolean,
    sendsInvites: Boolean,
    expiryDays: Number,
    tokens: {
      type: [
        new Schema<ClientToken>(
          {
            id: { type: Schema.Types.ObjectId, required: true },
            hash: { type: String, required: true },
            createdAt: { type: Date, required: true },
            expiresAt: Date,
          },
          { _id: false },
        ),
      ],
      required: true,
    },
    createdAt: { type: Date, required: true },
    createdBy: { type: actorRecordSchema, required: true },
    lastUsed: { type: { day: String, address: String }, _id: false },
    ownerLeft: { type: { at: Date, kept: Boolean }, _id: false },
    ownerCards: {
      type: [new Schema({ channel: String, ts: String, to: String }, { _id: false })],
      default: undefined,
    },
  },
  { strictQuery: "throw", autoIndex: false },
);

// A name identifies one client.
schema.index(
  { nameKey: 1 },
  { unique: true, partialFilterExpression: { status: "active" }, name: "one_client_per_name" },
);
// The list, by name; and the clients of one owner.
schema.index({ status: 1, nameKey: 1, _id: 1 });
schema.index({ ownerId: 1, status: 1 });

/** A program that uses the API with permissions of its own. */
export const Client = model<ClientDocument>("Client", schema);
