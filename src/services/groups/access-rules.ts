import { isDeepStrictEqual } from "node:util";
import { isValidObjectId } from "mongoose";
import { type AccessRules, Group, type GroupDocument, givesRights } from "../../models/group.ts";
import { type Principal, recordOf } from "../actor.ts";
import { recordAudit } from "../audit.ts";
import { changeAs, readAs, requireForRights } from "../authorize.ts";
import { InvalidFields } from "../errors.ts";
import { existenceOf, lockShared } from "../locks.ts";
import { databaseTime } from "../transaction.ts";
import { groupConflict } from "./group-conflict.ts";
import type { GroupChoice } from "./groups.ts";

/** For a year at most can anything be asked for that ends. */
export const MOST_HOURS = 366 * 24;

/** Whether and how people can ask for a group, as it is read and written. */
export interface RulesChoice {
  open: boolean;
  /** The id of the group whose members decide; null where admins do. */
  deciders: string | null;
  answers: 1 | 2;
  /** Null where any time is given. */
  longestHours: number | null;
  /** Whether whoever approves confirms it by a link that they are mailed. */
  confirmByMail: boolean;
}

/** What somebody chooses of them. Rules that are left out stay as they are. */
export interface RulesEdit extends Omit<RulesChoice, "confirmByMail"> {
  confirmByMail?: boolean | undefined;
}

/** The rules of a group, and the version that a change is made on. */
export interface GroupRules {
  group: GroupChoice & { version: number };
  rules: RulesChoice;
  /** Missing where that group was deleted since: admins decide. */
  deciders: GroupChoice | null;
  /** Whether others than admins may decide: about Admin and Auditors, they never do. */
  mayDelegate: boolean;
}

/** The rules of a group: without any it is not open, and admins decide. */
export function rulesOf({ _id, requests }: Pick<GroupDocument, "_id" | "requests">): AccessRules {
  const rules = requests ?? { open: false, answers: 1 };
  // About Admin and Auditors, admins decide, whatever is stored.
  return givesRights(_id) ? { ...rules, deciders: undefined } : rules;
}

/** Reads the rules of a group. @throws NotAdmin, GroupDeleted, NotFound */
export async function groupRules(
  actor: Principal,
  groupId: string,
  permission: "groups:read" | "groups:write" = "groups:read",
): Promise<GroupRules> {
  return readAs(actor, permission, async () => {
    const group = isValidObjectId(groupId) ? await Group.findById(groupId).lean() : null;
    if (!group) throw await groupConflict(groupId);
    return rulesIn(group);
  });
}

async function rulesIn(group: GroupDocument): Promise<GroupRules> {
  const rules = rulesOf(group);
  const deciders = rules.deciders ? await Group.findById(rules.deciders, { name: 1 }).lean() : null;
  return {
    group: { id: String(group._id), name: group.name, version: group.version },
    rules: choiceOf(rules),
    deciders: deciders && { id: String(deciders._id), name: deciders.name },
    mayDelegate: !givesRights(group._id),
  };
}

function choiceOf({ open, deciders, answers, longestHours, confirmByMail }: AccessRules): RulesChoice {
  return {
    open,
    deciders: deciders ? String(deciders) : null,
    answers,
    longestHours: longestHours ?? null,
    confirmByMail: confirmByMail ?? false,
  };
}

/**
 * Says whether and how people can ask for a group.
 *
 * @param expectedVersion the one that was on the screen; null for whichever it is
 * @returns the group's name, and whether anything is different now
 * @throws NotAdmin; InvalidFields (`deciders`, `longestHours`); GroupChanged or GroupDeleted when someone acted on it first
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
    const requests = await checked(group, {
      ...edit,
      confirmByMail: edit.confirmByMail ?? before.confirmByMail,
    });
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
      about: after.deciders ? [after.deciders] : [],
    });
    return { name: group.name, changed: true };
  });
}

async function checked(group: GroupDocument, choice: RulesChoice): Promise<AccessRules> {
  const { open, deciders: decidersId, answers, longestHours, confirmByMail } = choice;
  if (
    longestHours !== null &&
    !(Number.isInteger(longestHours) && longestHours > 0 && longestHours <= MOST_HOURS)
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
  };
}

/** Whether more can be had by asking than before, or by the word of fewer or others. */
function isLooser(before: RulesChoice, after: RulesChoice): boolean {
  if (!after.open) return false;
  const longest = ({ longestHours }: RulesChoice) => longestHours ?? Number.POSITIVE_INFINITY;
  return (
    !before.open ||
    after.answers < before.answers ||
    longest(after) > longest(before) ||
    (before.confirmByMail && !after.confirmByMail) ||
    (after.deciders !== null && after.deciders !== before.deciders)
  );
}
