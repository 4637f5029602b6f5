import type { AccountActor } from "../actor.ts";
import { permissionsOf, requirePermission } from "../authorize.ts";
import { type GroupChoice, listGroups } from "../groups/groups.ts";
import type { Permission } from "../permissions.ts";
import { syncAccount } from "./sync-account.ts";

/**
 * Lists the groups that can be chosen, for an account that shows up with a command, and brings the account up to date.
 * Reads everything in parallel, and reads what the account may do again if that changed it. Without the permission,
 * nothing is returned.
 *
 * @throws NotAdmin
 */
export async function groupsAtCommand(account: AccountActor, permission: Permission): Promise<GroupChoice[]> {
  const [groups, held, changed] = await Promise.all([
    listGroups(),
    permissionsOf(account),
    syncAccount(account),
  ]);
  if (changed || !held.includes(permission)) await requirePermission(account, permission);
  return groups;
}
