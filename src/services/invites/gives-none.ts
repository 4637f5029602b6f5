import type { InviteDocument } from "../../models/invite.ts";

/** Whether an invite gives no groups because a provider decides them. Other invites without groups give `Users`. */
export function givesNone({
  provisioned,
  groupIds,
}: Pick<InviteDocument, "provisioned" | "groupIds">): boolean {
  return provisioned === true && groupIds.length === 0;
}
