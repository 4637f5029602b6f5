import type { AccessRequestDocument, RequestAnswer } from "../../models/access-request.ts";
import { type AdminApproval, builtInGroupIds, type GroupDocument } from "../../models/group.ts";
import { User } from "../../models/user.ts";
import { rulesOf } from "../groups/access-rules.ts";
import { adminWithAccount } from "../linked-accounts.ts";
import { canBeKeyOf } from "../linked-user.ts";
import { lockShared, rightsOf } from "../locks.ts";

type Asked = Pick<AccessRequestDocument, "asker" | "subject">;

/**
 * Returns how many approvals a request needs: for Admin, the word of an admin who asks for someone else counts too
 * while they are one.
 */
export async function approvalsNeeded(request: Asked, group: GroupDocument): Promise<number> {
  const own = rulesOf(group).answers;
  const { asker, subject } = request;
  const isAdmins = group._id.equals(builtInGroupIds.admin);
  if (!group.approval || !isAdmins) return isAdmins && subject && asker.userId ? 1 : own;
  return (await countsFirst(request, group.approval)) ? 1 : Math.max(2, own);
}

/** Whether the asker's own word counts: they ask for someone else and are currently an admin. */
async function countsFirst({ asker, subject }: Asked, approval: AdminApproval): Promise<boolean> {
  return subject !== undefined && asker.userId !== undefined && isAdminStill(asker.userId, approval);
}

/** Whether two people must put someone into this group, by any route: it is Admin, and the operator requires it. */
export function takesTwoAdmins({ _id, approval }: Pick<GroupDocument, "_id" | "approval">): boolean {
  return approval !== undefined && _id.equals(builtInGroupIds.admin);
}

/**
 * Leaves out approvals that don't count. Where two people must approve, only those of accounts do; for Admin, only those
 * of current admins. Part of the transaction of the answer; taking away their rights meanwhile conflicts with it.
 */
export async function approvalsThatCount(
  { asker }: Asked,
  approvals: readonly RequestAnswer[],
  group: GroupDocument,
): Promise<RequestAnswer[]> {
  const { approval } = group;
  const byAccounts = approvals.filter(({ by }) => by.kind === "slack" && by.userId);
  if (!approval || !takesTwoAdmins(group)) return rulesOf(group).answers > 1 ? byAccounts : [...approvals];
  const relied = [...byAccounts.map(({ by }) => by.userId), asker.userId];
  await lockShared(...relied.flatMap((userId) => (userId ? [rightsOf({ userId })] : [])));
  const counting: RequestAnswer[] = [];
  // In sequence: they share a transaction.
  for (const each of byAccounts)
    if (await isAdminStill(each.by.userId ?? "", approval, each.key)) counting.push(each);
  return counting;
}

/** @param key that of the person who had the account: it may be linked to somebody else by now */
async function isAdminStill(userId: string, { owners }: AdminApproval, key?: string): Promise<boolean> {
  if (owners.includes(userId)) return true;
  const admin = await User.exists({ ...adminWithAccount, "slack.userId": userId });
  return admin !== null && (key === undefined || canBeKeyOf(key, admin._id));
}
