import { model, Schema } from "mongoose";

export interface PulseDocument {
  /** The process. */
  _id: string;
  /** +1 at each beat. */
  beat: number;
  /** The database's time at the last beat. */
  at: Date;
}

const schema = new Schema<PulseDocument>(
  {
    _id: { type: String, required: true },
    beat: { type: Number, required: true },
    at: { type: Date, required: true },
  },
  { strictQuery: "throw", autoIndex: false },
);

// What a process left behind that died.
schema.index({ at: 1 }, { expireAfterSeconds: 60 * 60 });

/**
 * A process that answers questions about access writes its own a few times a second, and waits for the change to reach it
 * as others' changes do: then it has seen everything that was written before.
 */
export const Pulse = model<PulseDocument>("Pulse", schema);
