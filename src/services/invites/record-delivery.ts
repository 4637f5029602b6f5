import type { Types } from "mongoose";
import { type DeliveryStep, Invite, type InviteDocument } from "../../models/invite.ts";
import { type DomainEvent, gatheringKey } from "../events.ts";
import { publish } from "../jobs.ts";
import { coded, handedOverAt, isHeld, isTrouble, latestStep, needsAttention, withSteps } from "./delivery.ts";

/**
 * Adds steps to the delivery history of an invite's mail, updates its state, and tells subscribers. Part of a
 * transaction. The same steps again change nothing, and steps of an older generation only go into the history.
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

/** The mail of one generation of an invite. */
export interface InviteMail {
  inviteId: Types.ObjectId;
  generation: number;
}

type Recorded = Pick<InviteDocument, "_id" | "batchId" | "generation" | "delivery" | "expiresAt"> & {
  now: Date;
};

/**
 * Notes that mails were handed over. One write covers all mails about which nothing else is known yet, which is nearly
 * all. Part of a transaction.
 */
export async function recordSent(mails: readonly InviteMail[]): Promise<void> {
  const invites = await Invite.aggregate<Recorded>([
    { $match: { _id: { $in: mails.map(({ inviteId }) => inviteId) } } },
    { $project: { batchId: 1, generation: 1, delivery: 1, expiresAt: 1, now: "$$NOW" } },
  ]);
  const found = new Map(invites.map((invite) => [String(invite._id), invite]));
  const asExpected: Recorded[] = [];
  for (const { inviteId, generation } of mails) {
    const invite = found.get(String(inviteId));
    if (!invite) continue;
    if (invite.generation === generation && isBeingSent(invite)) asExpected.push(invite);
    else await recordDelivery(String(inviteId), [{ state: "sent", generation, at: invite.now }], invite.now);
  }
  const [first] = asExpected;
  if (!first) return;
  const sent = { state: "sent", generation: "$generation", at: first.now };
  await Invite.updateMany(
    { _id: { $in: asExpected.map(({ _id }) => _id) } },
    [
      {
        $set: {
          delivery: sent,
          sentAt: first.now,
          deliveryHistory: { $concatArrays: ["$deliveryHistory", [sent]] },
        },
      },
    ],
    { updatePipeline: true },
  );
  const events = asExpected.map((invite) => changed(invite, needsAttention(invite, first.now)));
  await publish(first.now, ...new Map(events.map((event) => [gatheringKey(event), event])).values());
}

/** Whether nothing is known of a mail except that it was about to be handed over. */
const isBeingSent = ({ delivery }: Recorded) => delivery.state === "sending" && delivery.reason === undefined;

function changed({ batchId }: Pick<InviteDocument, "batchId">, needsAttention: boolean): DomainEvent {
  return { action: "delivery.changed", targets: [String(batchId)], about: [], after: { needsAttention } };
}

/** Returns what is news about a delivery: a mail on its way for the first time is as good as queued. */
function news({ state, reason = "" }: DeliveryStep): string {
  return state === "sending" && !reason ? "queued" : `${state} ${reason}`;
}
