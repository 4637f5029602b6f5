import type { Types } from "mongoose";
import { builtInGroupIds } from "../../models/group.ts";
import { groupIdsAt, membershipsAt } from "../../models/membership.ts";
import type { ChangeFacts } from "../../models/run.ts";
import type { UserDocument } from "../../models/user.ts";
import { assertAhead, type End, endOf } from "../ends.ts";
import { InvalidFields } from "../errors.ts";
import { type GroupsNow, hasId, managedAmong } from "./groups-now.ts";
import { ownProblem, problemOf, type RowProblem } from "./row-problem.ts";

/** What a change does to a user. */
export interface UserSteps {
  gets: Types.ObjectId[];
  loses: Types.ObjectId[];
  /** The groups they are already in and will leave at a different time. */
  ends: Types.ObjectId[];
  end: End | null;
}

export const { admin } = builtInGroupIds;

/** Whether the steps take someone out of Admin, or give that membership an end. */
export function takesAdmin({ loses, ends, end }: UserSteps): boolean {
  return hasId(loses, admin) || (end !== null && hasId(ends, admin));
}

/** What a change depends on, besides the user. */
export interface UserFacts {
  facts: ChangeFacts;
  groups: GroupsNow;
  /** Who acts. */
  selfId: Types.ObjectId | null;
  now: Date;
}

/** Returns what a change does to a user, or why nothing. Whether an approver stays in Admin is checked elsewhere. */
export function stepsOf(user: UserDocument, about: UserFacts): UserSteps | RowProblem | "unchanged" {
  const isSelf = about.selfId?.equals(user._id) ?? false;
  if (about.facts.action === "suspend") {
    if (user.status !== "active") return "unchanged";
    if (isSelf) return ownProblem("yourself");
    return { gets: [], loses: groupIdsAt(user, about.now), ends: [], end: null };
  }
  const steps = groupSteps(user, about);
  return areSteps(steps) && isSelf && takesAdmin(steps) ? ownProblem("yourself") : steps;
}

/** Tells steps from a reason for having none. */
export const areSteps = (steps: UserSteps | RowProblem | "unchanged"): steps is UserSteps =>
  steps !== "unchanged" && "gets" in steps;

function groupSteps(
  user: UserDocument,
  { facts: { adds, removes, until, zone }, groups, now }: UserFacts,
): UserSteps | RowProblem | "unchanged" {
  if (!adds.every((id) => groups.has(String(id)))) return ownProblem("group_gone");
  const memberships = membershipsAt(user, now);
  const current = memberships.map(({ groupId }) => groupId);
  const end = endOf({ until, zone });
  const gets = adds.filter((id) => !hasId(current, id));
  const loses = current.filter((id) => hasId(removes, id));
  const ends = memberships
    .filter((each) => end && hasId(adds, each.groupId) && each.until?.getTime() !== end.until.getTime())
    .map(({ groupId }) => groupId);
  if (gets.length + loses.length + ends.length === 0) return "unchanged";
  const left = current.filter((id) => groups.has(String(id)) && !hasId(loses, id));
  if (left.length + gets.length === 0) return ownProblem("no_group_left");
  return managedAmong([...gets, ...loses, ...ends], groups) ?? past(end, now) ?? { gets, loses, ends, end };
}

function past(end: End | null, now: Date): RowProblem | null {
  try {
    assertAhead(end, now);
    return null;
  } catch (error) {
    if (!(error instanceof InvalidFields)) throw error;
    return problemOf(error);
  }
}
