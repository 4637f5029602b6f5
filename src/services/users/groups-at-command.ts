import type { AccountActor } from "../actor.ts";
import { permissionsOf, requirePermission } from "../authorize.ts";
import { type GroupChoice, listGroups } from "../groups/groups.ts";
import type { Permission } from "../permissions.ts";
import { syncAccount } from "./sync-account.ts";

/**
 * Lists the groups that can be chosen from, for an account that turns up with a command, and brings the account in line. All of
 * it is read side by side: what the account may do is read again where that changed it. Without the right, nothing is answered.
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
