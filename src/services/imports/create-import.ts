import { Types } from "mongoose";
import { Group, givesRights } from "../../models/group.ts";
import { Run, type RunDocument } from "../../models/run.ts";
import { RunLine } from "../../models/run-line.ts";
import { type Principal, recordOf } from "../actor.ts";
import { changeAs, mayNow, requireForRights, requirePermission } from "../authorize.ts";
import { DAY_MS } from "../durations.ts";
import { requireAll, validIds } from "../groups/groups.ts";
import { refuseManagedForInvites } from "../groups/managed-groups.ts";
import { noteDone } from "../idempotency.ts";
import type { InvitePolicy } from "../invites/policy.ts";
import { assertImportsOn } from "../runs/import-limit.ts";
import { storedPrincipal } from "../runs/run-principal.ts";
import { databaseTime } from "../transaction.ts";
import { type CheckedLine, checkLines } from "./check-lines.ts";
import type { ReadImport } from "./read-import.ts";

/** So many lines are written at a time. */
const AT_ONCE = 1_000;
/** A review is kept for so long; it can be started until an hour before that, so that its lines are there. */
const REVIEW_MS = DAY_MS;

/** Whom to import, and what goes for every line that does not say otherwise. */
export interface ImportRequest {
  /** How the file is called. */
  label: string;
  read: ReadImport;
  groupIds: readonly string[];
  expiryDays: number;
  message?: string | undefined;
  /** The time zone in which days end. */
  zone: string;
}

/**
 * Keeps what a file says, and what importing it would do, for a day; nobody is invited.
 *
 * @returns the run, which can be started
 * @throws NotAdmin; ImportLimitReached where imports are switched off; InvalidFields when a group does not exist
 */
export async function createImport(
  actor: Principal,
  { label, read, groupIds: chosen, expiryDays, message, zone }: ImportRequest,
  policy: InvitePolicy,
  importLimit: number,
): Promise<RunDocument> {
  assertImportsOn(importLimit);
  await requirePermission(actor, "invites:write");
  const groupIds = (await Group.find({ _id: { $in: validIds(chosen) } }, { _id: 1 }).lean()).map(
    ({ _id }) => _id,
  );
  requireAll(chosen, groupIds);
  await refuseManagedForInvites(groupIds);
  const now = await databaseTime();
  const mayGiveRights = await mayNow(actor, "admins:write");
  const lines = await checkLines(read.lines, { now, zone, policy, mayGiveRights });

  const runId = new Types.ObjectId();
  const expiresAt = new Date(now.getTime() + REVIEW_MS);
  // The run comes last: without it, its lines are nobody's, and go by themselves.
  for (let from = 0; from < lines.length; from += AT_ONCE)
    await RunLine.insertMany(
      lines
        .slice(from, from + AT_ONCE)
        .map((line) => ({ _id: new Types.ObjectId(), ...line, runId, expiresAt })),
      { lean: true },
    );
  const counts = countsOf(lines);
  const run: RunDocument = {
    _id: runId,
    kind: "import",
    status: "review",
    by: recordOf(actor),
    principal: storedPrincipal(actor),
    import: {
      label,
      encoding: read.encoding,
      ignored: read.ignored,
      groupIds,
      grantsRights:
        groupIds.some(givesRights) ||
        lines.some(({ outcome, groupIds: own = [] }) => outcome === "new" && own.some(givesRights)),
      expiryDays,
      ...(message && { message }),
      zone,
    },
    lines: lines.length,
    planned: counts.new ?? 0,
    done: 0,
    counts,
    createdAt: now,
    version: 1,
    expiresAt,
  };
  await changeAs(actor, "invites:write", async () => {
    await requireForRights(actor, groupIds);
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
