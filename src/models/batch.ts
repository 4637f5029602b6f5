import { model, Schema, type Types } from "mongoose";
import { type ActorRecord, actorRecordSchema } from "./actor-record.ts";

export interface BatchDocument {
  _id: Types.ObjectId;
  invitedBy: ActorRecord;
  createdAt: Date;
  /** How many invites the submit made. */
  size: number;
  /** Whether an import made them: the message that shows how far that is takes the place of a card. */
  imported?: boolean | undefined;
  /** Where the inviter's card stands, once posted. */
  card?: { channel: string; ts: string } | undefined;
  drawnAt?: Date | undefined;
  /** Whether the card says that the inviter is no longer an admin; then it stays so until they are one again. */
  closed?: boolean | undefined;
  /** Who redraws the card of this batch now; nobody else does until then. */
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

/** The invites that one submit made: what their card and their summaries are about. */
export const Batch = model<BatchDocument>("Batch", schema);
