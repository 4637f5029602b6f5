import { Invite } from "../../models/invite.ts";

/** Counts the pending invites whose link none of these keys verifies. */
export async function invitesWithoutKey(keyIds: readonly string[]): Promise<number> {
  return Invite.countDocuments({ status: "pending", keyId: { $nin: keyIds } });
}
