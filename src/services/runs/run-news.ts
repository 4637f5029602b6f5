import type { Types } from "mongoose";
import type { ActorRecord } from "../../models/actor-record.ts";
import { Run, type RunCard, type RunDocument } from "../../models/run.ts";
import { type RunView, runView } from "./show-run.ts";

/** A run to report on, and where its progress is shown. */
export interface RunToTell {
  run: RunView;
  progress: NonNullable<RunDocument["progress"]> | null;
  /** The file with its outcome, if one was about to be shown. */
  file: NonNullable<RunDocument["file"]> | null;
}

/** Reads a run for the app's own messages; null when it is gone. */
export async function runToTell(runId: Types.ObjectId): Promise<RunToTell | null> {
  const run = await Run.findById(runId).lean();
  return run && { run: await runView(run), progress: run.progress ?? null, file: run.file ?? null };
}

/** Remembers where a run's progress is shown to the admin who runs it, unless someone else runs it by now. */
export async function recordProgress(
  runId: Types.ObjectId,
  { userId }: ActorRecord,
  progress: NonNullable<RunDocument["progress"]>,
): Promise<void> {
  await Run.updateOne({ _id: runId, "by.userId": userId }, { $set: { progress }, $unset: { progressBy: 1 } });
}

/** Remembers the file with a run's outcome that is about to be shown. */
export async function recordRunFile(
  runId: Types.ObjectId,
  file: NonNullable<RunDocument["file"]>,
): Promise<void> {
  await Run.updateOne({ _id: runId }, { $set: { file } });
}

/** Remembers where an admin was told of a run. Part of a transaction. @returns the run after this change */
export async function rememberRunCard(runId: Types.ObjectId, card: RunCard): Promise<RunDocument> {
  return Run.findByIdAndUpdate(runId, { $push: { cards: card } }, { returnDocument: "after" })
    .orFail()
    .lean();
}
