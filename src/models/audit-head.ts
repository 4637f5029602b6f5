import { model, Schema } from "mongoose";

/** When `npm run audit:begin` last sealed the log anew, and which event says so. */
export interface BeginDocument {
  at: Date;
  /** The number and the seal of the event `audit.begun`. */
  sequence: number;
  eventSeal: string;
  /** Keyed hash over the three. */
  seal: string;
}

/** Where the log was last cut off at its old end. */
export interface TrimDocument {
  at: Date;
  /** The number and the seal of the last event that was cut off: the next goes on from it. */
  sequence: number;
  eventSeal: string;
  /** Keyed hash over the three. */
  seal: string;
}

export interface AuditHeadDocument {
  _id: "head";
  /** How many events are sealed. */
  sequence: number;
  /** Keyed hash over the number and the seal of the last event. */
  seal: string;
  begun?: BeginDocument | undefined;
  trimmed?: TrimDocument | undefined;
}

const proven = {
  at: { type: Date, required: true },
  sequence: { type: Number, required: true },
  eventSeal: { type: String, required: true },
  seal: { type: String, required: true },
} as const;

const schema = new Schema<AuditHeadDocument>(
  {
    _id: { type: String, required: true },
    sequence: { type: Number, required: true },
    seal: { type: String, required: true },
    begun: new Schema<BeginDocument>(proven, { _id: false }),
    trimmed: new Schema<TrimDocument>(proven, { _id: false }),
  },
  { strictQuery: "throw", autoIndex: false },
);

/** Where the sealed audit log ends: without it, the last events could be removed unseen. */
export const AuditHead = model<AuditHeadDocument>("AuditHead", schema);
