import { model, Schema, type Types } from "mongoose";

export interface DraftDocument {
  _id: Types.ObjectId;
  /** The account that owns the draft: `team:user`. */
  owner: string;
  content: unknown;
  expiresAt: Date;
}

const schema = new Schema<DraftDocument>(
  {
    owner: { type: String, required: true },
    content: { type: Schema.Types.Mixed, required: true },
    expiresAt: { type: Date, required: true },
  },
  { strictQuery: "throw", autoIndex: false, minimize: false },
);

schema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });

/** What a multi-step form remembers between steps, for an hour. */
export const Draft = model<DraftDocument>("Draft", schema);
