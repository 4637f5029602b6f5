import { type DeliveryStep, Invite } from "../../models/invite.ts";
import { redrawHomes } from "../../slack/state/home-tabs.ts";
import { drawsAttention } from "../home/overview.ts";
import { enqueue } from "../jobs.ts";
import { handedOverAt, isTrouble, latestStep, withSteps } from "./delivery.ts";
import { redrawCards } from "./invite-jobs.ts";

/**
 * Adds what became of an invite's mail to its history, draws the conclusion, and has it told. Part of a transaction;
 * the same steps again change nothing, and steps of an older generation are history only.
 */
export async function recordDelivery(
  inviteId: string,
  steps: readonly DeliveryStep[],
  now: Date,
): Promise<void> {
  const invite = await Invite.findById(inviteId).lean();
  if (!invite) return;
  const { _id, batchId, generation, status } = invite;
  const deliveryHistory = withSteps(invite.deliveryHistory, steps);
  const delivery = latestStep(deliveryHistory, generation) ?? invite.delivery;
  const sentAt = handedOverAt(deliveryHistory, generation);
  await Invite.updateOne({ _id }, { $set: { deliveryHistory, delivery, ...(sentAt && { sentAt }) } });

  if (shown(delivery) !== shown(invite.delivery)) {
    await redrawCards(now, [batchId]);
    if (drawsAttention(invite, now) || isTrouble(delivery)) await redrawHomes(now, "admins");
  }
  if (status === "pending" && isTrouble(delivery) && !isTrouble(invite.delivery))
    await enqueue(now, { kind: "trouble-notice", inviteId: _id, generation, dueAt: now });
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
  await redrawCards(at, [invite.batchId]);
  if (drawsAttention(invite, at)) await redrawHomes(at, "admins");
}

/** What of it cards show: a mail on its way for the first time still looks queued. */
function shown({ state, reason = "" }: DeliveryStep): string {
  return state === "sending" && !reason ? "queued" : `${state} ${reason}`;
}
