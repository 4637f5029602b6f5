import { EventEmitter } from "node:events";
import mongoose from "mongoose";
import { builtInGroupIds, Group } from "../models/group.ts";
import { isAway } from "../models/mongo-errors.ts";
import { DatabaseUnavailable } from "./errors.ts";

const DEADLINE_MS = 8_000;

/** Emits `change` after each commit: it may have queued jobs. */
export const committed = new EventEmitter<{ change: [] }>().setMaxListeners(0);

/**
 * Runs a change as one transaction: all of its writes, or none. The callback may run again, so it has no side
 * effects; E11000 leaves it at once (caught inside, the driver would retry for two minutes).
 *
 * @throws DatabaseUnavailable when it could not be committed within 8 s, or the database went away
 */
export async function inTransaction<T>(change: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + DEADLINE_MS;
  let committing = false;
  const run = async () => {
    committing = false;
    if (Date.now() > deadline) throw new DatabaseUnavailable();
    const result = await change();
    committing = true;
    return result;
  };
  try {
    const result = await mongoose.connection.transaction(run, {
      readConcern: { level: "snapshot" },
      writeConcern: { w: "majority" },
      maxCommitTimeMS: DEADLINE_MS,
    });
    committed.emit("change");
    return result;
  } catch (error) {
    throw isAway(error) ? new DatabaseUnavailable({ unsure: committing }) : error;
  }
}

/** Reads the database's clock, which judges leases, due times and expiry. */
export async function databaseTime(): Promise<Date> {
  const [row] = await Group.aggregate<{ now: Date }>([
    { $match: { _id: builtInGroupIds.users } },
    { $project: { now: "$$NOW" } },
  ]);
  if (!row) throw new Error("the built-in groups are not seeded");
  return row.now;
}
