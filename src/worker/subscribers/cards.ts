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

/** What may take the rights of an admin from somebody, or give them back. */
const ofRights: readonly DomainEvent["action"][] = [
  "user.suspended",
  "user.reactivated",
  "user.paused",
  "user.linked",
  "user.groups_changed",
  "user.membership_ended",
];

/** Draws the cards of the batches whose invites, or whose inviters, stand otherwise now. */
export const cards: Subscriber = async ({ action, targets }, at) => {
  if (action === "delivery.changed") return batchCards(at, targets);
  if (ofRights.includes(action)) return batchCards(at, await batchesOf(targets));
  if (!shown.includes(action)) return [];
  return batchCards(at, await Invite.distinct("batchId", { _id: { $in: targets } }));
};

/** Finds the batches that are still drawn for these users: others are not drawn any more. */
async function batchesOf(userIds: readonly string[]) {
  return Invite.distinct("batchId", { handledBy: { $in: userIds }, status: "pending" });
}
