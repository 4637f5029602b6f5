import { model, Schema, type Types } from "mongoose";

/** An approval someone pressed, which counts once they confirm it through the link they were emailed. */
export interface ConfirmationDocument {
  _id: Types.ObjectId;
  requestId: Types.ObjectId;
  /** The person who approves, as their answer names them. */
  key: string;
  account: { teamId: string; userId: string };
  name: string;
  /** Their registered address, where the link is emailed. */
  email: string;
  /** The longest time they approved; null for no end. */
  hours: number | null;
  /** +1 each time they press; a link names the generation it was made for. */
  generation: number;
  /** The link key that signs it. */
  keyId: string;
  askedAt: Date;
  expiresAt: Date;
  /** When it was confirmed, and the SHA-256 of the nonce of the form that confirmed it. */
  used?: { at: Date; nonce: string } | undefined;
}

const schema = new Schema<ConfirmationDocument>(
  {
    requestId: { type: Schema.Types.ObjectId, required: true },
    key: { type: String, required: true },
    account: {
      type: {
        teamId: { type: String, required: true },
        userId: { type: String, required: true },
      },
      required: true,
      _id: false,
    },
    name: { type: String, required: true },
    email: { type: String, required: true },
    hours: { type: Number, default: null },
    generation: { type: Number, required: true },
    keyId: { type: String, required: true },
    askedAt: { type: Date, required: true },
    expiresAt: { type: Date, required: true },
    used: { type: { at: Date, nonce: String }, _id: false },
  },
  { strictQuery: "throw", autoIndex: false },
);

// One per person and request: a new link replaces the one before.
schema.index({ requestId: 1, key: 1 }, { unique: true, name: "one_per_person_and_request" });
// How long a link still shows its outcome.
schema.index({ expiresAt: 1 }, { expireAfterSeconds: 7 * 24 * 60 * 60 });

/** An approval that waits to be confirmed by email. */
export const Confirmation = model<ConfirmationDocument>("Confirmation", schema, "confirmations");
