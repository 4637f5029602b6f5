import { model, Schema } from "mongoose";

/** An answer as it was sent. */
export interface KeptAnswer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

export interface IdempotencyRecordDocument {
  /** Identifies who asked, for what, and under which key. */
  _id: string;
  /** Identifies the request's content. */
  fingerprint: string;
  /** Who is carrying out the request, and until when nobody else does; missing once it was answered. */
  claim: string;
  claimedUntil?: Date | undefined;
  /** Its change was made: written in the same transaction. */
  done: boolean;
  /** What it created or changed. */
  ids: string[];
  /** Missing until given, and where it contains something shown only once. */
  answer?: KeptAnswer | undefined;
  /** When it is forgotten: until it is done, when its claim ends. Database time. */
  expiresAt: Date;
}

const schema = new Schema<IdempotencyRecordDocument>(
  {
    _id: { type: String, required: true },
    fingerprint: { type: String, required: true },
    claim: { type: String, required: true },
    claimedUntil: Date,
    done: { type: Boolean, required: true },
    ids: { type: [String], required: true },
    answer: { type: Schema.Types.Mixed },
    expiresAt: { type: Date, required: true },
  },
  { strictQuery: "throw", autoIndex: false, minimize: false },
);

schema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });

/** A request that is carried out once, however often it is sent, and its outcome. */
export const IdempotencyRecord = model<IdempotencyRecordDocument>("IdempotencyRecord", schema);
