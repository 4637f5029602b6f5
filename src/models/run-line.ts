import { model, Schema, type Types } from "mongoose";

/** How long the lines of a run are kept after its end: 30 days. Its totals stay. */
export const LINES_KEPT_MS = 30 * 24 * 60 * 60 * 1000;

/** What becomes of a line of a file: `new` until it is done, `faulty` where nothing of it is taken. */
export const importOutcomes = ["new", "invited", "pending", "user", "limit", "faulty"] as const;
/**
 * What becomes of a line, or of a row of a list that is changed. Of rows alone: `done`; `asked` where another admin has to
 * approve Admin first, `unchanged` where it was so already, `moved` where somebody else acted on it first.
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
  /** Where it stands in the file or in the list, from 1. */
  line: number;
  outcome: LineOutcome;
  /** Empty where there is none, or it can't be read. */
  email: string;
  name?: string | undefined;
  groupIds?: Types.ObjectId[] | undefined;
  /** The last day of the memberships, and of the link: 2026-12-31. */
  until?: string | undefined;
  expires?: string | undefined;
  message?: string | undefined;
  language?: string | undefined;
  /** What is wrong with it, and how it was written. */
  fault?: { code: LineFaultCode; column?: string | undefined; fact?: string | undefined } | undefined;
  cells?: Record<string, string> | undefined;
  /** Of a row that is changed: the invite or the user, and as which version it was reviewed. */
  targetId?: Types.ObjectId | undefined;
  version?: string | undefined;
  /** Why it was not changed: the code and the facts of an error (services/changes/row-problem.ts). */
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

// In the order of the file; the next that are to be done, or those that came to something.
schema.index({ runId: 1, line: 1 }, { unique: true, name: "one_per_line" });
schema.index({ runId: 1, outcome: 1, line: 1 });
schema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });

/** A line of a run, and what became of it. */
export const RunLine = model<RunLineDocument>("RunLine", schema);
