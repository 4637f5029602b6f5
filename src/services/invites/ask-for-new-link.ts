import { Invite, type InviteDocument } from "../../models/invite.ts";
import { recordAudit } from "../audit.ts";
import { databaseTime, inTransaction } from "../transaction.ts";
import type { LinkClaims } from "./link-token.ts";

/**
 * Asks the inviter for a new link, on behalf of the invitee of an expired invite; at most once per UTC day.
 *
 * @returns whether this call did it; if not, `openInvitation` reads what the link opens now
 */
export async function askForNewLink(link: LinkClaims): Promise<boolean> {
  return inTransaction(async () => {
    const now = await databaseTime();
    const invite = await Invite.findOneAndUpdate(
      {
        _id: link.inviteId,
        generation: { $gte: link.generation },
        $and: [
          { $or: [{ status: "expired" }, { status: "pending", expiresAt: { $lte: now } }] },
          { $or: [{ askedAt: { $exists: false } }, { askedAt: { $lt: startOfDay(now) } }] },
        ],
      },
      { $set: { askedAt: now } },
      { returnDocument: "after" },
    ).lean();
    if (!invite) return false;

    const { email, generation, groupIds } = invite;
    await recordAudit({ kind: "invitee", name: email, email }, now, {
      action: "invite.asked",
      target: { kind: "invite", id: link.inviteId, label: email },
      before: null,
      after: { generation },
      about: [email, ...groupIds.map(String)],
    });
    return true;
  });
}

/** Whether a new link for this invite has been asked for since midnight UTC. */
export function askedToday({ askedAt }: InviteDocument, now: Date): boolean {
  return askedAt !== undefined && askedAt >= startOfDay(now);
}

function startOfDay(now: Date): Date {
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()));
}
