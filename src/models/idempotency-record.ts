import { model, Schema } from "mongoose";

/** An answer as it was sent. */
export interface KeptAnswer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

export interface IdempotencyRecordDocument {
  /** Stands for who asked, for what, and under which key. */
  _id: string;
  /** Stands for what the request said. */
  fingerprint: string;
  /** Whoever carries the request out, and until when nobody else does; missing once it was answered. */
  claim: string;
  claimedUntil?: Date | undefined;
  /** Its change is made: written in the same transaction. */
  done: boolean;
  /** What it made or changed. */
  ids: string[];
  /** Missing until it was given, and where it shows what is shown once. */
  answer?: KeptAnswer | undefined;
  /** When it is forgotten: as long as it is not done, with its claim. By the database's clock. */
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

/** A request that is carried out once, however often it is sent: what became of it. */
export const IdempotencyRecord = model<IdempotencyRecordDocument>("IdempotencyRecord", schema);
