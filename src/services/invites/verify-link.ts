import { Invite, type InviteDocument } from "../../models/invite.ts";
import type { SignedLink } from "./link-token.ts";

/**
 * Whether a link was signed with the key of its generation. A retired key, which others may know, signs for no
 * generation that a newer key signs for.
 */
export function isOfItsKey(
  { generation, keyId }: SignedLink,
  invite: Pick<InviteDocument, "generation" | "keyId">,
): boolean {
  // We don't keep which keys signed earlier generations: their links no longer open anything.
  return generation < invite.generation || keyId === invite.keyId;
}

/** Verifies a link before it is acted on. False when another key signs for its generation, or the invite is gone. */
export async function verifyLink(link: SignedLink): Promise<boolean> {
  const invite = await Invite.findById(link.inviteId, { generation: 1, keyId: 1 }).lean();
  return invite !== null && isOfItsKey(link, invite);
}
