import type { SlackActor } from "../actor.ts";
import { forAdminsOnly } from "../authorize.ts";
import { type GroupChoice, listGroups } from "./groups.ts";

/** The groups that an admin can choose from, for an invite or a user. @throws NotAdmin */
export async function groupsToChoose(actor: SlackActor): Promise<GroupChoice[]> {
  // Read side by side; without the right, nothing is answered.
  const [groups] = await Promise.all([listGroups(), forAdminsOnly(actor)]);
  return groups;
}
