import { Invite } from "../models/invite.ts";
import { recordOf, type SlackActor } from "./actor.ts";
import { recordAudit } from "./audit.ts";
import { redrawCards } from "./invite-messages.ts";
import { asAdmin } from "./rights.ts";
import { databaseTime } from "./transaction.ts";
import { whatHappened } from "./what-happened.ts";

/** What was cancelled, so that it can be sent to another address. */
export interface CancelledInvite {
  email: string;
  groupIds: string[];
  expiryDays: number;
  message: string;
  /** Whether any mail had left before. */
  mailed: boolean;
}

/**
 * Cancels a pending invite: its link stops working, and a mail that was not sent yet never is.
 *
 * @param seen the generation that the admin had on the screen
 * @throws NotAdmin; InviteSettled or InviteResent when someone acted on it first (says who, what and when)
 */
export async function cancelInvite(
  actor: SlackActor,
  inviteId: string,
  seen: number,
): Promise<CancelledInvite> {
  return asAdmin(actor, async () => {
    const now = await databaseTime();
    const invite = await Invite.findOneAndUpdate(
      { _id: inviteId, status: "pending", generation: seen, expiresAt: { $gt: now } },
      { $set: { status: "cancelled", settledAt: now, settledBy: recordOf(actor) } },
      { returnDocument: "after" },
    ).lean();
    if (!invite) throw await whatHappened(inviteId);

    await recordAudit(actor, now, {
      action: "invite.cancelled",
      target: { kind: "invite", id: inviteId, label: invite.email },
      before: { status: "pending" },
      after: { status: "cancelled" },
      about: [invite.email, ...invite.groupIds.map(String)],
    });
    await redrawCards(now, [invite.batchId]);
    return {
      email: invite.email,
      groupIds: invite.groupIds.map(String),
      expiryDays: invite.expiryDays,
      message: invite.message ?? "",
      mailed: invite.delivery.state !== "queued" || invite.generation > 1,
    };
  });
}
