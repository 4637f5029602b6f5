import { model, Schema } from "mongoose";

export interface CounterDocument {
  /** What is counted, and in which period: `invites:2026-03-03`; or a lock and its slot: `lock:rights:T1:U1:17`. */
  _id: string;
  count: number;
  /** Each admin's or API client's share of the count, by account or as `client:<id>`. */
  byAdmin?: Record<string, number>;
  expiresAt: Date;
}

const schema = new Schema<CounterDocument>(
  {
    _id: { type: String, required: true },
    count: { type: Number, required: true },
    byAdmin: { type: Object },
    expiresAt: { type: Date, required: true },
  },
  { strictQuery: "throw", autoIndex: false },
);

schema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });

/**
 * A count that all processes share for a while: daily limits, one refusal a minute, and how often something was locked,
 * which transactions write so that MongoDB sees their conflict (services/locks.ts).
 */
export const Counter = model<CounterDocument>("Counter", schema);
