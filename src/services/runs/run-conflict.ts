import { isValidObjectId } from "mongoose";
import { nameOf } from "../../models/actor-record.ts";
import { Run, type RunDocument } from "../../models/run.ts";
import { type DomainError, NotFound, RunChanged } from "../errors.ts";

/** Reads a run. @throws NotFound */
export async function runWithId(runId: string): Promise<RunDocument> {
  const run = isValidObjectId(runId) ? await Run.findById(runId).lean() : null;
  if (!run) throw new NotFound({ what: "import" });
  return run;
}

/** Explains why a conditional write on a run found nothing: who did what to it first. */
export async function runConflict(runId: string): Promise<DomainError> {
  const run = isValidObjectId(runId) ? await Run.findById(runId).lean() : null;
  if (!run) return new NotFound({ what: "import" });
  const { status, changedBy, by } = run;
  return new RunChanged({ status, by: changedBy ? nameOf(changedBy) : nameOf(by) });
}
