import { isValidObjectId, type Types } from "mongoose";
import { AccessRequest, type AccessRequestDocument, personOf } from "../../models/access-request.ts";
import { Group } from "../../models/group.ts";
import { memberOf } from "../../models/membership.ts";
import { User } from "../../models/user.ts";
import { approvalFor } from "../approvals/admin-approval.ts";
import { adminWithAccount } from "../authorize.ts";
import { rulesOf } from "../groups/access-rules.ts";

/** So many are asked at once. */
const MOST_ASKED = 50;

/** Reads the group whose members decide about a request; null where there is none: admins do. */
export async function deciderGroup(requestId: string): Promise<Types.ObjectId | null> {
  const request = isValidObjectId(requestId)
    ? await AccessRequest.findById(requestId, { groupId: 1 }).lean()
    : null;
  return request && decidersOf(request.groupId);
}

async function decidersOf(groupId: Types.ObjectId): Promise<Types.ObjectId | null> {
  const group = await Group.findById(groupId, { requests: 1 }).lean();
  const deciders = group && rulesOf(group).deciders;
  return deciders && (await Group.exists({ _id: deciders })) ? deciders : null;
}

/**
 * Lists the accounts that are to be asked: those of the deciders; of the admins where there are none, or all of them do not
 * answer; of the owners where there is nobody else. Never the asker's, or that of whom it is for.
 *
 * @param owners named in IAM_OWNERS
 */
export async function accountsToAsk(
  request: Pick<AccessRequestDocument, "_id" | "asker" | "subject" | "groupId" | "escalated">,
  owners: readonly string[],
): Promise<string[]> {
  const groupId = await decidersOf(request.groupId);
  const deciders = groupId ? await accountsOf(deciderIn(groupId)) : [];
  const concerned = [request.asker.userId, personOf(request).userId];
  const others = (accounts: readonly string[]) => accounts.filter((id) => !concerned.includes(id));
  const first = others(deciders);
  if (first.length > 0 && !request.escalated) return first;
  const admins = others(await accountsOf(adminWithAccount));
  const all = [...new Set([...first, ...admins])];
  return all.length >= (await mostNeeded(request)) ? all : [...new Set([...all, ...others(owners)])];
}

/** Whether an account still decides about a request: as one of its deciders, an admin's, or an owner's. */
export async function stillDecides(
  requestId: Types.ObjectId,
  userId: string,
  owners: readonly string[],
): Promise<boolean> {
  if (owners.includes(userId)) return true;
  const groupId = await deciderGroup(String(requestId));
  const deciders = groupId ? [deciderIn(groupId)] : [];
  return (await User.exists({ $or: [adminWithAccount, ...deciders], "slack.userId": userId })) !== null;
}

/** So many have to be asked at least: two of Admin, where one may not be enough. */
async function mostNeeded({ groupId }: Pick<AccessRequestDocument, "groupId">): Promise<number> {
  return (await approvalFor([groupId])) ? 2 : 1;
}

/** Filters for those in a group who may be asked. */
const deciderIn = (groupId: Types.ObjectId) => ({
  ...memberOf(groupId),
  status: "active" as const,
  "slack.userId": { $exists: true },
  "slack.paused": { $exists: false },
});

async function accountsOf(filter: object): Promise<string[]> {
  const users = await User.find(filter, { slack: 1 }).sort({ name: 1, _id: 1 }).limit(MOST_ASKED).lean();
  return users.flatMap(({ slack }) => slack?.userId ?? []);
}
