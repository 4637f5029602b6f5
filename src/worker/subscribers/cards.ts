import { Invite } from "../../models/invite.ts";
import type { DomainEvent } from "../../services/events.ts";
import { batchCards } from "../../slack/state/batch-cards.ts";
import type { Subscriber } from "../handler.ts";

const shown: readonly DomainEvent["action"][] = [
  "invite.created",
  "invite.resent",
  "invite.accepted",
  "invite.declined",
  "invite.cancelled",
  "invite.edited",
  "invite.expired",
];

/** Draws the cards of the batches whose invites stand otherwise now. */
export const cards: Subscriber = async ({ action, targets }, at) => {
  if (action === "delivery.changed") return batchCards(at, targets);
  if (!shown.includes(action)) return [];
  return batchCards(at, await Invite.distinct("batchId", { _id: { $in: targets } }));
};
