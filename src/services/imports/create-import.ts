import { Group, givesRights } from "../../models/group.ts";
import type { RunDocument } from "../../models/run.ts";
import type { Principal } from "../actor.ts";
import { mayNow, requirePermission } from "../authorize.ts";
import { requireAll, validIds } from "../groups/groups.ts";
import { refuseManagedForInvites } from "../groups/managed-groups.ts";
import type { InvitePolicy } from "../invites/policy.ts";
import { assertImportsOn } from "../runs/import-limit.ts";
import { keepReview } from "../runs/keep-review.ts";
import { databaseTime } from "../transaction.ts";
import { adminFaults } from "./admin-faults.ts";
import { checkLines } from "./check-lines.ts";
import type { ReadImport } from "./read-import.ts";

/** Who to import, and the defaults for every line. */
export interface ImportRequest {
  /** The file's name. */
  label: string;
  read: ReadImport;
  groupIds: readonly string[];
  expiryDays: number;
  message?: string | undefined;
  /** The time zone that days end in. */
  zone: string;
}

/**
 * Stores, for a day, a file's content and what importing it would do; invites nobody.
 *
 * @returns the run, ready to be started
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

  const faults = await adminFaults(
    actor,
    lines.filter(({ outcome }) => outcome === "new"),
    groupIds,
  );
  for (const line of lines) {
    const fault = faults.get(line.line);
    if (fault) Object.assign(line, { outcome: "faulty", fault });
  }
  const grantsRights =
    groupIds.some(givesRights) ||
    lines.some(({ outcome, groupIds: own = [] }) => outcome === "new" && own.some(givesRights));
  return keepReview(actor, {
    kind: "import",
    import: {
      label,
      encoding: read.encoding,
      ignored: read.ignored,
      groupIds,
      grantsRights,
      expiryDays,
      zone,
      ...(message && { message }),
    },
    lines,
    now,
  });
}
