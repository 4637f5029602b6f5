import { model, Schema } from "mongoose";

export interface AuditArrivalsDocument {
  _id: "arrivals";
  /** How many events of the audit log were given a number. */
  count: number;
}

const schema = new Schema<AuditArrivalsDocument>(
  { _id: { type: String, required: true }, count: { type: Number, required: true } },
  { strictQuery: "throw", autoIndex: false },
);

/** How far the events of the audit log are numbered by arrival. Whoever numbers them writes it, so that one at a time does. */
export const AuditArrivals = model<AuditArrivalsDocument>("AuditArrivals", schema, "auditarrivals");
