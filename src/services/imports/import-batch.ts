import type { Types } from "mongoose";
import { builtInGroupIds, Group } from "../../models/group.ts";
import { Run, type RunDocument } from "../../models/run.ts";
import { RunLine, type RunLineDocument } from "../../models/run-line.ts";
import type { Actor, Principal } from "../actor.ts";
import { changeAs, mayNow } from "../authorize.ts";
import { readEnd } from "../ends.ts";
import { NotAdmin, NotPermitted, RunChanged } from "../errors.ts";
import { isLastingAdminBeside } from "../groups/lock-members.ts";
import { type InviteOutcome, writeInvites } from "../invites/create-invites.ts";
import type { InviteDetails } from "../invites/invite-request.ts";
import type { InvitePolicy } from "../invites/policy.ts";
import { retryOnDuplicate } from "../invites/retry-on-duplicate.ts";
import { enqueue } from "../jobs.ts";
import { principalOf } from "../runs/run-principal.ts";
import { pauseRunning, recordRun } from "../runs/steer-run.ts";
import { inTransaction } from "../transaction.ts";
import { endFault } from "./check-lines.ts";
import type { LineFault } from "./fault.ts";

/** So many lines are done in one transaction. */
const BATCH = 250;
const system: Actor = { kind: "system" };

/**
 * Does the next lines of an import and asks for those after them, all in one transaction: each address is invited once,
 * whatever dies. Whoever runs it and may not any more has it paused.
 *
 * @param done how many lines were done when this was asked for; when it is another number by now, nothing is left to do
 * @param owners the accounts in IAM_OWNERS
 */
export async function importBatch(
  runId: Types.ObjectId,
  done: number,
  { policy, owners }: { policy: InvitePolicy; owners: readonly string[] },
): Promise<void> {
  const current = { _id: runId, status: "running" as const, done };
  const run = await Run.findOne(current).lean();
  if (!run) return;
  if (done === 0)
    await RunLine.updateMany({ runId, expiresAt: { $exists: true } }, { $unset: { expiresAt: 1 } });
  const actor = await principalOf(run, owners);
  if (!actor || !(await mayNow(actor, "invites:write"))) return stop(run);
  try {
    await retryOnDuplicate(() =>
      changeAs(actor, "invites:write", async ({ now }) => {
        const still = await Run.findOne(current).lean();
        if (still) await doNext(still, actor, policy, now);
      }),
    );
  } catch (error) {
    if (!(error instanceof NotAdmin || error instanceof NotPermitted)) throw error;
    await stop(run);
  }
}

/** Has a run rest whose admin may not go on. */
async function stop({ _id }: RunDocument): Promise<void> {
  await inTransaction(() => pauseRunning(system, { runId: String(_id) }, "no_right")).catch(
    (error: unknown) => {
      if (!(error instanceof RunChanged)) throw error;
    },
  );
}

/** Has a run rest that can't go on by itself. Part of the transaction that says so. */
export async function pauseFailed(runId: Types.ObjectId): Promise<void> {
  const isRunning = await Run.exists({ _id: runId, status: "running" });
  if (isRunning) await pauseRunning(system, { runId: String(runId) }, "failed");
}

async function doNext(run: RunDocument, actor: Principal, policy: InvitePolicy, now: Date): Promise<void> {
  const lines = await RunLine.find({ runId: run._id, outcome: "new" }).sort({ line: 1 }).limit(BATCH).lean();
  if (lines.length === 0) return end(run, now);
  const faults = await faultsNow(run, lines, now);
  const sound = lines.filter(({ line }) => !faults.has(line));
  const outcomes = await invite(run, sound, actor, policy);

  const counts = { ...run.counts };
  const count = (outcome: string, more: number) => {
    counts[outcome] = (counts[outcome] ?? 0) + more;
  };
  count("new", -lines.length);
  count("faulty", faults.size);
  for (const [outcome, ids] of outcomes) {
    count(outcome, ids.length);
    await RunLine.updateMany({ _id: { $in: ids } }, { $set: { outcome } });
  }
  for (const [line, fault] of faults)
    await RunLine.updateOne({ runId: run._id, line }, { $set: { outcome: "faulty", fault } });
  const done = run.done + lines.length;
  await Run.updateOne({ _id: run._id }, { $set: { done, counts } });
  if (lines.length < BATCH) await end({ ...run, done, counts }, now);
  else await enqueue(now, { kind: "import-batch", runId: run._id, done, dueAt: now });
}

