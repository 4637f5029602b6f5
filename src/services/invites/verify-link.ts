import { Invite } from "../../models/invite.ts";
import { type LinkClaims, type LinkKey, readLink } from "./link-token.ts";

/**
 * Reads what a link stands for, if we signed it with the key of its generation: one that was retired, and may be known to
 * others, signs for none that a newer key does. Null for anything else, and for an invite that is gone.
 */
export async function verifyLink(token: string, keys: readonly LinkKey[]): Promise<LinkClaims | null> {
  const link = await readLink(token, keys);
  if (!link) return null;
  const { inviteId, generation, keyId } = link;
  const invite = await Invite.findById(inviteId, { generation: 1, keyId: 1 }).lean();
  if (!invite) return null;
  // Which keys signed the generations before this one is not kept: they open nothing any more.
  if (generation >= invite.generation && keyId !== invite.keyId) return null;
  return { inviteId, generation };
}
