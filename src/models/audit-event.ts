import { model, Schema, type Types } from "mongoose";
import { type ActorRecord, actorRecordSchema } from "./actor-record.ts";

export const targetKinds = [
  "invite",
  "request",
  "review",
  "user",
  "group",
  "account",
  "client",
  "webhook",
  "import",
  "change",
  "export",
  "log",
] as const;

export interface AuditTarget {
  kind: (typeof targetKinds)[number];
  id: string;
  /** The email or name at the time. */
  label: string;
}

export interface AuditEventDocument {
  _id: Types.ObjectId;
  at: Date;
  actor: ActorRecord;
  action: string;
  target: AuditTarget;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
  /** Everything this event is about: the ids of invite, user and groups, and the email. */
  about: string[];
  /**
   * 1, 2, 3 … without gaps, in order of arrival. A single numberer assigns them, running behind the writers
   * so that no writer waits for another. Missing until then.
   */
  sequence?: number | undefined;
  /**
   * 1, 2, 3 … in the order in which events became visible, whether or not the log is sealed. Assigned when the log is
   * first read in that order (services/audit/number-arrivals.ts). Missing until then.
   */
  arrival?: number | undefined;
  /** Keyed hash over this event and the seal before it. Missing until sealed. */
  seal?: string | undefined;
}

const schema = new Schema<AuditEventDocument>(
  {
    // MongoDB's driver gives our events their ids. Events inserted from outside can have any id, and are found by it.
    _id: { type: Schema.Types.Mixed },
    at: { type: Date, required: true },
    actor: { type: actorRecordSchema, required: true },
    action: { type: String, required: true },
    target: {
      type: new Schema<AuditTarget>(
        {
          kind: { type: String, required: true },
          id: { type: String, required: true },
          label: { type: String, required: true },
        },
        { _id: false },
      ),
      required: true,
    },
    before: { type: Schema.Types.Mixed, default: null },
    after: { type: Schema.Types.Mixed, default: null },
    about: { type: [String], required: true },
    sequence: Number,
    arrival: Number,
    seal: String,
  },
  { strictQuery: "throw", autoIndex: false, minimize: false },
);

schema.index({ at: -1, _id: -1 });
schema.index({ about: 1, at: -1, _id: -1 });
schema.index({ "target.id": 1, at: -1, _id: -1 });
// No number is assigned twice; events without one sort at the low end.
schema.index(
  { sequence: 1 },
  { unique: true, partialFilterExpression: { sequence: { $exists: true } }, name: "one_event_per_number" },
);
schema.index({ sequence: 1, _id: 1 }, { name: "unnumbered_first" });
// Events that arrived since the log was last read in order come first, earliest first; then the others, in order.
schema.index({ arrival: 1, at: 1, _id: 1 }, { name: "by_arrival" });

/** An append-only record of one action. */
export const AuditEvent = model<AuditEventDocument>("AuditEvent", schema, "auditevents");
