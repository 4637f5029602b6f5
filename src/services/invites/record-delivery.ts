import { type DeliveryStep, Invite, type InviteDocument } from "../../models/invite.ts";
import type { DomainEvent } from "../events.ts";
import { publish } from "../jobs.ts";
import { coded, handedOverAt, isHeld, isTrouble, latestStep, needsAttention, withSteps } from "./delivery.ts";

/**
 * Adds what became of an invite's mail to its history, draws the conclusion, and tells subscribers of it. Part of a
 * transaction; the same steps again change nothing, and steps of an older generation are history only.
 */
export async function recordDelivery(
  inviteId: string,
  steps: readonly DeliveryStep[],
  now: Date,
): Promise<void> {
  const invite = await Invite.findById(inviteId).lean();
  if (!invite) return;
  const { _id, generation } = invite;
  const deliveryHistory = withSteps(invite.deliveryHistory.map(coded), steps);
  const delivery = latestStep(deliveryHistory, generation) ?? invite.delivery;
  const sentAt = handedOverAt(deliveryHistory, generation);
  await Invite.updateOne({ _id }, { $set: { deliveryHistory, delivery, ...(sentAt && { sentAt }) } });

  if (news(delivery) !== news(coded(invite.delivery)))
    await publish(
      now,
      changed(
        invite,
        needsAttention(invite, now) || isTrouble(delivery) || [delivery, invite.delivery].some(isHeld),
      ),
    );
  if (invite.status === "pending" && isTrouble(delivery) && !isTrouble(invite.delivery))
    await publish(now, { action: "delivery.failed", targets: [inviteId], about: [], after: {} });
}

/**
 * Notes that the mail of a generation was handed over: one write where nothing else is known of it yet, as of nearly
 * every mail. Part of a transaction.
 */
export async function recordSent(inviteId: string, generation: number, at: Date): Promise<void> {
  const sent = { state: "sent" as const, generation, at };
  const invite = await Invite.findOneAndUpdate(
    { _id: inviteId, generation, "delivery.state": "sending", "delivery.reason": { $exists: false } },
    { $set: { delivery: sent, sentAt: at }, $push: { deliveryHistory: sent } },
    { returnDocument: "after" },
  ).lean();
  if (!invite) return recordDelivery(inviteId, [sent], at);
  await publish(at, changed(invite, needsAttention(invite, at)));
}

function changed({ batchId }: InviteDocument, needsAttention: boolean): DomainEvent {
  return { action: "delivery.changed", targets: [String(batchId)], about: [], after: { needsAttention } };
}

/** Says what of a delivery is news: a mail on its way for the first time is as good as queued. */
function news({ state, reason = "" }: DeliveryStep): string {
  return state === "sending" && !reason ? "queued" : `${state} ${reason}`;
}
