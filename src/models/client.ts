import { model, Schema, type Types } from "mongoose";
import { type ActorRecord, actorRecordSchema } from "./actor-record.ts";

/** One token of a client. Only a hash of its secret is kept, so nothing in the database opens anything. */
export interface ClientToken {
  id: Types.ObjectId;
  /** SHA-256 of the 256-bit secret, in hex. */
  hash: string;
  createdAt: Date;
  /** Missing for one that does not expire. */
  expiresAt?: Date | undefined;
}

export interface ClientDocument {
  _id: Types.ObjectId;
  name: string;
  /** What names are unique by, among clients that are not revoked: see `groupNameKey`. */
  nameKey: string;
  status: "active" | "revoked";
  /** The user who answers for it; missing where the operator does. */
  ownerId?: Types.ObjectId | undefined;
  /** Names from the table of permissions; a newer version may have written others. */
  permissions: string[];
  /** Its decisions say yes or no, and not why. */
  withoutReasons?: boolean | undefined;
  /** Whom it registers is invited first. */
  sendsInvites?: boolean | undefined;
  /** For how many days a token is made; missing for ever. */
  expiryDays?: number | undefined;
  /** The newest first; at most two. */
  tokens: ClientToken[];
  createdAt: Date;
  createdBy: ActorRecord;
  /** The last day on which it asked for something, in UTC, and from which address it did first on that day. */
  lastUsed?: { day: string; address: string } | undefined;
  /** Since when its owner can't answer for it, as far as admins were asked, and whether they keep it all the same. */
  ownerLeft?: { at: Date; kept: boolean } | undefined;
  /** Where admins were asked what becomes of it without its owner, and the message does not tell the answer yet. */
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

// A name says which of them it is.
schema.index(
  { nameKey: 1 },
  { unique: true, partialFilterExpression: { status: "active" }, name: "one_client_per_name" },
);
// The list, by name; those of one owner.
schema.index({ status: 1, nameKey: 1, _id: 1 });
schema.index({ ownerId: 1, status: 1 });

/** A program that asks through the API, with permissions of its own. */
export const Client = model<ClientDocument>("Client", schema);
