import { model, Schema, type Types } from "mongoose";
import { type ActorRecord, actorRecordSchema } from "./actor-record.ts";

export const runStatuses = ["review", "running", "paused", "cancelled", "done"] as const;
export type RunStatus = (typeof runStatuses)[number];

/** Why a run rests: an admin asked for it, whoever started it may not go on, or it failed. */
export const pauseReasons = ["asked", "no_right", "failed"] as const;
export type RunPauseReason = (typeof pauseReasons)[number];

const runKinds = ["import", "change"] as const;
export type RunKind = (typeof runKinds)[number];

/** What is done to each row of a list. */
export const changeActions = ["resend", "cancel", "groups", "suspend"] as const;
export type ChangeAction = (typeof changeActions)[number];

/** What a file was, and what goes for all of its lines. */
export interface ImportFacts {
  /** How the file is called. */
  label: string;
  encoding: string;
  /** Columns that say nothing here. */
  ignored: string[];
  groupIds: Types.ObjectId[];
  /** Whether somebody gets rights here by it: Admin, or Auditors. */
  grantsRights: boolean;
  expiryDays: number;
  message?: string | undefined;
  /** The time zone in which its days end. */
  zone: string;
}

/** Which rows of which list are changed, and how. */
export interface ChangeFacts {
  action: ChangeAction;
  of: "invites" | "users";
  /** What the list was searched for. */
  filter: { text: string; which: string; mine?: boolean | undefined };
  /** Of `groups`: those that each gets and loses, and until when; missing for no end. */
  adds: Types.ObjectId[];
  removes: Types.ObjectId[];
  until?: Date | undefined;
  /** The time zone in which its times are named. */
  zone: string;
  /** Of `suspend`: what becomes of the pending invites that they handled. */
  theirInvites?: "keep" | "cancel" | undefined;
}

/** A message that tells an admin of a run, and shows how it stands. */
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
  /** Who runs it: it does what they may. */
  by: ActorRecord;
  /** How they are found again (services/runs/run-principal.ts). */
  principal: unknown;
  /** What it is, by its kind. */
  import?: ImportFacts | undefined;
  change?: ChangeFacts | undefined;
  /** How many lines there are, and how many of them are to be done. */
  lines: number;
  planned: number;
  /** How many of those are done. */
  done: number;
  /** How many lines came to what, by the name of the outcome; those that are to be done are `new`. */
  counts: Record<string, number>;
  createdAt: Date;
  startedAt?: Date | undefined;
  endedAt?: Date | undefined;
  /** Who last paused it, let it go on or cancelled the rest; and why it rests. */
  changedBy?: ActorRecord | undefined;
  pauseReason?: RunPauseReason | undefined;
  /** +1 each time that somebody starts, pauses, resumes or cancels it. */
  version: number;
  /** Where the message stands that shows how far it is. */
  progress?: { channel: string; ts: string } | undefined;
  /** The job that writes that message just now. */
  progressBy?: string | undefined;
  /** The file with its outcome that is about to be shown in a conversation: nobody is sent it twice. */
  file?: { id: string; channel: string } | undefined;
  /** Where other admins were told of it. */
  cards?: RunCard[] | undefined;
  /** Of one that was never started. */
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

/** One change to many, line by line: an import, or a change to all rows of a list. Its totals stay; its lines go (run-line.ts). */
export const Run = model<RunDocument>("Run", schema);
