import { Types } from "mongoose";
import { Run, type RunDocument } from "../../models/run.ts";
import { RunLine, type RunLineDocument } from "../../models/run-line.ts";
import { type Principal, recordOf } from "../actor.ts";
import { changeAs, requireForRights } from "../authorize.ts";
import { DAY_MS } from "../durations.ts";
import { noteDone } from "../idempotency.ts";
import { enqueue } from "../jobs.ts";
import { permissionOf, runGroups } from "./run-facts.ts";
import { storedPrincipal } from "./run-principal.ts";

/** How many lines are written at a time. */
const AT_ONCE = 1_000;
/** How long a review is kept. It can be started until an hour before that, while its lines are sure to exist. */
const REVIEW_MS = DAY_MS;

/** A line as it was checked. */
export type CheckedLine = Omit<RunLineDocument, "_id" | "runId" | "expiresAt">;

/** What to run, and each of its lines. */
type Reviewed = Pick<RunDocument, "kind" | "import" | "change"> & {
  lines: readonly CheckedLine[];
  now: Date;
};

/**
 * Saves a run that can be started within a day; does none of it.
 *
 * @throws NotAdmin, NotPermitted
 */
export async function keepReview(actor: Principal, { lines, now, ...what }: Reviewed): Promise<RunDocument> {
  const runId = new Types.ObjectId();
  const expiresAt = new Date(now.getTime() + REVIEW_MS);
  // First, so that the lines are removed even if the process dies before saving the run. They have no expiry of their
  // own: a start would have to remove it from thousands.
  await enqueue(now, { kind: "run-lapse", runId, dueAt: expiresAt });
  for (let from = 0; from < lines.length; from += AT_ONCE)
    await RunLine.insertMany(
      lines.slice(from, from + AT_ONCE).map((line) => ({ _id: new Types.ObjectId(), ...line, runId })),
      { lean: true },
    );
  const counts = countsOf(lines);
  const run: RunDocument = {
    _id: runId,
    ...what,
    status: "review",
    by: recordOf(actor),
    principal: storedPrincipal(actor),
    lines: lines.length,
    planned: counts.new ?? 0,
    done: 0,
    counts,
    createdAt: now,
    version: 1,
    expiresAt,
  };
  await changeAs(actor, permissionOf(run), async () => {
    await requireForRights(actor, runGroups(run));
    await Run.insertMany([run]);
    await noteDone([String(runId)]);
  });
  return run;
}

function countsOf(lines: readonly CheckedLine[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { outcome } of lines) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
}
