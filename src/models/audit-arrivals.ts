import { model, Schema } from "mongoose";

export interface AuditArrivalsDocument {
  _id: "arrivals";
  /** How many events of the audit log have a number. */
  count: number;
}

const schema = new Schema<AuditArrivalsDocument>(
  { _id: { type: String, required: true }, count: { type: Number, required: true } },
  { strictQuery: "throw", autoIndex: false },
);

/** How far audit events are numbered by arrival. Each numberer writes it, so that only one works at a time. */
export const AuditArrivals = model<AuditArrivalsDocument>("AuditArrivals", schema, "auditarrivals");
