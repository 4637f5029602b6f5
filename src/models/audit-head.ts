import { model, Schema } from "mongoose";

/** When `npm run audit:begin` last sealed the log anew, and the event that records it. */
export interface BeginDocument {
  at: Date;
  /** The number and the seal of the event `audit.begun`. */
  sequence: number;
  eventSeal: string;
  /** Keyed hash over all three. */
  seal: string;
}

/** Where old events were last trimmed from the log. */
export interface TrimDocument {
  at: Date;
  /** The number and seal of the last trimmed event, which the next one continues from. */
  sequence: number;
  eventSeal: string;
  /** Keyed hash over all three. */
  seal: string;
}

export interface AuditHeadDocument {
  _id: "head";
  /** How many events are sealed. */
  sequence: number;
  /** Keyed hash over the last event's number and seal. */
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

/** Where the sealed audit log ends: without it, the last events could be removed unnoticed. */
export const AuditHead = model<AuditHeadDocument>("AuditHead", schema);
