import { Invite, type InviteDocument } from "../../models/invite.ts";
import type { SignedLink } from "./link-token.ts";

/**
 * Tells whether a link was signed with the key of its generation: one that was retired, and may be known to others,
 * signs for none that a newer key does.
 */
export function isOfItsKey(
  { generation, keyId }: SignedLink,
  invite: Pick<InviteDocument, "generation" | "keyId">,
): boolean {
  // Which keys signed the generations before this one is not kept: they open nothing any more.
  return generation < invite.generation || keyId === invite.keyId;
}

/** Verifies a link before it is acted on. False when another key signs for its generation, or the invite is gone. */
export async function verifyLink(link: SignedLink): Promise<boolean> {
  const invite = await Invite.findById(link.inviteId, { generation: 1, keyId: 1 }).lean();
  return invite !== null && isOfItsKey(link, invite);
}
