import { Invite } from "../../models/invite.ts";

/** Counts the pending invites whose link can't be verified with any of these keys. */
export async function invitesWithoutKey(keyIds: readonly string[]): Promise<number> {
  return Invite.countDocuments({ status: "pending", keyId: { $nin: keyIds } });
}
