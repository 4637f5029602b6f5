import { EventEmitter } from "node:events";
import mongoose from "mongoose";
import { builtInGroupIds, Group } from "../models/group.ts";
import { DatabaseUnavailable } from "./errors.ts";

const DEADLINE_MS = 8_000;

/** Tells whoever carries out messages that a change was committed, which may have queued some. */
export const committed = new EventEmitter<{ change: [] }>().setMaxListeners(0);

/**
 * Runs a change as one transaction: all of its writes, or none. The callback may run again, so it has no side
 * effects; E11000 leaves it at once (caught inside, the driver would retry for two minutes).
 *
 * @throws TryAgain when it could not be committed within 8 s, or the database went away
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

/** MongoDB's codes for a server that steps down, starts, or shuts down: its specification of retryable reads. */
const steppingDown: unknown[] = [91, 189, 10_107, 11_600, 11_602, 13_435, 13_436];

/** Whether the database, or the way to it, broke down. */
export function isAway(error: unknown): boolean {
  const { MongoBulkWriteError, MongoError, MongoNetworkError, MongoServerError, MongoServerSelectionError } =
    mongoose.mongo;
  return (
    error instanceof MongoNetworkError ||
    error instanceof MongoServerSelectionError ||
    // A connection that breaks is wrapped so, without the code that a server gives, or it is the socket's own error.
    (error instanceof MongoBulkWriteError &&
      [error.writeErrors].flat().length === 0 &&
      typeof error.code !== "number") ||
    (error instanceof Error && "code" in error && error.code === "EPIPE") ||
    (error instanceof MongoServerError && steppingDown.includes(error.code)) ||
    (error instanceof MongoError &&
      ["TransientTransactionError", "UnknownTransactionCommitResult", "RetryableWriteError"].some((label) =>
        error.hasErrorLabel(label),
      ))
  );
}

/** The database's clock, which judges leases, due times and expiry. */
export async function databaseTime(): Promise<Date> {
  const [row] = await Group.aggregate<{ now: Date }>([
    { $match: { _id: builtInGroupIds.users } },
    { $project: { now: "$$NOW" } },
  ]);
  if (!row) throw new Error("the built-in groups are not seeded");
  return row.now;
}

/** Whether a write was refused because it would have broken a unique index. */
export function isDuplicate(error: unknown): boolean {
  return error instanceof mongoose.mongo.MongoServerError && error.code === 11000;
}

/** Whether MongoDB gave an operation up because it had taken longer than it was given. */
export function isTimeout(error: unknown): boolean {
  return error instanceof mongoose.mongo.MongoServerError && error.code === 50;
}
