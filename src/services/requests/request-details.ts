import { isValidObjectId, type PipelineStage, Types } from "mongoose";
import {
  AccessRequest,
  type AccessRequestDocument,
  type AtOnceRule,
  accountIn,
  personOf,
  type RequestStatus,
} from "../../models/access-request.ts";
import { nameOf } from "../../models/actor-record.ts";
import type { GroupDocument } from "../../models/group.ts";
import { groupIdsAt } from "../../models/membership.ts";
import { User, type UserDocument } from "../../models/user.ts";
import type { AccountActor, Principal } from "../actor.ts";
import { approvalsNeeded } from "../approvals/words.ts";
import { isAdminNow, readAs } from "../authorize.ts";
import { readAsAnyone } from "../authorize-self.ts";
import { type End, endOf } from "../ends.ts";
import { NotFound } from "../errors.ts";
import { rulesOf } from "../groups/access-rules.ts";
import { type GroupSummary, groupSummary } from "../groups/groups.ts";
import { isActiveMember, linkedAs } from "../linked-user.ts";
import { deciderGroup, inGroups } from "./deciders.ts";
import { requestWithId } from "./request-conflict.ts";

/** The person a request names; null where no address, or no account, is known. */
interface Person {
  name: string;
  email: string | null;
  userId: string | null;
}

/** What a list shows of a request. */
export interface RequestRow {
  requestId: string;
  asker: Person;
  /** A workflow step asked, which the reader's language names; the asker's name is what is stored. */
  byWorkflow: boolean;
  /** The person it is for, if not the asker. */
  subject: Person | null;
  /** The group's current name, or its last one if it was deleted. */
  group: string;
  /** How long it lasts; null for no end. */
  hours: number | null;
  /** A fixed end instead, where it isn't counted in hours. */
  wanted: End | null;
  status: RequestStatus;
  createdAt: Date;
  settled: { by: string; at: Date } | null;
}

/** A request as shown to those who may see it. */
export interface RequestDetails extends RequestRow {
  groupId: string;
  /** What the group gives; null where it was deleted. */
  gives: GroupSummary | null;
  /** Missing where an admin asks for someone else. */
  reason: string | null;
  /** The names of the groups the person it is for is in now; empty where they aren't registered. */
  has: string[];
  registered: boolean;
  lapsesAt: Date;
  answers: {
    by: string;
    /** Their account's id; null for a program. */
    account: string | null;
    approved: boolean;
    hours: number | null;
    reason: string | null;
    at: Date;
  }[];
  /** How many different people must approve. */
  needed: number;
  /** Whether an approval counts once it is confirmed by email. */
  confirmByMail: boolean;
  /** The longest time an approval can give now; null for any. */
  longestHours: number | null;
  questions: { by: string; text: string; reply: string | null }[];
  /** When what was given ends, where that is known by now. */
  end: End | null;
  /** When the membership was to end that they had before it was given at once; null where they had none. */
  earlierEnd: End | null;
  /** The rule that gave it at once, without an answer; null where there is none. */
  rule: AtOnceRule | null;
  /** An admin's later verdict on an emergency. */
  afterwards: {
    answer: "seen" | "taken_away";
    by: string;
    at: Date;
    /** Whether their membership stays although the emergency was taken away, and when it then ends. */
    kept: { end: End | null } | null;
  } | null;
  /** An approval invited them: their time begins once they register. */
  invited: boolean;
  /** They already have an invite, which an approval adds the group to. */
  byInvite: boolean;
  /** That invite's outcome, where it ended the request. */
  inviteEnded: "cancelled" | "declined" | null;
  version: number;
  now: Date;
}

/** A request, its group unless that was deleted, and when they were read. */
interface AsRead {
  request: AccessRequestDocument;
  group?: GroupDocument;
  now: Date;
}

/** Reads the details of a request; null when it is gone. */
export async function requestDetails(requestId: string): Promise<RequestDetails | null> {
  const [request] = isValidObjectId(requestId) ? await withGroups([new Types.ObjectId(requestId)]) : [];
  return request ? detailsOf(request) : null;
}

/** Reads the details of several requests, in the same order. */
export async function detailsOfAll(requestIds: readonly Types.ObjectId[]): Promise<RequestDetails[]> {
  const read = new Map((await withGroups(requestIds)).map((each) => [String(each.request._id), each]));
  return Promise.all(
    requestIds.flatMap((id) => {
      const request = read.get(String(id));
      return request ? [detailsOf(request)] : [];
    }),
  );
}

async function withGroups(requestIds: readonly Types.ObjectId[]): Promise<AsRead[]> {
  return AccessRequest.aggregate<AsRead>([
    { $match: { _id: { $in: requestIds } } },
    { $project: { request: "$$ROOT", now: "$$NOW" } },
    inGroups("group", "request.groupId"),
    { $unwind: { path: "$group", preserveNullAndEmptyArrays: true } },
  ]);
}

