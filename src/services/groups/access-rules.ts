import { isDeepStrictEqual } from "node:util";
import { isValidObjectId } from "mongoose";
import { type AccessRules, type AtOnce, Group, type GroupDocument, givesRights } from "../../models/group.ts";
import { type Principal, recordOf } from "../actor.ts";
import { recordAudit } from "../audit.ts";
import { changeAs, readAs, requireForRights } from "../authorize.ts";
import { InvalidFields } from "../errors.ts";
import { existenceOf, existenceOfAll, lockShared } from "../locks.ts";
import { databaseTime } from "../transaction.ts";
import { groupConflict } from "./group-conflict.ts";
import { type GroupChoice, validIds } from "./groups.ts";

/** Anything that ends can be asked for for a year at most. */
export const MAX_HOURS = 366 * 24;

/** Whether and how people can ask for a group, as read and written. */
export interface RulesChoice {
  open: boolean;
  /** The id of the group whose members decide; null if admins do. */
  deciders: string | null;
  answers: 1 | 2;
  /** Null if any time is given. */
  longestHours: number | null;
  /** Whether approvers confirm by a link sent to them by email. */
  confirmByMail: boolean;
  /** Who gets it at once, and for how many hours at most; null for nobody. */
  preApproved: AtOnceChoice | null;
  /** The same in an emergency. */
  emergency: AtOnceChoice | null;
}

/** The members of a group, by its id, and how many hours they get at most. */
export interface AtOnceChoice {
  group: string;
  hours: number;
}

/** The rules that somebody chooses. Absent rules stay as they are. */
export type RulesEdit = { [Rule in keyof RulesChoice]?: RulesChoice[Rule] | undefined };

/** The rules of a group, and the version that a change is made on. */
export interface GroupRules {
  group: GroupChoice & { version: number };
  rules: RulesChoice;
  /** Absent if that group has since been deleted: admins decide. */
  deciders: GroupChoice | null;
  /** Whether people other than admins may decide: never about Admin and Auditors. */
  mayDelegate: boolean;
  /** Whether two people decide whatever these rules say: ADMIN_APPROVALS. */
  takesTwo: boolean;
}

/** Returns the rules of a group. Without any, it isn't open, and admins decide. */
export function rulesOf({ _id, requests }: Pick<GroupDocument, "_id" | "requests">): AccessRules {
  const rules = requests ?? { open: false, answers: 1 };
  // About Admin and Auditors, admins decide, every time, whatever is stored.
  return givesRights(_id)
    ? { ...rules, deciders: undefined, preApproved: undefined, emergency: undefined }
    : rules;
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
  const choice = choiceOf(rulesOf(group));
  const names = await namesOfGroupsIn(choice);
  const rules = withoutDeleted(choice, names);
  return {
    group: { id: String(group._id), name: group.name, version: group.version },
    rules,
    deciders: rules.deciders === null ? null : { id: rules.deciders, name: names.get(rules.deciders) ?? "" },
    mayDelegate: !givesRights(group._id),
    takesTwo: group.approval !== undefined,
  };
}

function choiceOf(rules: AccessRules): RulesChoice {
  const { open, deciders, answers, longestHours, confirmByMail } = rules;
  return {
    open,
    deciders: deciders ? String(deciders) : null,
    answers,
    longestHours: longestHours ?? null,
    confirmByMail: confirmByMail ?? false,
    preApproved: atOnceChoice(rules.preApproved),
    emergency: atOnceChoice(rules.emergency),
  };
}

const atOnceChoice = (rule: AtOnce | undefined): AtOnceChoice | null =>
  rule ? { group: String(rule.group), hours: rule.hours } : null;

/** Applies an edit to rules; undefined keeps what was there. */
export function mergedRules(before: RulesChoice, edit: RulesEdit): RulesChoice {
  const kept = <T>(now: T | undefined, then: T) => (now === undefined ? then : now);
  return {
    open: kept(edit.open, before.open),
    deciders: kept(edit.deciders, before.deciders),
    answers: kept(edit.answers, before.answers),
    longestHours: kept(edit.longestHours, before.longestHours),
    confirmByMail: kept(edit.confirmByMail, before.confirmByMail),
    preApproved: kept(edit.preApproved, before.preApproved),
    emergency: kept(edit.emergency, before.emergency),
  };
}

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

/** Reads the names of the groups that rules mention, by id, without those deleted since. */
async function namesOfGroupsIn({
  deciders,
  preApproved,
  emergency,
}: RulesChoice): Promise<Map<string, string>> {
  const named = [deciders, preApproved?.group, emergency?.group].filter((id) => typeof id === "string");
  const groups = await Group.find({ _id: { $in: validIds(named) } }, { name: 1 }).lean();
  return new Map(groups.map(({ _id, name }) => [String(_id), name]));
}

/** Leaves out the groups that aren't among these: deleted groups decide about nothing, and get nothing. */
function withoutDeleted(rules: RulesChoice, existing: ReadonlyMap<string, string>): RulesChoice {
  const { deciders, preApproved, emergency } = rules;
  return {
    ...rules,
    deciders: deciders !== null && existing.has(deciders) ? deciders : null,
    preApproved: preApproved && existing.has(preApproved.group) ? preApproved : null,
    emergency: emergency && existing.has(emergency.group) ? emergency : null,
  };
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
