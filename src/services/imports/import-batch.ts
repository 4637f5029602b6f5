import type { Types } from "mongoose";
import { AuditEvent } from "../../models/audit-event.ts";
import { builtInGroupIds, Group } from "../../models/group.ts";
import type { RunDocument } from "../../models/run.ts";
import type { RunLineDocument } from "../../models/run-line.ts";
import type { Principal } from "../actor.ts";
import { readEnd } from "../ends.ts";
import { isLastingAdminBeside } from "../groups/lock-members.ts";
import { type InviteOutcome, writeInvites } from "../invites/create-invites.ts";
import type { InviteDetails } from "../invites/invite-request.ts";
import type { InvitePolicy } from "../invites/policy.ts";
import { oneLine } from "../one-line.ts";
import { type Batch, type BatchDue, type LineResult, runBatch } from "../runs/run-batch.ts";
import { importOf } from "../runs/run-facts.ts";
import { adminFaults } from "./admin-faults.ts";
import { domainFault, endFault } from "./check-lines.ts";
import type { LineFault } from "./fault.ts";

/** How many lines one transaction imports. */
const BATCH = 250;

/**
 * Invites the people in an import's next lines, as {@link runBatch} runs a batch: each address is invited once,
 * whatever crashes.
 */
export async function importBatch(
  due: BatchDue,
  { policy, owners }: { policy: InvitePolicy; owners: readonly string[] },
): Promise<void> {
  await runBatch(
    { ...due, owners },
    { kind: "import", mostOf: () => BATCH, carryOut: (batch) => inviteThese(batch, policy) },
  );
}

async function inviteThese(
  { run, lines, actor, acting }: Batch,
  policy: InvitePolicy,
): Promise<LineResult[]> {
  const faults = await faultsNow({ run, lines, actor, acting }, policy);
  const sound = lines.filter(({ line }) => !faults.has(line));
  const became = await invite(run, sound, actor, policy);
  return lines.map(({ _id, line, email }) => {
    const fault = faults.get(line);
    return fault
      ? { _id, outcome: "faulty" as const, fault }
      : { _id, outcome: became.get(email) ?? ("faulty" as const) };
  });
}

/** Invites, and returns the outcome for each address. */
async function invite(
  run: RunDocument,
  lines: readonly RunLineDocument[],
  actor: Principal,
  policy: InvitePolicy,
): Promise<Map<string, RunLineDocument["outcome"]>> {
  if (lines.length === 0) return new Map();
  const { groupIds, expiryDays, message, zone } = importOf(run);
  const outcomes = await writeInvites(
    actor,
    {
      emails: lines.map(({ email }) => email),
      groupIds: groupIds.map(String),
      expiryDays,
      ...(message && { message }),
      details: new Map(lines.map((line) => [line.email, detailsOf(line, zone)])),
      runId: run._id,
    },
    { ...policy, undoSeconds: 0 },
  );
  return new Map(outcomes.map((outcome) => [outcome.email, outcomeOf(outcome)]));
}

function outcomeOf({ outcome }: InviteOutcome): RunLineDocument["outcome"] {
  return outcome === "domain" ? "faulty" : outcome;
}

function detailsOf(
  { groupIds, until = "", expires = "", message, language, ...line }: RunLineDocument,
  zone: string,
): InviteDetails {
  const [end, link] = [readEnd(until, zone), readEnd(expires, zone)];
  const name = oneLine(line.name ?? "");
  return {
    ...(groupIds && { groupIds: groupIds.map(String) }),
    ...(end && { end }),
    ...(link && { expiresAt: link.until }),
    ...(message && { message }),
    ...(name && { name }),
    ...(language && { language }),
  };
}

/** Finds what has gone wrong with lines since their review, by line number. */
async function faultsNow(
  { run, lines, actor, acting: { now } }: Batch,
  policy: InvitePolicy,
): Promise<Map<number, LineFault>> {
  const { groupIds: usual, zone } = importOf(run);
  const wanted = [...usual, ...lines.flatMap(({ groupIds = [] }) => groupIds)];
  const groups = await Group.find({ _id: { $in: wanted } }, { name: 1, managedBy: 1 }).lean();
  const byId = new Map(groups.map((group) => [String(group._id), group]));
  const nameOf = await namesOfDeleted(wanted.filter((id) => !byId.has(String(id))));
  const admin = String(builtInGroupIds.admin);
  const ends = lines.some(({ until, groupIds = usual }) => until && groupIds.map(String).includes(admin));
  const noAdminEnds = ends && !(await isLastingAdminBeside(null));
  const faults = await adminFaults(actor, lines, usual);
  for (const { line, email, groupIds = usual, ...days } of lines) {
    const ids = groupIds.map(String);
    const managed = ids.find((id) => id !== String(builtInGroupIds.users) && byId.get(id)?.managedBy);
    const gone = ids.find((id) => !byId.has(id));
    const fault: LineFault | undefined = gone
      ? { code: "group_unknown", column: "groups", fact: nameOf.get(gone) ?? gone }
      : managed
        ? { code: "group_managed", column: "groups", fact: byId.get(managed)?.name }
        : noAdminEnds && days.until && ids.includes(admin)
          ? { code: "admin_end", column: "until" }
          : (domainFault({ email }, { policy }) ?? endFault(days, { now, zone }));
    if (fault) faults.set(line, fault);
  }
  return faults;
}

/** Reads what groups were called when they were deleted. */
async function namesOfDeleted(groupIds: readonly Types.ObjectId[]): Promise<Map<string, string>> {
  if (groupIds.length === 0) return new Map();
  const among = { $in: [...new Set(groupIds.map(String))] };
  const deletions = await AuditEvent.find({ about: among, action: "group.deleted" }, { target: 1 }).lean();
  return new Map(deletions.map(({ target }) => [target.id, target.label]));
}
