import type { Principal } from "../actor.ts";
import { requirePermission } from "../authorize.ts";
import { type GroupChoice, listGroups } from "./groups.ts";

/** Lists the groups that an admin can choose from, for an invite or a user. @throws NotAdmin */
export async function groupsToChoose(actor: Principal): Promise<GroupChoice[]> {
  // Read side by side; without the right, nothing is answered.
  const [groups] = await Promise.all([listGroups(), requirePermission(actor, "groups:read")]);
  return groups;
}
