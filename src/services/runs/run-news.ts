import type { Types } from "mongoose";
import type { ActorRecord } from "../../models/actor-record.ts";
import { Run, type RunCard, type RunDocument } from "../../models/run.ts";
import { type RunView, runView } from "./show-run.ts";

/** A run, and where its progress is shown. */
export interface RunToTell {
  run: RunView;
  progress: NonNullable<RunDocument["progress"]> | null;
  /** The file with its outcome, where one was about to be shown. */
  file: NonNullable<RunDocument["file"]> | null;
}

/** Reads what is told of a run, for the app itself; null when it is gone. */
export async function runToTell(runId: Types.ObjectId): Promise<RunToTell | null> {
  const run = await Run.findById(runId).lean();
  return run && { run: await runView(run), progress: run.progress ?? null, file: run.file ?? null };
}

/** Remembers where a run's progress is shown to whoever runs it; another one may run it by now. */
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

/** Remembers where an admin was told of a run. Part of a transaction. @returns the run as it is then */
export async function rememberRunCard(runId: Types.ObjectId, card: RunCard): Promise<RunDocument> {
  return Run.findByIdAndUpdate(runId, { $push: { cards: card } }, { returnDocument: "after" })
    .orFail()
    .lean();
}
