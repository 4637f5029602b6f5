import { type ActorRecord, nameOf } from "../../models/actor-record.ts";
import type { ChangeFacts, ImportFacts, RunDocument } from "../../models/run.ts";
import { type LineOutcome, RunLine, type RunLineDocument } from "../../models/run-line.ts";
import type { Principal } from "../actor.ts";
import { readAs } from "../authorize.ts";
import { type End, endOf } from "../ends.ts";
import { groupNames } from "../groups/groups.ts";
import { type NextRows, nextRows } from "../page.ts";
import { databaseTime } from "../transaction.ts";
import { runWithId } from "./run-conflict.ts";
import { changeOf, runGroups, runLabel } from "./run-facts.ts";

interface NamedGroup {
  id: string;
  name: string;
}

/** What is imported. */
export interface ImportWhat extends Pick<ImportFacts, "encoding" | "ignored" | "grantsRights"> {
  kind: "import";
  groups: NamedGroup[];
}

/** What is changed. */
export interface ChangeWhat extends Pick<ChangeFacts, "action" | "of" | "filter" | "theirInvites"> {
  kind: "change";
  adds: NamedGroup[];
  removes: NamedGroup[];
  end: End | null;
}

/** The state of a run. */
export interface RunView
  extends Pick<RunDocument, "status" | "lines" | "planned" | "done" | "counts" | "version"> {
  id: string;
  label: string;
  what: ImportWhat | ChangeWhat;
  by: ActorRecord;
  changedBy: string | null;
  pauseReason: RunDocument["pauseReason"] | null;
  createdAt: Date;
  startedAt: Date | null;
  endedAt: Date | null;
  /** When it began or was last resumed, and how many lines were done by then; null before its start. */
  going: { since: Date; done: number } | null;
  /** When this was read, in the database's time. */
  now: Date;
}

/** Reads the state of an import. @throws NotAdmin; NotFound */
export async function showImport(actor: Principal, runId: string): Promise<RunView> {
  return readAs(actor, "invites:read", async () => runView(await runWithId(runId, "import")));
}

/** Describes a run that was read. */
export async function runView(run: RunDocument): Promise<RunView> {
  const { changedBy, pauseReason = null, startedAt = null, endedAt = null, resumed } = run;
  const [names, now] = await Promise.all([groupNames(runGroups(run)), databaseTime()]);
  const { status, lines, planned, done, counts, version, by, createdAt } = run;
  return {
    status,
    lines,
    planned,
    done,
    counts,
    version,
    by,
    createdAt,
    startedAt,
    endedAt,
    pauseReason,
    going: resumed ? { since: resumed.at, done: resumed.done } : startedAt && { since: startedAt, done: 0 },
    now,
    id: String(run._id),
    label: runLabel(run),
    what: whatOf(run, names),
    changedBy: changedBy ? nameOf(changedBy) : null,
  };
}

function whatOf(run: RunDocument, names: ReadonlyMap<string, string>): RunView["what"] {
  const named = (ids: ImportFacts["groupIds"]) =>
    ids.map((id) => ({ id: String(id), name: names.get(String(id)) ?? "a deleted group" }));
  if (run.import) {
    const { encoding, ignored, grantsRights, groupIds } = run.import;
    return { kind: "import", encoding, ignored, grantsRights, groups: named(groupIds) };
  }
  const { action, of, filter, theirInvites, adds, removes, until, zone } = changeOf(run);
  return {
    kind: "change",
    action,
    of,
    filter,
    theirInvites,
    adds: named(adds),
    removes: named(removes),
    end: endOf({ until, zone }),
  };
}

/**
 * Reads lines of an import in the order of the file; only those of one outcome, if named.
 *
 * @throws NotAdmin; NotFound
 */
export async function linesAfter(
  actor: Principal,
  runId: string,
  { outcome, after, limit }: { outcome?: LineOutcome | undefined; after: number; limit: number },
): Promise<NextRows<RunLineDocument>> {
  return readAs(actor, "invites:read", async () => {
    await runWithId(runId, "import");
    const wanted = { runId, ...(outcome && { outcome }), line: { $gt: after } };
    return nextRows(limit, (most) => RunLine.find(wanted).sort({ line: 1 }).limit(most).lean());
  });
}
