import { model, Schema, type Types } from "mongoose";
import { type ActorRecord, actorRecordSchema } from "./actor-record.ts";

export const runStatuses = ["review", "running", "paused", "cancelled", "done"] as const;
export type RunStatus = (typeof runStatuses)[number];

/** Why a run is paused: an admin asked for it, the person who started it may not go on, or it failed. */
export const pauseReasons = ["asked", "no_right", "failed"] as const;
export type RunPauseReason = (typeof pauseReasons)[number];

const runKinds = ["import", "change"] as const;
export type RunKind = (typeof runKinds)[number];

/** What is done to each row of a list. */
export const changeActions = ["resend", "cancel", "groups", "suspend"] as const;
export type ChangeAction = (typeof changeActions)[number];

/** The file, and what applies to all its lines. */
export interface ImportFacts {
  /** The file's name. */
  label: string;
  encoding: string;
  /** Columns that mean nothing here. */
  ignored: string[];
  groupIds: Types.ObjectId[];
  /** Whether it gives someone rights here: Admin or Auditors. */
  grantsRights: boolean;
  expiryDays: number;
  message?: string | undefined;
  /** The time zone that its days end in. */
  zone: string;
}

/** Which rows of which list are changed, and how. */
export interface ChangeFacts {
  action: ChangeAction;
  of: "invites" | "users";
  /** The search that produced the list. */
  filter: { text: string; which: string; mine?: boolean | undefined };
  /** For `groups`: the groups each one gets and loses, and until when; missing for no end. */
  adds: Types.ObjectId[];
  removes: Types.ObjectId[];
  until?: Date | undefined;
  /** The time zone that its times are shown in. */
  zone: string;
  /** For `suspend`: what happens to the pending invites they handled. */
  theirInvites?: "keep" | "cancel" | undefined;
}

/** A message that tells an admin about a run, and shows its state. */
export interface RunCard {
  to: string;
  news: "started" | "stopped";
  channel: string;
  ts: string;
}

export interface RunDocument {
  _id: Types.ObjectId;
  kind: RunKind;
  status: RunStatus;
  /** The person who runs it, with whose rights it acts. */
  by: ActorRecord;
  /** How they are found again (services/runs/run-principal.ts). */
  principal: unknown;
  /** The content, by kind. */
  import?: ImportFacts | undefined;
  change?: ChangeFacts | undefined;
  /** How many lines there are, and how many of them are to be done. */
  lines: number;
  planned: number;
  /** How many of those are done. */
  done: number;
  /** How many lines had each outcome, by its name; those still to be done are `new`. */
  counts: Record<string, number>;
  createdAt: Date;
  startedAt?: Date | undefined;
  endedAt?: Date | undefined;
  /** When it was last resumed, and how many lines were done by then. */
  resumed?: { at: Date; done: number } | undefined;
  /** Who last paused it, resumed it or cancelled the rest; and why it is paused. */
  changedBy?: ActorRecord | undefined;
  pauseReason?: RunPauseReason | undefined;
  /** +1 each time someone starts, pauses, resumes or cancels it. */
  version: number;
  /** Where the progress message is. */
  progress?: { channel: string; ts: string } | undefined;
  /** The job writing that message right now. */
  progressBy?: string | undefined;
  /** The file of outcomes about to be shown in a conversation: nobody is sent it twice. */
  file?: { id: string; channel: string } | undefined;
  /** Where other admins were told about it. */
  cards?: RunCard[] | undefined;
  /** For a run that was never started. */
  expiresAt?: Date | undefined;
}

const schema = new Schema<RunDocument>(
  {
    kind: { type: String, enum: runKinds, required: true },
    status: { type: String, enum: runStatuses, required: true },
    by: { type: actorRecordSchema, required: true },
    principal: { type: Schema.Types.Mixed, required: true },
    import: {
      type: {
        label: { type: String, required: true },
        encoding: { type: String, required: true },
        ignored: { type: [String], required: true },
        groupIds: { type: [Schema.Types.ObjectId], required: true },
        grantsRights: { type: Boolean, required: true },
        expiryDays: { type: Number, required: true },
        message: String,
        zone: { type: String, required: true },
      },
      _id: false,
    },
    change: {
      type: {
        action: { type: String, enum: changeActions, required: true },
        of: { type: String, enum: ["invites", "users"], required: true },
        filter: { type: { text: String, which: String, mine: Boolean }, required: true, _id: false },
        adds: { type: [Schema.Types.ObjectId], required: true },
        removes: { type: [Schema.Types.ObjectId], required: true },
        until: Date,
        zone: { type: String, required: true },
        theirInvites: { type: String, enum: ["keep", "cancel"] },
      },
      _id: false,
    },
    lines: { type: Number, required: true },
    planned: { type: Number, required: true },
    done: { type: Number, required: true, default: 0 },
    counts: { type: Object, required: true },
    createdAt: { type: Date, required: true },
    startedAt: Date,
    endedAt: Date,
    resumed: { type: { at: Date, done: Number }, _id: false },
    changedBy: actorRecordSchema,
    pauseReason: { type: String, enum: pauseReasons },
    version: { type: Number, required: true, default: 1 },
    progress: { type: { channel: String, ts: String }, _id: false },
    progressBy: String,
    file: { type: { id: String, channel: String }, _id: false },
    cards: {
      type: [{ to: String, news: String, channel: String, ts: String, _id: false }],
      default: undefined,
    },
    expiresAt: Date,
  },
  { strictQuery: "throw", autoIndex: false, minimize: false },
);

schema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });
schema.index({ createdAt: -1, _id: -1 });

/**
 * One change to many, line by line: an import, or a change to all rows of a list. Its totals stay; its lines expire
 * (run-line.ts).
 */
export const Run = model<RunDocument>("Run", schema);
