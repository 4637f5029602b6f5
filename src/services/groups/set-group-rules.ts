import { isDeepStrictEqual } from "node:util";
import { isValidObjectId } from "mongoose";
import { type AccessRules, Group, type GroupDocument, givesRights } from "../../models/group.ts";
import { type Principal, recordOf } from "../actor.ts";
import { recordAudit } from "../audit.ts";
import { changeAs, requireForRights } from "../authorize.ts";
import { InvalidFields } from "../errors.ts";
import { existenceOf, existenceOfAll, lockShared } from "../locks.ts";
import { databaseTime } from "../transaction.ts";
import {
  choiceOf,
  MAX_HOURS,
  mergedRules,
  namesOfGroupsIn,
  type RulesChoice,
  type RulesEdit,
  rulesOf,
  withoutDeleted,
} from "./access-rules.ts";
import { groupConflict } from "./group-conflict.ts";

/**
 * Sets whether and how people can ask for a group, and who gets it at once.
 *
 * @param expectedVersion the one that was on the screen; null for any
 * @returns the group's name, and whether anything changed
 * @throws NotAdmin; InvalidFields (`deciders`, `longestHours`, `preApproved`, `emergency`); GroupChanged or
 * GroupDeleted when someone acted on it first
 */
export async function setGroupRules(
  actor: Principal,
  groupId: string,
  expectedVersion: number | null,
  edit: RulesEdit,
): Promise<{ name: string; changed: boolean }> {
  return changeAs(actor, "groups:write", async () => {
    const group = isValidObjectId(groupId)
      ? await Group.findOne({
          _id: groupId,
          ...(expectedVersion !== null && { version: expectedVersion }),
        }).lean()
      : null;
    if (!group) throw await groupConflict(groupId);
    await requireForRights(actor, [group._id]);
    const before = choiceOf(rulesOf(group));
    const there = withoutDeleted(before, await namesOfGroupsIn(before));
    const requests = await checked(group, mergedRules(there, edit));
    const after = choiceOf(requests);
    if (isDeepStrictEqual(before, after)) return { name: group.name, changed: false };
    const now = await databaseTime();
    await Group.updateOne(
      { _id: groupId, version: group.version },
      { $set: { requests, changedBy: recordOf(actor), changedAt: now }, $inc: { version: 1 } },
    );
    await recordAudit(actor, now, {
      action: "group.rules_changed",
      target: { kind: "group", id: groupId, label: group.name },
      before: { ...before },
      after: { ...after, ...(isLooser(before, after) && { loosened: true }) },
      about: [after.deciders, after.preApproved?.group, after.emergency?.group].filter(
        (id) => typeof id === "string",
      ),
    });
    return { name: group.name, changed: true };
  });
}

async function checked(group: GroupDocument, choice: RulesChoice): Promise<AccessRules> {
  const { open, deciders: decidersId, answers, longestHours, confirmByMail } = choice;
  if (
    longestHours !== null &&
    !(Number.isInteger(longestHours) && longestHours > 0 && longestHours <= MAX_HOURS)
  )
    throw new InvalidFields({ longestHours: "Choose from one hour to a year." });
  if (decidersId && givesRights(group._id))
    throw new InvalidFields({ deciders: `Only admins decide about ${group.name}. Choose no group.` });
  const deciders =
    decidersId && isValidObjectId(decidersId) ? await Group.findById(decidersId, { _id: 1 }).lean() : null;
  if (decidersId && !deciders)
    throw new InvalidFields({ deciders: "The group you chose no longer exists. Choose again." });
  if (deciders) await lockShared(existenceOf(deciders._id));
  return {
    open,
    ...(deciders && { deciders: deciders._id }),
    answers,
    ...(longestHours !== null && { longestHours }),
    ...(confirmByMail && { confirmByMail }),
    ...(await checkedAtOnce(group, choice, "preApproved")),
    ...(await checkedAtOnce(group, choice, "emergency")),
  };
}

/** @throws InvalidFields (`preApproved` or `emergency`) */
async function checkedAtOnce(
  { _id }: GroupDocument,
  choice: RulesChoice,
  rule: "preApproved" | "emergency",
): Promise<Pick<AccessRules, typeof rule>> {
  const chosen = choice[rule];
  if (!chosen) return {};
  const refuse = (sentence: string) => new InvalidFields({ [rule]: sentence });
  if (givesRights(_id)) throw refuse("Nobody gets a group at once whose members are admins or auditors.");
  if (!(Number.isInteger(chosen.hours) && chosen.hours > 0 && chosen.hours <= MAX_HOURS))
    throw refuse("Choose from one hour to a year.");
  const group = isValidObjectId(chosen.group) ? await Group.findById(chosen.group, { _id: 1 }).lean() : null;
  if (!group) throw refuse("The group you chose no longer exists. Choose again.");
  if (group._id.equals(_id)) throw refuse("Choose another group: its own members have it already.");
  await lockShared(...existenceOfAll([group._id]));
  return { [rule]: { group: group._id, hours: chosen.hours } };
}

/** Whether people can get more by asking than before, or with the approval of fewer or other people. */
function isLooser(before: RulesChoice, after: RulesChoice): boolean {
  const longest = ({ longestHours }: RulesChoice) => longestHours ?? Number.POSITIVE_INFINITY;
  const isMore = (rule: "preApproved" | "emergency") => {
    const [then, now] = [before[rule], after[rule]];
    if (!now || then?.group !== now.group) return now !== null;
    return Math.min(now.hours, longest(after)) > Math.min(then.hours, longest(before));
  };
  // Even where it isn't open: members ask for more time, workflows ask for others, and admins ask for Admin.
  return (
    isMore("preApproved") ||
    isMore("emergency") ||
    (after.open && !before.open) ||
    after.answers < before.answers ||
    longest(after) > longest(before) ||
    (before.confirmByMail && !after.confirmByMail) ||
    (after.deciders !== null && after.deciders !== before.deciders)
  );
}
