import { model, Schema, type Types } from "mongoose";
import { type ActorRecord, actorRecordSchema } from "./actor-record.ts";

export interface ExportDocument {
  _id: Types.ObjectId;
  /** Who exports, and what, as a single key. */
  key: string;
  /** What is exported (services/exports/request.ts). */
  request: unknown;
  /** What people call the exported list. */
  label: string;
  by: ActorRecord;
  /** How the person who asked is found again (services/runs/run-principal.ts). */
  principal: unknown;
  createdAt: Date;
  /** Where the progress message is. */
  progress?: { channel: string; ts: string } | undefined;
  /** The file about to be shown in a conversation, and its row count: nobody is sent it twice. */
  file?: { id: string; channel: string; rows: number } | undefined;
}

const schema = new Schema<ExportDocument>(
  {
    key: { type: String, required: true },
    request: { type: Schema.Types.Mixed, required: true },
    label: { type: String, required: true },
    by: { type: actorRecordSchema, required: true },
    principal: { type: Schema.Types.Mixed, required: true },
    createdAt: { type: Date, required: true },
    progress: { type: { channel: String, ts: String }, _id: false },
    file: { type: { id: String, channel: String, rows: Number }, _id: false },
  },
  { strictQuery: "throw", autoIndex: false, minimize: false },
);

// Pressing twice yields one file.
schema.index({ key: 1 }, { unique: true, name: "one_under_way" });

/** An export to be sent to someone: removed once they have the file, or can't have it. */
export const Export = model<ExportDocument>("Export", schema);
