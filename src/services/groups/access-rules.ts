import { isValidObjectId } from "mongoose";
import { type AccessRules, type AtOnce, Group, type GroupDocument, givesRights } from "../../models/group.ts";
import type { Principal } from "../actor.ts";
import { readAs } from "../authorize.ts";
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

/** Returns stored rules as they are chosen, with ids as text. */
export function choiceOf(rules: AccessRules): RulesChoice {
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

/** Reads the names of the groups that rules mention, by id, without those deleted since. */
export async function namesOfGroupsIn({
  deciders,
  preApproved,
  emergency,
}: RulesChoice): Promise<Map<string, string>> {
  const named = [deciders, preApproved?.group, emergency?.group].filter((id) => typeof id === "string");
  const groups = await Group.find({ _id: { $in: validIds(named) } }, { name: 1 }).lean();
  return new Map(groups.map(({ _id, name }) => [String(_id), name]));
}

/** Leaves out the groups that aren't among these: deleted groups decide about nothing, and get nothing. */
export function withoutDeleted(rules: RulesChoice, existing: ReadonlyMap<string, string>): RulesChoice {
  const { deciders, preApproved, emergency } = rules;
  return {
    ...rules,
    deciders: deciders !== null && existing.has(deciders) ? deciders : null,
    preApproved: preApproved && existing.has(preApproved.group) ? preApproved : null,
    emergency: emergency && existing.has(emergency.group) ? emergency : null,
  };
}
