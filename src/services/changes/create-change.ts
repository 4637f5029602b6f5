import { Group } from "../../models/group.ts";
import type { ChangeFacts, RunDocument } from "../../models/run.ts";
import type { Principal } from "../actor.ts";
import { requirePermission } from "../authorize.ts";
import { assertAhead, chosenEnd } from "../ends.ts";
import { InvalidFields } from "../errors.ts";
import { requireAll, validIds } from "../groups/groups.ts";
import { refuseManaged } from "../groups/managed-groups.ts";
import { matchingInvites } from "../invites/matching-invites.ts";
import type { InvitePolicy } from "../invites/policy.ts";
import type { ReadyInvite } from "../invites/seen-invites.ts";
import { type CheckedLine, keepReview } from "../runs/keep-review.ts";
import { databaseTime } from "../transaction.ts";
import { matchingUsers } from "../users/matching-users.ts";
import type { ChangeRequest } from "./find-rows.ts";
import { planInvites } from "./plan-invites.ts";
import { planUsers } from "./plan-users.ts";
import type { PlannedRow, Planning } from "./planned-row.ts";
import { outcomeOf } from "./row-problem.ts";

/** A change takes as many rows as an import takes lines. */
const MAX_ROWS = 50_000;

interface ChangeSettings {
  policy: InvitePolicy;
  /** The time zone that days end in. */
  zone: string;
  /** Tells whether another email may arrive. */
  reaches: (invite: ReadyInvite) => boolean;
}

/**
 * Stores, for a day, which rows a list finds now and what changing them would do; changes nothing. The rows are then
 * fixed: later matches of the list aren't included.
 *
 * @returns the run, ready to be started
 * @throws NotAdmin; GroupManaged; InvalidFields (`add`, `remove`, `until`, `what`)
 */
export async function createChange(
  actor: Principal,
  request: ChangeRequest,
  { policy, zone, reaches }: ChangeSettings,
): Promise<RunDocument> {
  await requirePermission(actor, request.of === "users" ? "users:write" : "invites:write");
  const now = await databaseTime();
  const facts = await factsOf(request, zone, now);
  const rows = await planAll(request, { actor, facts, policy, reaches, now });
  return keepReview(actor, { kind: "change", change: facts, lines: rows.map(lineOf), now });
}

async function factsOf(request: ChangeRequest, zone: string, now: Date): Promise<ChangeFacts> {
  const { action, of, filter, theirInvites } = request;
  const takes = action === "suspend" ? "users" : "invites";
  if (action !== "groups" && of !== takes)
    throw new InvalidFields({ what: "This can’t be done to all of them." });
  const common = { action, of, filter: { ...filter, text: filter.text.trim() }, zone };
  if (action !== "groups") return { ...common, adds: [], removes: [], ...(theirInvites && { theirInvites }) };
  return { ...common, ...(await chosenGroups(request, zone, now)) };
}

async function chosenGroups({ add, remove, until }: ChangeRequest, zone: string, now: Date) {
  if (add.length + remove.length === 0)
    throw new InvalidFields({ add: "Choose at least one group to add or to remove." });
  if (add.some((id) => remove.includes(id)))
    throw new InvalidFields({ remove: "A group can’t be both added and removed." });
  if (until && add.length === 0) throw new InvalidFields({ until: "Choose the groups to add until then." });
  const end = chosenEnd(until, zone);
  assertAhead(end, now);
  const ids = validIds([...add, ...remove]);
  requireAll(ids.map(String), await Group.find({ _id: { $in: ids } }, { _id: 1 }).lean());
  await refuseManaged(ids);
  return { adds: validIds(add), removes: validIds(remove), ...(end && { until: end.until }) };
}

async function planAll(request: ChangeRequest, planning: Planning): Promise<PlannedRow[]> {
  const rows: PlannedRow[] = [];
  const take = (planned: readonly PlannedRow[]) => {
    rows.push(...planned);
    if (rows.length > MAX_ROWS)
      throw new InvalidFields({
        what: `These are more than ${MAX_ROWS.toLocaleString("en")}. Search the list first, so that it finds fewer.`,
      });
  };
  if (request.of === "invites") {
    const plan = await planInvites(planning);
    for await (const invites of matchingInvites({
      actor: planning.actor,
      filter: request.filter,
      now: planning.now,
    }))
      take(await plan(invites));
  } else {
    const plan = await planUsers(planning);
    for await (const users of matchingUsers(request.filter, planning.now)) take(await plan(users));
  }
  return rows;
}

function lineOf({ problem, ...row }: PlannedRow, index: number): CheckedLine {
  const line = { ...row, line: index + 1 };
  if (problem === null) return { ...line, outcome: "new" };
  return problem === "unchanged"
    ? { ...line, outcome: problem }
    : { ...line, outcome: outcomeOf(problem), problem };
}
