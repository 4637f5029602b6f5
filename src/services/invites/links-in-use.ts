import { Invite } from "../../models/invite.ts";

/** Counts the pending invites whose link can't be verified with any of these keys. */
export async function invitesWithoutKey(keyIds: readonly string[]): Promise<number> {
  return Invite.countDocuments({ status: "pending", keyId: { $nin: keyIds } });
}

/** How many pending invites need an older link key. */
export interface KeyInUse {
  id: string;
  invites: number;
}

/** Counts, for each of these keys, the pending invites whose link it signed. */
export async function linkKeysInUse(keyIds: readonly string[]): Promise<KeyInUse[]> {
  return Promise.all(
    keyIds.map(async (id) => ({
      id,
      invites: await Invite.countDocuments({ status: "pending", keyId: id }),
    })),
  );
}
