import { model, Schema, type Types } from "mongoose";

/** How long a run's lines are kept after it ends: 30 days. Its totals stay. */
export const LINES_KEPT_MS = 30 * 24 * 60 * 60 * 1000;

/** The outcome of a line in a file: `new` until it is done, `faulty` where none of it is accepted. */
export const importOutcomes = ["new", "invited", "pending", "user", "limit", "faulty"] as const;
/**
 * The outcome of a line, or of a changed row of a list. Rows only: `done`; `asked` where another admin must
 * approve Admin first; `unchanged` where it already was so; `moved` where someone else acted on it first.
 */
export const lineOutcomes = [...importOutcomes, "done", "asked", "unchanged", "moved"] as const;
export type LineOutcome = (typeof lineOutcomes)[number];

/** What can be wrong with a line. */
const lineFaultCodes = [
  "too_few_cells",
  "too_many_cells",
  "not_json",
  "no_address",
  "several_addresses",
  "malformed_address",
  "beside_address",
  "date",
  "too_long",
  "language",
  "duplicate",
  "domain",
  "group_unknown",
  "group_managed",
  "not_permitted",
  "admin_end",
  "past",
  "too_late",
  "no_approver",
  "waits_for_admin",
] as const;
export type LineFaultCode = (typeof lineFaultCodes)[number];

export interface RunLineDocument {
  _id: Types.ObjectId;
  runId: Types.ObjectId;
  /** Its position in the file or list, from 1. */
  line: number;
  outcome: LineOutcome;
  /** Empty where there is none, or it can't be read. */
  email: string;
  name?: string | undefined;
  groupIds?: Types.ObjectId[] | undefined;
  /** The last day of the memberships and of the link: 2026-12-31. */
  until?: string | undefined;
  expires?: string | undefined;
  message?: string | undefined;
  language?: string | undefined;
  /** What is wrong with it, and how it was written. */
  fault?: { code: LineFaultCode; column?: string | undefined; fact?: string | undefined } | undefined;
  cells?: Record<string, string> | undefined;
  /** For a changed row: the invite or user, and the version that was reviewed. */
  targetId?: Types.ObjectId | undefined;
  version?: string | undefined;
  /** Why it wasn't changed: an error's code and facts (services/changes/row-problem.ts). */
  problem?: { code: string; facts?: unknown } | undefined;
  expiresAt?: Date | undefined;
}

const schema = new Schema<RunLineDocument>(
  {
    runId: { type: Schema.Types.ObjectId, required: true },
    line: { type: Number, required: true },
    outcome: { type: String, enum: lineOutcomes, required: true },
    email: { type: String, default: "" },
    name: String,
    groupIds: { type: [Schema.Types.ObjectId], default: undefined },
    until: String,
    expires: String,
    message: String,
    language: String,
    fault: {
      type: { code: { type: String, enum: lineFaultCodes }, column: String, fact: String },
      _id: false,
    },
    cells: { type: Object },
    targetId: Schema.Types.ObjectId,
    version: String,
    problem: { type: { code: String, facts: Schema.Types.Mixed }, _id: false },
    expiresAt: Date,
  },
  { strictQuery: "throw", autoIndex: false },
);

// In file order; the next to be done, or those with a given outcome.
schema.index({ runId: 1, line: 1 }, { unique: true, name: "one_per_line" });
schema.index({ runId: 1, outcome: 1, line: 1 });
schema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });

/** A line of a run, and its outcome. */
export const RunLine = model<RunLineDocument>("RunLine", schema);