async function end(run: RunDocument, now: Date): Promise<void> {
  await Run.updateOne({ _id: run._id }, { $set: { status: "done", endedAt: now }, $inc: { version: 1 } });
  await enqueue(now, { kind: "run-end", runId: run._id, dueAt: now });
  await recordRun(system, now, run, "import.ended", { done: run.done, counts: run.counts });
}

/** Invites, and sorts the ids of lines by what became of them. */
async function invite(
  { _id: runId, import: { groupIds, expiryDays, message, zone } }: RunDocument,
  lines: readonly RunLineDocument[],
  actor: Principal,
  policy: InvitePolicy,
): Promise<Map<RunLineDocument["outcome"], Types.ObjectId[]>> {
  const sorted = new Map<RunLineDocument["outcome"], Types.ObjectId[]>();
  if (lines.length === 0) return sorted;
  const emails = lines.map(({ email }) => email);
  const outcomes = await writeInvites(
    actor,
    {
      emails,
      groupIds: groupIds.map(String),
      expiryDays,
      ...(message && { message }),
      details: new Map(lines.map((line) => [line.email, detailsOf(line, zone)])),
      runId,
    },
    { ...policy, undoSeconds: 0 },
  );
  const became = new Map(outcomes.map((outcome) => [outcome.email, outcomeOf(outcome)]));
  for (const { _id, email } of lines) {
    const outcome = became.get(email) ?? "faulty";
    sorted.set(outcome, [...(sorted.get(outcome) ?? []), _id]);
  }
  return sorted;
}

function outcomeOf({ outcome }: InviteOutcome): RunLineDocument["outcome"] {
  return outcome === "domain" ? "faulty" : outcome;
}

function detailsOf(
  { groupIds, until = "", expires = "", message, name, language }: RunLineDocument,
  zone: string,
): InviteDetails {
  const [end, link] = [readEnd(until, zone), readEnd(expires, zone)];
  return {
    ...(groupIds && { groupIds: groupIds.map(String) }),
    ...(end && { end }),
    ...(link && { expiresAt: link.until }),
    ...(message && { message }),
    ...(name && { name }),
    ...(language && { language }),
  };
}

/** Finds what has become wrong with lines since they were reviewed, by their numbers. */
async function faultsNow(
  { import: { groupIds: usual, zone } }: RunDocument,
  lines: readonly RunLineDocument[],
  now: Date,
): Promise<Map<number, LineFault>> {
  const wanted = [...usual, ...lines.flatMap(({ groupIds = [] }) => groupIds)];
  const groups = await Group.find({ _id: { $in: wanted } }, { name: 1, managedBy: 1 }).lean();
  const byId = new Map(groups.map((group) => [String(group._id), group]));
  const admin = String(builtInGroupIds.admin);
  const ends = lines.some(({ until, groupIds = usual }) => until && groupIds.map(String).includes(admin));
  const noAdminEnds = ends && !(await isLastingAdminBeside(null));
  const faults = new Map<number, LineFault>();
  for (const { line, groupIds = usual, ...days } of lines) {
    const ids = groupIds.map(String);
    const managed = ids.find((id) => id !== String(builtInGroupIds.users) && byId.get(id)?.managedBy);
    const fault: LineFault | undefined = !ids.every((id) => byId.has(id))
      ? { code: "group_unknown", column: "groups", fact: "any more" }
      : managed
        ? { code: "group_managed", column: "groups", fact: byId.get(managed)?.name }
        : noAdminEnds && days.until && ids.includes(admin)
          ? { code: "admin_end", column: "until" }
          : endFault(days, { now, zone });
    if (fault) faults.set(line, fault);
  }
  return faults;
}
