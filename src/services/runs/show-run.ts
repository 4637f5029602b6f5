import { type ActorRecord, nameOf } from "../../models/actor-record.ts";
import type { RunDocument } from "../../models/run.ts";
import { type LineOutcome, RunLine, type RunLineDocument } from "../../models/run-line.ts";
import type { Principal } from "../actor.ts";
import { readAs } from "../authorize.ts";
import { groupNames } from "../groups/groups.ts";
import { type NextRows, nextRows } from "../page.ts";
import { databaseTime } from "../transaction.ts";
import { runWithId } from "./run-conflict.ts";

/** How a run stands. */
export interface RunView
  extends Pick<RunDocument, "status" | "lines" | "planned" | "done" | "counts" | "version"> {
  id: string;
  label: string;
  encoding: string;
  ignored: readonly string[];
  groups: { id: string; name: string }[];
  grantsRights: boolean;
  by: ActorRecord;
  changedBy: string | null;
  pauseReason: RunDocument["pauseReason"] | null;
  createdAt: Date;
  startedAt: Date | null;
  endedAt: Date | null;
  /** When this was read, by the database's clock. */
  now: Date;
}

/** Reads how a run stands. @throws NotAdmin; NotFound */
export async function showRun(actor: Principal, runId: string): Promise<RunView> {
  return readAs(actor, "invites:read", async () => runView(await runWithId(runId)));
}

/** What an import would do, to look at before it is started. */
export interface RunReview {
  run: RunView;
  /** The first lines of which nothing is taken. */
  faulty: RunLineDocument[];
  /** Names outside of ASCII, of the first lines that have some. */
  sample: string[];
}

const SHOWN = 10;

/** Reads what an import would do. @throws NotAdmin; NotFound */
export async function reviewRun(actor: Principal, runId: string): Promise<RunReview> {
  return readAs(actor, "invites:read", async () => {
    const run = await runView(await runWithId(runId));
    const outside = { runId, name: /[^\0-\x7f]/ };
    const [faulty, named] = await Promise.all([
      RunLine.find({ runId, outcome: "faulty" }).sort({ line: 1 }).limit(SHOWN).lean(),
      RunLine.find(outside, { name: 1 }).sort({ line: 1 }).limit(SHOWN).lean(),
    ]);
    return { run, faulty, sample: named.flatMap(({ name }) => name ?? []) };
  });
}

/** Describes a run that was read. */
export async function runView(run: RunDocument): Promise<RunView> {
  const { _id, import: file, changedBy, pauseReason = null, startedAt = null, endedAt = null } = run;
  const [names, now] = await Promise.all([groupNames(file.groupIds), databaseTime()]);
  const { status, lines, planned, done, counts, version, by, createdAt } = run;
  return {
    ...{ status, lines, planned, done, counts, version, by, createdAt, startedAt, endedAt, pauseReason, now },
    id: String(_id),
    label: file.label,
    encoding: file.encoding,
    ignored: file.ignored,
    groups: file.groupIds.map((id) => ({ id: String(id), name: names.get(String(id)) ?? "a deleted group" })),
    grantsRights: file.grantsRights,
    changedBy: changedBy ? nameOf(changedBy) : null,
  };
}

/** Reads lines of a run, in the order of the file; those of one outcome, if one is named. @throws NotAdmin; NotFound */
export async function linesAfter(
  actor: Principal,
  runId: string,
  { outcome, after, limit }: { outcome?: LineOutcome | undefined; after: number; limit: number },
): Promise<NextRows<RunLineDocument>> {
  return readAs(actor, "invites:read", async () => {
    await runWithId(runId);
    const wanted = { runId, ...(outcome && { outcome }), line: { $gt: after } };
    return nextRows(limit, (most) => RunLine.find(wanted).sort({ line: 1 }).limit(most).lean());
  });
}
