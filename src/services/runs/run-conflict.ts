import { isValidObjectId } from "mongoose";
import { nameOf } from "../../models/actor-record.ts";
import { Run, type RunDocument, type RunKind } from "../../models/run.ts";
import { type DomainError, NotFound } from "../errors.ts";
import { RunChanged } from "./refusals.ts";

/** Reads a run of this kind. @throws NotFound */
export async function runWithId(runId: string, kind: RunKind): Promise<RunDocument> {
  const run = isValidObjectId(runId) ? await Run.findOne({ _id: runId, kind }).lean() : null;
  if (!run) throw new NotFound({ what: kind });
  return run;
}

/**
 * Explains why a conditional write to a run matched nothing: who changed it first, and how.
 *
 * @param keptBeyond for a start: its review must be kept for longer than until then
 */
export async function runConflict(runId: string, kind?: RunKind, keptBeyond?: Date): Promise<DomainError> {
  const run = isValidObjectId(runId) ? await Run.findOne({ _id: runId, ...(kind && { kind }) }).lean() : null;
  if (!run) return new NotFound({ what: kind ?? "import" });
  const { status, changedBy, by, expiresAt } = run;
  const isOver = status === "review" && keptBeyond && expiresAt && expiresAt <= keptBeyond;
  return new RunChanged({ kind: run.kind, status: isOver ? "over" : status, by: nameOf(changedBy ?? by) });
}
