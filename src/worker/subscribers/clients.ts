import { Types } from "mongoose";
import { Client } from "../../models/client.ts";
import { changesThings } from "../../services/clients/client-fields.ts";
import type { DomainEvent } from "../../services/events.ts";
import type { Due } from "../../services/jobs.ts";
import { answeredClientCards } from "../../slack/state/client-cards.ts";
import type { SlackJob } from "../../slack/state/jobs.ts";
import type { Subscriber } from "../handler.ts";

/**
 * Tells admins about clients that can change things, and asks about those whose owner can no longer answer for them.
 */
export const clients: Subscriber = async ({ action, targets }, at) => {
  switch (action) {
    case "client.created":
      return announcements(targets, at);
    case "client.kept":
    case "client.handed_over":
    case "client.revoked":
      return answeredClientCards(targets, at);
    default:
      return isOfUsers(action) ? ownersAmong(targets, at) : [];
  }
};

/**
 * Anything that happens to a user may take them out of Admin, or bring them back; a user registered just now owns
 * nothing yet.
 */
const isOfUsers = (action: DomainEvent["action"]) =>
  action.startsWith("user.") && action !== "user.provisioned";

async function announcements(ids: readonly string[], dueAt: Date): Promise<Due<SlackJob>[]> {
  const made = await Client.find({ _id: { $in: ids } }, { permissions: 1 }).lean();
  return made
    .filter(({ permissions }) => changesThings(permissions))
    .map(({ _id }) => ({ kind: "client-created-notice", clientId: _id, dueAt }));
}

async function ownersAmong(userIds: readonly string[], dueAt: Date): Promise<Due<SlackJob>[]> {
  const ids = userIds.map((id) => new Types.ObjectId(id));
  const owners = await Client.distinct("ownerId", { ownerId: { $in: ids }, status: "active" });
  return owners.flatMap((userId) => (userId ? [{ kind: "client-owner" as const, userId, dueAt }] : []));
}
