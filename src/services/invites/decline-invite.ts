import { Invite } from "../../models/invite.ts";
import { recordAudit } from "../audit.ts";
import { databaseTime, inTransaction } from "../transaction.ts";
import { nonceHash } from "./accept-invite.ts";
import type { LinkClaims } from "./link-token.ts";

/**
 * Declines an open invite for its invitee.
 *
 * @returns whether this call did it; if not, `openInvitation` reads what the link opens now
 */
export async function declineInvite(link: LinkClaims, nonce: string): Promise<boolean> {
  return inTransaction(async () => {
    const now = await databaseTime();
    const invite = await Invite.findOneAndUpdate(
      { _id: link.inviteId, generation: link.generation, status: "pending", expiresAt: { $gt: now } },
      [
        {
          $set: {
            status: "declined",
            settledAt: now,
            settledBy: { kind: "invitee", name: "$email", email: "$email" },
            settledNonce: nonceHash(nonce),
          },
        },
      ],
      { returnDocument: "after", updatePipeline: true },
    ).lean();
    if (!invite) return false;

    await recordAudit({ kind: "invitee", name: invite.email, email: invite.email }, now, {
      action: "invite.declined",
      target: { kind: "invite", id: link.inviteId, label: invite.email },
      before: { status: "pending" },
      after: { status: "declined" },
      about: [invite.email, ...invite.groupIds.map(String)],
    });
    return true;
  });
}
