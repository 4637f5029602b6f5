import { model, Schema, type Types } from "mongoose";

export interface JobDocument {
  _id: Types.ObjectId;
  kind: string;
  /** Ids and other facts the kind needs; nothing in it opens anything. */
  facts: Record<string, unknown>;
  status: "waiting" | "done" | "failed";
  /** When it is due; while a worker holds it, when its lease runs out. */
  dueAt: Date;
  attempts: number;
  /** Who holds it: a fresh id at each claim. */
  lease?: string | undefined;
  /** Why the last attempt did not work, in words that name no secret. */
  lastFault?: string | undefined;
  createdAt: Date;
  /** When it was done or given up; the record goes 30 days later. */
  settledAt?: Date | undefined;
  /** Waiting messages with the same key ask for the same thing: whoever carries one out settles them all. */
  foldKey?: string | undefined;
}

const schema = new Schema<JobDocument>(
  {
    kind: { type: String, required: true },
    facts: { type: Schema.Types.Mixed, required: true },
    status: { type: String, enum: ["waiting", "done", "failed"], required: true, default: "waiting" },
    dueAt: { type: Date, required: true },
    attempts: { type: Number, required: true, default: 0 },
    lease: String,
    lastFault: String,
    createdAt: { type: Date, required: true },
    settledAt: Date,
    foldKey: String,
  },
  { strictQuery: "throw", autoIndex: false, minimize: false },
);

schema.index({ status: 1, dueAt: 1 });
schema.index({ settledAt: 1 }, { expireAfterSeconds: 30 * 24 * 60 * 60 });
// Not unique: a second writer would wait for the first one's transaction, or undo its own.
schema.index({ foldKey: 1, status: 1 }, { partialFilterExpression: { foldKey: { $exists: true } } });

/** A message written together with the change that causes it, and carried out afterwards. */
export const Job = model<JobDocument>("Job", schema, "outboxmessages");
