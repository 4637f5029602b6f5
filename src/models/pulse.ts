import { model, Schema } from "mongoose";

export interface PulseDocument {
  /** The process. */
  _id: string;
  /** +1 at each beat. */
  beat: number;
  /** The database time at the last beat. */
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

// Left behind by processes that died.
schema.index({ at: 1 }, { expireAfterSeconds: 60 * 60 });

/**
 * A process that answers questions about access writes its own pulse a few times a second and waits for that change to
 * reach it as others' changes do: by then it has seen everything written before.
 */
export const Pulse = model<PulseDocument>("Pulse", schema);
