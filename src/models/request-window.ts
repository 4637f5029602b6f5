import { model, Schema } from "mongoose";

export interface RequestWindowDocument {
  /** The client's id. */
  _id: string;
  /** How many requests of this minute processes have taken. */
  taken: number;
  /** What the last process received, and how long the minute lasted then. */
  granted: number;
  leftMs: number;
  /** When the minute ends, in database time. */
  expiresAt: Date;
}

const schema = new Schema<RequestWindowDocument>(
  {
    _id: { type: String, required: true },
    taken: { type: Number, required: true },
    granted: { type: Number, required: true },
    leftMs: { type: Number, required: true },
    expiresAt: { type: Date, required: true },
  },
  { strictQuery: "throw", autoIndex: false },
);

schema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });

/** How many requests an API client has left this minute, across all processes. */
export const RequestWindow = model<RequestWindowDocument>("RequestWindow", schema);
