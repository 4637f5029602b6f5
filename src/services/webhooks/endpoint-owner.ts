import type { Types } from "mongoose";
import type { ActorRecord } from "../../models/actor-record.ts";
import { Client } from "../../models/client.ts";
import { User, type UserDocument } from "../../models/user.ts";
import { WebhookEndpoint } from "../../models/webhook-endpoint.ts";

/**
 * Finds the account of the user who answers for an endpoint: the one who changed it last, or who owns the API client
 * that did. Null if they are no longer an active user with an account.
 */
export async function endpointOwner(endpointId: Types.ObjectId): Promise<string | null> {
  const endpoint = await WebhookEndpoint.findById(endpointId).lean();
  if (!endpoint) return null;
  const user = await userBehind(endpoint.changedBy ?? endpoint.createdBy);
  return user?.status === "active" && user.slack && !user.slack.paused ? user.slack.userId : null;
}

async function userBehind({ clientId, teamId, userId }: ActorRecord): Promise<UserDocument | null> {
  if (clientId) {
    const client = await Client.findById(clientId, { ownerId: 1 }).lean();
    return client?.ownerId ? User.findById(client.ownerId).lean() : null;
  }
  return teamId && userId ? User.findOne({ "slack.teamId": teamId, "slack.userId": userId }).lean() : null;
}
