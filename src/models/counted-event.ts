import { model, Schema } from "mongoose";

export interface CountedEventDocument {
  /** The mail service's id of the event. */
  _id: string;
  countedAt: Date;
}

const schema = new Schema<CountedEventDocument>(
  { _id: { type: String, required: true }, countedAt: { type: Date, required: true } },
  { strictQuery: "throw", autoIndex: false },
);

// Longer than the 24 hours in which the mail service repeats events.
schema.index({ countedAt: 1 }, { expireAfterSeconds: 2 * 24 * 60 * 60 });

/** A delivery event already counted: the same one again changes nothing. */
export const CountedEvent = model<CountedEventDocument>("CountedEvent", schema);
