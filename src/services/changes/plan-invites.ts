import type { Types } from "mongoose";
import { builtInGroupIds } from "../../models/group.ts";
import type { InviteDocument } from "../../models/invite.ts";
import type { ChangeFacts } from "../../models/run.ts";
import { approvalFor, hasAdmin } from "../approvals/admin-approval.ts";
import { adminObstacles, wantedAdmin } from "../approvals/ask-for-admin.ts";
import { endOf } from "../ends.ts";
import { readCounters, shareLeft } from "../invites/daily-limits.ts";
import type { InviteEdit } from "../invites/edit-invite.ts";
import { inviteVersion } from "../invites/expected-invite.ts";
import { givesNone } from "../invites/gives-none.ts";
import { conflictOf } from "../invites/invite-conflict.ts";
import { limitReached, planResend } from "../invites/resend-many.ts";
import { readyInvite } from "../invites/seen-invites.ts";
import { type GroupsNow, groupsNow, hasId, managedAmong } from "./groups-now.ts";
import type { Plan, PlannedRow, Planning } from "./planned-row.ts";
import { ownProblem, problemOf, type RowProblem } from "./row-problem.ts";

/** Prepares the review of a change to invites. */
export async function planInvites(planning: Planning): Promise<Plan<InviteDocument>> {
  switch (planning.facts.action) {
    case "resend":
      return planResends(planning);
    case "cancel":
      return async (invites) => invites.map((invite) => asGeneration(invite, notOpen(invite, planning.now)));
    default:
      return planEdits(planning);
  }
}

async function planResends({ actor, policy, reaches, now }: Planning): Promise<Plan<InviteDocument>> {
  const today = shareLeft(actor, Number.POSITIVE_INFINITY, await readCounters([], now), policy);
  let left = today.granted;
  return async (invites) => {
    const seen = invites.map(({ _id, generation }) => ({ inviteId: String(_id), generation }));
    const { leftOut } = await planResend(seen, now, policy);
    const why = new Map(leftOut.map((each) => [each.inviteId, problemOf(each.why)]));
    return invites.map((invite) => {
      const problem = why.get(String(invite._id));
      if (problem) return asGeneration(invite, problem);
      if (!reaches(readyInvite(invite, now))) return asGeneration(invite, ownProblem("unreachable"));
      left -= 1;
      return asGeneration(invite, left < 0 ? problemOf(limitReached(today, policy)) : null);
    });
  };
}

async function planEdits({ actor, facts, now }: Planning): Promise<Plan<InviteDocument>> {
  const groups = await groupsNow();
  const approval = await approvalFor(facts.adds);
  return async (invites) => {
    const asking = approval ? invites.filter(({ groupIds }) => !hasAdmin(groupIds)) : [];
    const obstacles = approval ? await adminObstacles(actor, approval, asking.map(wantedAdmin)) : [];
    return invites.map((invite) => {
      const edit = notOpen(invite, now) ?? editOf(invite, facts, groups);
      const obstacle = obstacles[asking.indexOf(invite)];
      const problem = isEdit(edit) ? (obstacle ? problemOf(obstacle) : null) : edit;
      return { ...rowOf(invite), version: String(inviteVersion(invite)), problem };
    });
  };
}

const isEdit = (edit: InviteEdit | RowProblem | "unchanged"): edit is InviteEdit =>
  edit !== "unchanged" && !("code" in edit);

/** Returns the effect of a group change on a pending invite, or why it has none. */
export function editOf(
  invite: InviteDocument,
  { adds, removes, until, zone }: ChangeFacts,
  groups: GroupsNow,
): InviteEdit | RowProblem | "unchanged" {
  if (!adds.every((id) => groups.has(String(id)))) return ownProblem("group_gone");
  const current = givenBy(invite, groups);
  const gains = adds.filter((id) => !hasId(current, id));
  const wanted = [...current, ...gains].filter((id) => !hasId(removes, id));
  const end = endOf({ until, zone });
  const isLonger = end && end.until.getTime() !== invite.groupsUntil?.getTime();
  if (gains.length === 0 && wanted.length === current.length && !isLonger) return "unchanged";
  if (wanted.length === 0) return ownProblem("no_group_given");
  return managedAmong(gains, groups) ?? { groupIds: wanted.map(String), ...(end && { end }) };
}

function givenBy(invite: InviteDocument, groups: GroupsNow): Types.ObjectId[] {
  if (givesNone(invite)) return [];
  const existing = invite.groupIds.filter((id) => groups.has(String(id)));
  return existing.length > 0 ? existing : [builtInGroupIds.users];
}

function notOpen(invite: InviteDocument, now: Date): RowProblem | null {
  const isOpen = invite.status === "pending" && invite.expiresAt > now;
  return isOpen ? null : problemOf(conflictOf(invite, now));
}

const rowOf = ({ _id, email, name }: InviteDocument) => ({ targetId: _id, email, ...(name && { name }) });

function asGeneration(invite: InviteDocument, problem: PlannedRow["problem"]): PlannedRow {
  return { ...rowOf(invite), version: String(invite.generation), problem };
}
