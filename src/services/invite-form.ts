import type { SlackActor } from "./actor.ts";
import { type GroupSummary, listGroups } from "./groups.ts";
import { forAdmin } from "./rights.ts";

/** The groups that an admin can choose from for an invite. @throws NotAdmin */
export async function groupsToChoose(actor: SlackActor): Promise<GroupSummary[]> {
  return forAdmin(actor, listGroups);
}
