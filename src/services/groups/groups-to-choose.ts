import type { Principal } from "../actor.ts";
import { requirePermission } from "../authorize.ts";
import type { Permission } from "../permissions.ts";
import { type GroupChoice, listGroups } from "./groups.ts";

/** Lists the groups that can be chosen, for an invite or a user. @throws NotAdmin */
export async function groupsToChoose(
  actor: Principal,
  permission: Permission = "groups:read",
): Promise<GroupChoice[]> {
  // Read in parallel; without the permission, nothing is returned.
  const [groups] = await Promise.all([listGroups(), requirePermission(actor, permission)]);
  return groups;
}
