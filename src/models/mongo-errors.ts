import { mongo } from "mongoose";

const DUPLICATE_KEY = 11_000;
const MAX_TIME_EXPIRED = 50;
const AUTHENTICATION_FAILED = 18;
const UNAUTHORIZED = 13;
const NAMESPACE_NOT_FOUND = 26;
/** MongoDB's codes for an index whose name or keys another index has with different options. */
const INDEX_CONFLICTS: unknown[] = [85, 86];
/** MongoDB's codes for a server that steps down, starts up or shuts down, from its specification of retryable reads. */
const STEPPING_DOWN: unknown[] = [91, 189, 10_107, 11_600, 11_602, 13_435, 13_436];

/** Tells a write that would have violated a unique index. */
export function isDuplicate(error: unknown): boolean {
  return error instanceof mongo.MongoServerError && error.code === DUPLICATE_KEY;
}

/** Counts a bulk's writes that would have violated a unique index, if nothing else went wrong; otherwise 0. */
export function takenValues(error: unknown): number {
  if (!(error instanceof mongo.MongoBulkWriteError) || error.result.getWriteConcernError()) return 0;
  const faults = [error.writeErrors].flat();
  return faults.every(({ code }) => code === DUPLICATE_KEY) ? faults.length : 0;
}

/** Tells an operation that MongoDB ended at its `maxTimeMS`. */
export function isTimeout(error: unknown): boolean {
  return error instanceof mongo.MongoServerError && error.code === MAX_TIME_EXPIRED;
}

/** Tells an error of the database or its driver from all others. */
export function isFromDatabase(error: unknown): boolean {
  return error instanceof mongo.MongoError;
}

/** Tells a failure of the database, or of the connection to it. */
export function isAway(error: unknown): boolean {
  const { MongoBulkWriteError, MongoError, MongoNetworkError, MongoServerError, MongoServerSelectionError } =
    mongo;
  return (
    error instanceof MongoNetworkError ||
    error instanceof MongoServerSelectionError ||
    // A broken connection is wrapped like this, without a server's code, or is the socket's own error.
    (error instanceof MongoBulkWriteError &&
      [error.writeErrors].flat().length === 0 &&
      typeof error.code !== "number") ||
    (error instanceof Error && "code" in error && error.code === "EPIPE") ||
    (error instanceof MongoServerError && STEPPING_DOWN.includes(error.code)) ||
    (error instanceof MongoError &&
      ["TransientTransactionError", "UnknownTransactionCommitResult", "RetryableWriteError"].some((label) =>
        error.hasErrorLabel(label),
      ))
  );
}

/** Tells a user or password unknown to MongoDB. */
export function isLoginRefused(error: unknown): boolean {
  return error instanceof mongo.MongoServerError && error.code === AUTHENTICATION_FAILED;
}

/** Tells a command that MongoDB doesn't let the user carry out, or lets nobody without a user. */
export function isForbidden(error: unknown): boolean {
  return error instanceof mongo.MongoServerError && error.code === UNAUTHORIZED;
}

/** Tells a missing collection. */
export function isCollectionMissing(error: unknown): boolean {
  return error instanceof mongo.MongoServerError && error.code === NAMESPACE_NOT_FOUND;
}

/** Tells an index that can't be created because another one is in its way. */
export function isIndexConflict(error: unknown): error is Error {
  return error instanceof mongo.MongoServerError && INDEX_CONFLICTS.includes(error.code);
}
