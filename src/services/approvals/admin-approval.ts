import type { Types } from "mongoose";
import { type AdminApproval, builtInGroupIds, Group } from "../../models/group.ts";
import { AdminNeedsApproval } from "./refusals.ts";

const { admin } = builtInGroupIds;

/** Whether Admin is among these groups. */
export function hasAdmin(groupIds: readonly Types.ObjectId[]): boolean {
  return groupIds.some((id) => id.equals(admin));
}

/**
 * Reads the operator's setting for Admin in the transaction of a change: null where one person's word is enough. It is
 * in the database, as every right is, so that no route to Admin can skip it and all processes follow the same setting.
 */
export async function adminApproval(): Promise<AdminApproval | null> {
  const group = await Group.findById(admin, { approval: 1 }).lean();
  return group?.approval ?? null;
}

/** Reads it if Admin is among these groups; null otherwise as well. */
export async function approvalFor(groupIds: readonly Types.ObjectId[]): Promise<AdminApproval | null> {
  return hasAdmin(groupIds) ? adminApproval() : null;
}

/** Leaves out Admin until another admin has approved it; anyone left without a group gets Users. */
export function withoutAdmin(groupIds: readonly Types.ObjectId[]): Types.ObjectId[] {
  const others = groupIds.filter((id) => !id.equals(admin));
  return others.length > 0 ? others : [builtInGroupIds.users];
}

/**
 * Stops anyone who can't ask another admin, such as a provider, from putting people into Admin.
 *
 * @throws AdminNeedsApproval
 */
export async function refuseAdminAlone(groupIds: readonly Types.ObjectId[]): Promise<void> {
  if (await approvalFor(groupIds)) throw new AdminNeedsApproval();
}
