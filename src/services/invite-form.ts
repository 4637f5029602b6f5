import type { SlackActor } from "./actor.ts";
import { type GroupChoice, listGroups } from "./groups.ts";
import { forAdmin } from "./rights.ts";

/** The groups that an admin can choose from, for an invite or a user. @throws NotAdmin */
export async function groupsToChoose(actor: SlackActor): Promise<GroupChoice[]> {
  return forAdmin(actor, listGroups);
}
