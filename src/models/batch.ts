import { model, Schema, type Types } from "mongoose";
import { type ActorRecord, actorRecordSchema } from "./actor-record.ts";

export interface BatchDocument {
  _id: Types.ObjectId;
  invitedBy: ActorRecord;
  createdAt: Date;
  /** How many invites the submission created. */
  size: number;
  /** Whether an import created them: the message showing its progress then replaces a card. */
  imported?: boolean | undefined;
  /** Where the inviter's card is, once posted. */
  card?: { channel: string; ts: string } | undefined;
  drawnAt?: Date | undefined;
  /** Whether the card says that the inviter is no longer an admin; it then stays that way until they are one again. */
  closed?: boolean | undefined;
  /** Who is redrawing this batch's card; nobody else does so until the lease ends. */
  writer?: { lease: string; until: Date } | undefined;
  /** When the last summary was sent. */
  summedUpAt?: Date | undefined;
}

const schema = new Schema<BatchDocument>(
  {
    invitedBy: { type: actorRecordSchema, required: true },
    createdAt: { type: Date, required: true },
    size: { type: Number, required: true },
    imported: Boolean,
    card: { type: { channel: String, ts: String }, _id: false },
    drawnAt: Date,
    closed: Boolean,
    writer: { type: { lease: String, until: Date }, _id: false },
    summedUpAt: Date,
  },
  { strictQuery: "throw", autoIndex: false },
);

/** The invites created by one submission, which share a card and its summaries. */
export const Batch = model<BatchDocument>("Batch", schema);
