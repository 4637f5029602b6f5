import { model, Schema, type Types } from "mongoose";

export interface LastUseDocument {
  /** The user. */
  _id: Types.ObjectId;
  /** By group: the last UTC day, such as `2026-03-03`, on which the group made a decision allow something. */
  days: Record<string, string>;
}

const schema = new Schema<LastUseDocument>(
  {
    _id: { type: Schema.Types.ObjectId, required: true },
    days: { type: Object, required: true },
  },
  { strictQuery: "throw", autoIndex: false },
);

/** When someone last used what their groups give, by day. */
export const LastUse = model<LastUseDocument>("LastUse", schema);
