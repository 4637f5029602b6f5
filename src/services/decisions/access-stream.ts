import mongoose, { type mongo, type Types } from "mongoose";
import { Group } from "../../models/group.ts";
import { Pulse } from "../../models/pulse.ts";
import { User } from "../../models/user.ts";
import { groupFields, type StoredGroup, type StoredUser, userFields } from "./stored-access.ts";

/**
 * MongoDB's codes for a stream that can't be resumed: ChangeStreamFatalError, ChangeStreamHistoryLost,
 * CappedPositionLost, InvalidResumeToken.
 */
const HISTORY_LOST: unknown[] = [280, 286, 136, 260];

/** An event of the stream, projected by {@link pipelineFor}. */
export interface AccessEvent {
  _id: mongo.ResumeToken;
  clusterTime: mongo.Timestamp;
  operationType: string;
  ns?: { coll?: string };
  documentKey?: { _id: Types.ObjectId };
  /** The document now, or as it is about to be; missing once it is deleted. */
  fullDocument?: (StoredUser & StoredGroup & { beat: number }) | null;
  updateDescription?: { updatedFields?: { beat?: number } };
}

/** Opens the stream of changes to users and groups, and of one pulse, from a place in it or from now on. */
export function openAccessStream(
  pulseId: string,
  resumeAfter?: mongo.ResumeToken,
): mongo.ChangeStream<mongo.Document, AccessEvent> {
  const { db } = mongoose.connection;
  if (!db) throw new Error("not connected");
  return db.watch<mongo.Document, AccessEvent>(pipelineFor(pulseId), {
    fullDocument: "updateLookup",
    readPreference: "primary",
    readConcern: { level: "majority" },
    ...(resumeAfter !== undefined && { resumeAfter }),
  });
}

/** Builds the stages that let through changes to users, to groups and to one pulse. */
function pipelineFor(pulseId: string): mongo.Document[] {
  const [users, groups, pulses] = [User, Group, Pulse].map(({ collection }) => collection.collectionName);
  const fields = ["_id", ...Object.keys(userFields), ...Object.keys(groupFields), "beat"];
  return [
    {
      $match: {
        $or: [
          { "ns.coll": { $in: [users, groups] } },
          { "ns.coll": pulses, "documentKey._id": pulseId },
          { "to.coll": { $in: [users, groups] } },
          { operationType: { $in: ["dropDatabase", "invalidate"] } },
        ],
      },
    },
    {
      $project: {
        operationType: 1,
        clusterTime: 1,
        "ns.coll": 1,
        documentKey: 1,
        "updateDescription.updatedFields.beat": 1,
        ...Object.fromEntries(fields.map((field) => [`fullDocument.${field}`, 1])),
      },
    },
  ];
}

/** A whole collection was dropped or renamed: nothing read so far counts any more. */
export class HistoryLost extends Error {
  constructor(operation: string) {
    super(`the collections were changed as a whole: ${operation}`);
  }
}

/** Whether a stream can't be resumed, so that everything must be read again. */
export function isHistoryLost(error: unknown): boolean {
  return (
    error instanceof HistoryLost ||
    (error instanceof mongoose.mongo.MongoServerError && HISTORY_LOST.includes(error.code))
  );
}