async function detailsOf({ request, group, now }: AsRead): Promise<RequestDetails> {
  const { answers, questions, reason, lapsesAt, version, afterwards } = request;
  const { registeredId, ...person } = personOf(request);
  const account = accountIn(person);
  const has = registeredId
    ? await groupsOf({ _id: registeredId })
    : account && (await groupsOf(linkedAs(account)));
  return {
    ...rowOf(request, group),
    groupId: String(request.groupId),
    gives: group ? groupSummary(group) : null,
    reason: reason ?? null,
    has: has || [],
    registered: Boolean(has ?? registeredId),
    lapsesAt,
    answers: answers.map(({ by, approved, hours, reason: why, at }) => ({
      by: nameOf(by),
      account: by.userId ?? null,
      approved,
      hours,
      reason: why ?? null,
      at,
    })),
    needed: group ? await approvalsNeeded(request, group) : 1,
    confirmByMail: (group && rulesOf(group).confirmByMail) ?? false,
    longestHours: (group && rulesOf(group).longestHours) ?? null,
    questions: questions.map(({ by, text, reply = null }) => ({ by: nameOf(by), text, reply })),
    end: endOf(request),
    rule: request.rule ?? null,
    earlierEnd: endOf(request.earlierEnd ?? {}),
    afterwards: afterwards ? verdictOf(afterwards) : null,
    invited: request.inviteId !== undefined,
    byInvite: request.subject?.inviteId !== undefined,
    inviteEnded: request.inviteEnded ?? null,
    version,
    now,
  };
}

function verdictOf({ by, kept, ...verdict }: NonNullable<AccessRequestDocument["afterwards"]>) {
  return { ...verdict, by: nameOf(by), kept: kept ? { end: endOf(kept) } : null };
}

/** Reads the names of someone's current groups in one round trip to the database; null where there is nobody. */
async function groupsOf(which: PipelineStage.Match["$match"]): Promise<string[] | null> {
  const [user] = await User.aggregate<MemberRead>([
    { $match: which },
    { $limit: 1 },
    inGroups("groups", "memberships.groupId", { name: 1 }),
    { $project: { memberships: 1, groups: 1, now: "$$NOW" } },
  ]);
  if (!user) return null;
  const ids = groupIdsAt(user, user.now).map(String);
  return user.groups.filter(({ _id }) => ids.includes(String(_id))).map(({ name }) => name);
}

interface MemberRead extends Pick<UserDocument, "memberships"> {
  groups: Pick<GroupDocument, "_id" | "name">[];
  now: Date;
}

export function rowOf(
  request: AccessRequestDocument,
  group: Pick<GroupDocument, "name"> | null | undefined,
): RequestRow {
  const { _id, asker, subject, groupName, hours, status, createdAt } = request;
  const { wanted, settledBy, settledAt, executionId } = request;
  return {
    requestId: String(_id),
    asker: named(asker),
    byWorkflow: executionId !== undefined,
    subject: subject ? named(subject) : null,
    group: group?.name ?? groupName,
    hours,
    wanted: endOf(wanted ?? {}),
    status,
    createdAt,
    settled: settledBy && settledAt ? { by: nameOf(settledBy), at: settledAt } : null,
  };
}

function named({ name, email, userId }: ReturnType<typeof personOf>): Person {
  return { name, email: email ?? null, userId: userId ?? null };
}

/** Reads a request: its asker, its deciders and admins may. @throws NotAdmin, NotPermitted, NotFound */
export async function readRequest(
  actor: Principal,
  requestId: string,
  permission: "requests:read" | "requests:write" = "requests:read",
): Promise<RequestDetails> {
  if (actor.kind !== "account") return readAs(actor, permission, () => foundDetails(requestId));
  const { asker } = await requestWithId(requestId);
  if (actor.userId === asker.userId) return readAsAnyone(actor, () => foundDetails(requestId));
  const deciders = await deciderGroup(requestId);
  if (deciders && (await isActiveMember(actor, deciders))) return foundDetails(requestId);
  return readAs(actor, permission, () => foundDetails(requestId));
}

/** @throws NotFound */
async function foundDetails(requestId: string): Promise<RequestDetails> {
  const details = await requestDetails(requestId);
  if (!details) throw new NotFound({ what: "request" });
  return details;
}

/** Whether an account may answer a request now. */
export async function mayAnswer(actor: AccountActor, requestId: string): Promise<boolean> {
  if (await isAdminNow(actor)) return true;
  const deciders = await deciderGroup(requestId);
  return deciders !== null && (await isActiveMember(actor, deciders));
}
