import { model, Schema } from "mongoose";

export interface AuditHeadDocument {
  _id: "head";
  /** How many events are sealed. */
  sequence: number;
  /** Keyed hash over the number and the seal of the last event. */
  seal: string;
}

const schema = new Schema<AuditHeadDocument>(
  {
    _id: { type: String, required: true },
    sequence: { type: Number, required: true },
    seal: { type: String, required: true },
  },
  { strictQuery: "throw", autoIndex: false },
);

/** Where the sealed audit log ends: without it, the last events could be removed unseen. */
export const AuditHead = model<AuditHeadDocument>("AuditHead", schema);
