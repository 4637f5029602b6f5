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

/** What may take away an admin's rights, or give them back. */
const ofRights: readonly DomainEvent["action"][] = [
  "user.suspended",
  "user.reactivated",
  "user.paused",
  "user.linked",
  "user.groups_changed",
  "user.membership_ended",
];

/** Redraws the cards of batches whose invites or inviters have changed. */
export const cards: Subscriber = async ({ action, targets }, at) => {
  if (action === "delivery.changed") return batchCards(at, targets);
  if (ofRights.includes(action)) return batchCards(at, await batchesOf(targets));
  if (!shown.includes(action)) return [];
  return batchCards(at, await Invite.distinct("batchId", { _id: { $in: targets } }));
};

/** Finds the batches still drawn for these users; other batches are no longer drawn. */
async function batchesOf(userIds: readonly string[]) {
  return Invite.distinct("batchId", { handledBy: { $in: userIds }, status: "pending" });
}
