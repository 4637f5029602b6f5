import type { InviteDocument } from "../../models/invite.ts";

/** Tells an invite that gives no groups: a provider decides them. Others that name none any more give `Users`. */
export function givesNone({
  provisioned,
  groupIds,
}: Pick<InviteDocument, "provisioned" | "groupIds">): boolean {
  return provisioned === true && groupIds.length === 0;
}
