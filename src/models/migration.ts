import { model, Schema } from "mongoose";

export interface MigrationDocument {
  /** The migration's number and name. */
  _id: string;
  /** Who is walking over the documents, and until when nobody else does. */
  lease?: string | undefined;
  leaseExpiresAt?: Date | undefined;
  /** The walk in progress: when it began, how far it is, and how many documents it passed and had the old form. */
  beganAt?: Date | undefined;
  position?: unknown;
  passed: number;
  found: number;
  /**
   * When the last walk that found nothing began, or a later start still found nothing; missing while there is something
   * to migrate.
   */
  doneAt?: Date | undefined;
}

const schema = new Schema<MigrationDocument>(
  {
    _id: { type: String, required: true },
    lease: String,
    leaseExpiresAt: Date,
    beganAt: Date,
    position: Schema.Types.Mixed,
    passed: { type: Number, required: true },
    found: { type: Number, required: true },
    doneAt: Date,
  },
  { strictQuery: "throw", autoIndex: false },
);

/** How far a migration is. */
export const Migration = model<MigrationDocument>("Migration", schema);
