import { model, Schema } from "mongoose";

export interface LockDocument {
  /** What is locked, and the slot: `rights:T1:U1:17`. */
  _id: string;
  /** Counted, so that each lock is a write, and two of them conflict. */
  uses: number;
  usedAt: Date;
}

const schema = new Schema<LockDocument>(
  {
    _id: { type: String, required: true },
    uses: { type: Number, required: true },
    usedAt: { type: Date, required: true },
  },
  { strictQuery: "throw", autoIndex: false },
);

// Longer than any transaction: what nobody has used for so long, nobody holds.
schema.index({ usedAt: 1 }, { expireAfterSeconds: 60 * 60 });

/** What transactions write so that MongoDB sees their conflict (services/locks.ts). */
export const Lock = model<LockDocument>("Lock", schema);
