import { Invite } from "../../models/invite.ts";

/** How many pending invites have links that none of these keys verifies. */
export async function invitesWithoutKey(keyIds: readonly string[]): Promise<number> {
  return Invite.countDocuments({ status: "pending", keyId: { $nin: keyIds } });
}
