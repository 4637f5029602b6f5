import { model, Schema, type Types } from "mongoose";

export interface LastUseDocument {
  /** The user. */
  _id: Types.ObjectId;
  /** By group: the last day in UTC, such as `2026-03-03`, on which a decision allowed something because of it. */
  days: Record<string, string>;
}

const schema = new Schema<LastUseDocument>(
  {
    _id: { type: Schema.Types.ObjectId, required: true },
    days: { type: Object, required: true },
  },
  { strictQuery: "throw", autoIndex: false },
);

/** When somebody last used what their groups give, by day. */
export const LastUse = model<LastUseDocument>("LastUse", schema);
