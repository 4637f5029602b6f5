import { model, Schema, type Types } from "mongoose";

export interface JobDocument {
  _id: Types.ObjectId;
  kind: string;
  /** Ids and other facts the kind needs; nothing in it grants access. */
  facts: Record<string, unknown>;
  status: "waiting" | "done" | "failed";
  /** When it is due; while it is leased, when the lease ends. */
  dueAt: Date;
  attempts: number;
  /** A fresh id at each claim. */
  lease?: string | undefined;
  /** Why the last attempt failed: a code, with its fact after a colon. */
  lastFault?: string | undefined;
  /** The other side's answer when it was done, as a code. Webhooks only. */
  answer?: string | undefined;
  /** Since when the other side's rate limit has kept it from being tried. */
  limitedSince?: Date | undefined;
  createdAt: Date;
  /** When it was done or abandoned; the record is removed 30 days later. */
  settledAt?: Date | undefined;
  /** Waiting jobs with the same key are for the same thing: running one settles them all. */
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
    answer: String,
    limitedSince: Date,
    createdAt: { type: Date, required: true },
    settledAt: Date,
    foldKey: String,
  },
  { strictQuery: "throw", autoIndex: false, minimize: false },
);

/** The claim index: with the kind in it, jobs that have to wait don't slow claims of other kinds. */
export const claimIndex = { status: 1, kind: 1, dueAt: 1 } as const;
/** The claim index for webhooks, per endpoint: an endpoint with a thousand jobs doesn't slow the others. */
export const webhookClaimIndex = { status: 1, "facts.endpointId": 1, dueAt: 1 } as const;
const ofWebhooks = { kind: "webhook" } as const;
schema.index(claimIndex);
schema.index({ settledAt: 1 }, { expireAfterSeconds: 30 * 24 * 60 * 60 });
// Jobs being retried, and why.
schema.index({ status: 1, lastFault: 1 }, { partialFilterExpression: { lastFault: { $exists: true } } });
// Not unique: a second writer would wait for the first one's transaction, or abort its own.
schema.index({ foldKey: 1, status: 1 }, { partialFilterExpression: { foldKey: { $exists: true } } });
// Webhooks: an endpoint's next job, and its last hundred.
schema.index(webhookClaimIndex, { partialFilterExpression: ofWebhooks });
schema.index({ "facts.endpointId": 1, _id: -1 }, { partialFilterExpression: ofWebhooks });

/** Work to be done after a change, written together with it. */
export const Job = model<JobDocument>("Job", schema, "outboxmessages");
