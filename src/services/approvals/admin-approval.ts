import type { Types } from "mongoose";
import { type AdminApproval, builtInGroupIds, Group } from "../../models/group.ts";
import { AdminNeedsApproval } from "./refusals.ts";

const { admin } = builtInGroupIds;

/** Whether Admin is among these groups. */
export function hasAdmin(groupIds: readonly Types.ObjectId[]): boolean {
  return groupIds.some((id) => id.equals(admin));
}

/**
 * Reads, in the transaction of a change, what the operator set of Admin: null where one person's word is enough. It is in
 * the database as every right is, so that no way to Admin can forget it, and all processes go by the same.
 */
export async function adminApproval(): Promise<AdminApproval | null> {
  const group = await Group.findById(admin, { approval: 1 }).lean();
  return group?.approval ?? null;
}

/** Reads it where these groups have Admin among them: null, too, where they do not. */
export async function approvalFor(groupIds: readonly Types.ObjectId[]): Promise<AdminApproval | null> {
  return hasAdmin(groupIds) ? adminApproval() : null;
}

/** Leaves Admin out, until another admin has approved it; whoever is left with nothing gets Users. */
export function withoutAdmin(groupIds: readonly Types.ObjectId[]): Types.ObjectId[] {
  const others = groupIds.filter((id) => !id.equals(admin));
  return others.length > 0 ? others : [builtInGroupIds.users];
}

/** Refuses whoever can't ask another admin, such as an identity provider, to put anybody into Admin. @throws AdminNeedsApproval */
export async function refuseAdminAlone(groupIds: readonly Types.ObjectId[]): Promise<void> {
  if (await approvalFor(groupIds)) throw new AdminNeedsApproval();
}
