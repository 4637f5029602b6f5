import { type DeliveryStep, Invite } from "../models/invite.ts";
import { handedOverAt, isTrouble, standing, withSteps } from "./delivery.ts";
import { redrawHomes } from "./home-tabs.ts";
import { redrawCards } from "./invite-messages.ts";
import { enqueue } from "./messages.ts";

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
  const delivery = standing(deliveryHistory, generation) ?? invite.delivery;
  const sentAt = handedOverAt(deliveryHistory, generation);
  await Invite.updateOne({ _id }, { $set: { deliveryHistory, delivery, ...(sentAt && { sentAt }) } });

  if (shown(delivery) !== shown(invite.delivery)) {
    await redrawCards(now, [batchId]);
    await redrawHomes(now, "admins");
  }
  if (status === "pending" && isTrouble(delivery) && !isTrouble(invite.delivery))
    await enqueue(now, { kind: "trouble-notice", inviteId: _id, generation, dueAt: now });
}

/** What of it cards show: a mail on its way for the first time still looks queued. */
function shown({ state, reason = "" }: DeliveryStep): string {
  return state === "sending" && !reason ? "queued" : `${state} ${reason}`;
}
