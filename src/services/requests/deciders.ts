import { isValidObjectId, Types } from "mongoose";
import {
  AccessRequest,
  type AccessRequestDocument,
  personOf,
  type RequestAnswer,
} from "../../models/access-request.ts";
import { builtInGroupIds, Group, type GroupDocument } from "../../models/group.ts";
import { groupIdsAt } from "../../models/membership.ts";
import { registered, User, type UserDocument } from "../../models/user.ts";
import { takesTwoAdmins } from "../approvals/words.ts";
import { atAddress } from "../email-address.ts";
import { rulesOf } from "../groups/access-rules.ts";
import { accountsOf, activeWithAccount, adminWithAccount, memberWithAccount } from "../linked-accounts.ts";
import { canBeKeyOf } from "../linked-user.ts";
import { lockShared, rightsOf } from "../locks.ts";
import { sharedRead, together } from "../together.ts";

/** What determines who is asked about a request, from its group's current state. */
interface Deciding extends Pick<AccessRequestDocument, "asker" | "subject" | "escalated"> {
  /** Missing where it was deleted. */
  group?: Pick<GroupDocument, "_id" | "requests" | "approval">;
  /** The group whose members decide; missing where admins do. */
  deciders: { _id: Types.ObjectId }[];
}

/** What depends on a request (its cards, and Homes) is worked out for several at once. */
const sharedDeciding = sharedRead(readDeciding);

async function readDeciding(requestId: string): Promise<Deciding | null> {
  if (!isValidObjectId(requestId)) return null;
  const [found] = await AccessRequest.aggregate<Deciding>([
    { $match: { _id: new Types.ObjectId(requestId) } },
    inGroups("group", "groupId", { requests: 1, approval: 1 }),
    { $unwind: { path: "$group", preserveNullAndEmptyArrays: true } },
    inGroups("deciders", "group.requests.deciders", { _id: 1 }),
    { $project: { asker: 1, subject: 1, escalated: 1, group: 1, deciders: 1 } },
  ]);
  return found ?? null;
}

/** Reads the group whose members decide about a request; null where there is none and admins decide. */
export async function deciderGroup(requestId: string): Promise<Types.ObjectId | null> {
  const found = await readDeciding(requestId);
  return found && decidersIn(found);
}

/** `rulesOf` leaves some groups to admins, whatever their settings say. */
const decidersIn = ({ group, deciders }: Deciding): Types.ObjectId | null =>
  (group && deciders.length > 0 && rulesOf(group).deciders) || null;

/** Builds the stage that reads the groups whose ids are in a field: whole, unless some fields are enough. */
export const inGroups = (as: string, localField: string, fields?: Record<string, 1>) => ({
  $lookup: {
    from: Group.collection.name,
    as,
    localField,
    foreignField: "_id",
    pipeline: fields ? [{ $project: fields }] : [],
  },
});

/**
 * Lists the accounts to ask: the deciders'; also the admins' where there are too few deciders or none answers; and the
 * owners' where there is nobody else. Never the asker's account, or that of the person it is for.
 *
 * @param owners named in IAM_OWNERS
 */
export async function accountsToAsk(requestId: string, owners: readonly string[]): Promise<string[]> {
  const request = await sharedDeciding(requestId);
  if (!request) return [];
  const groupId = decidersIn(request);
  const [deciders, subject] = await Promise.all([
    groupId ? membersToAsk(String(groupId)) : [],
    accountAt(request.subject),
  ]);
  const concerned = [request.asker.userId, personOf(request).userId, subject];
  const others = (accounts: readonly string[]) => accounts.filter((id) => !concerned.includes(id));
  const needed = mostNeeded(request);
  const first = others(deciders);
  if (first.length >= needed && !request.escalated) return first;
  const admins = others(await membersToAsk(String(builtInGroupIds.admin)));
  const all = [...new Set([...first, ...admins])];
  return all.length >= needed ? all : [...new Set([...all, ...others(owners)])];
}

/** The account of someone requested by address who has registered since. */
async function accountAt(subject: AccessRequestDocument["subject"]): Promise<string | undefined> {
  if (!subject || subject.userId) return undefined;
  const user = await User.findOne({ ...atAddress(subject.email), ...registered }, { slack: 1 }).lean();
  return user?.slack?.userId;
}

/** Whether an account still decides about a request: as one of its deciders, an admin, or an owner. */
export async function stillDecides(
  requestId: Types.ObjectId,
  userId: string,
  owners: readonly string[],
): Promise<boolean> {
  if (owners.includes(userId)) return true;
  const [request, groups] = await Promise.all([sharedDeciding(String(requestId)), groupsOfAccount(userId)]);
  const deciders = request && decidersIn(request);
  return [builtInGroupIds.admin, deciders].some((id) => id && groups.includes(String(id)));
}

/** Reads the ids of the groups an account is in now; none while it has no rights. */
const groupsOfAccount = together(groupsOfAccounts, { most: 100 });

async function groupsOfAccounts(accounts: readonly string[]): Promise<string[][]> {
  const users = await User.aggregate<Required<Pick<UserDocument, "slack" | "memberships">> & { now: Date }>([
    { $match: { ...activeWithAccount, "slack.userId": { $in: accounts } } },
    { $project: { slack: 1, memberships: 1, now: "$$NOW" } },
  ]);
  return accounts.map((account) =>
    users
      .filter(({ slack }) => slack?.userId === account)
      .flatMap((user) => groupIdsAt(user, user.now).map(String)),
  );
}

/**
 * Leaves out approvals from people who no longer decide, because they were suspended or removed since. Part of the
 * transaction of an answer: taking away their right meanwhile conflicts with it.
 */
export async function ofThoseWhoDecide(
  approvals: readonly RequestAnswer[],
  group: GroupDocument,
  { owners }: { owners: readonly string[] },
): Promise<RequestAnswer[]> {
  if (approvals.length === 0) return [];
  const { deciders } = rulesOf(group);
  const { matchedCount } = deciders
    ? await Group.updateOne({ _id: deciders }, { $inc: { membersVersion: 1 } })
    : { matchedCount: 0 };
  const able = [adminWithAccount, ...(deciders && matchedCount > 0 ? [memberWithAccount(deciders)] : [])];
  const accounts = approvals.flatMap(({ by }) => (by.kind === "slack" && by.userId ? [by.userId] : []));
  await lockShared(...accounts.map((userId) => rightsOf({ userId })));
  const users = await User.find({ $or: able, "slack.userId": { $in: accounts } }, { slack: 1 }).lean();
  const holders = new Map(users.map(({ _id, slack }) => [slack?.userId, _id]));
  return approvals.filter(({ key, by: { userId } }) => {
    // An account may be linked to somebody else by now.
    const holder = holders.get(userId);
    return userId !== undefined && (owners.includes(userId) || (holder && canBeKeyOf(key, holder)));
  });
}

/** Returns how many people to ask at least: two where two may have to approve. */
const mostNeeded = ({ group }: Deciding): number =>
  group && (rulesOf(group).answers > 1 || takesTwoAdmins(group)) ? 2 : 1;

const membersToAsk = sharedRead((groupId) => accountsOf(memberWithAccount(new Types.ObjectId(groupId))));
