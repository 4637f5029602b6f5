import { Types } from "mongoose";
import * as z from "zod";
import { AuditEvent } from "../../models/audit-event.ts";
import { Client } from "../../models/client.ts";
import { WebhookEndpoint, type WebhookEndpointDocument } from "../../models/webhook-endpoint.ts";
import { DAY_MS } from "../durations.ts";
import { type AuditAction, auditActions, type DomainEvent } from "../events.ts";
import { type Due, enqueuer } from "../jobs.ts";
import { type EventType, isToldOf, permissionFor } from "./event-names.ts";
import { auditBody } from "./payload.ts";

/** How long a message is retried. */
export const TRIED_FOR_MS = 3 * DAY_MS;

/** A message: one event for one endpoint. Its job's id is the message's, the same at each attempt. */
export const webhookJob = z.object({
  kind: z.literal("webhook"),
  endpointId: z.instanceof(Types.ObjectId),
  type: z.string(),
  /** What is sent, byte for byte. */
  body: z.string(),
  /** When retries end. */
  until: z.date(),
});

type WebhookJob = z.output<typeof webhookJob>;

/** Writes messages in the transaction under way. */
export const enqueueWebhooks = enqueuer<WebhookJob>(() => undefined);

/** Creates a message that is due now. */
export function message(
  endpointId: Types.ObjectId,
  type: EventType,
  body: string,
  now: Date,
): Due<WebhookJob> {
  return {
    kind: "webhook",
    endpointId,
    type,
    body,
    until: new Date(now.getTime() + TRIED_FOR_MS),
    dueAt: now,
  };
}

/**
 * Finds the endpoints that are on and asked for a kind of event. One that an API client saved last gets what the client
 * may read now, and nothing once the client has ended.
 */
export async function endpointsToldOf(type: EventType, now: Date): Promise<WebhookEndpointDocument[]> {
  const on = await WebhookEndpoint.find({ off: { $exists: false } }).lean();
  const asked = on.filter(({ events }) => isToldOf(events, type));
  return whoseSaverMayRead(asked, type, now);
}

/**
 * Tells whether an endpoint may still be sent a message that was written for it: the API client that saved it last may
 * no longer read it. A test reveals nothing, so it may always be sent.
 */
export async function mayBeTold(
  endpoint: WebhookEndpointDocument,
  type: string,
  now: Date,
): Promise<boolean> {
  return type === "webhook.test" || (await whoseSaverMayRead([endpoint], type, now)).length > 0;
}

async function whoseSaverMayRead(
  endpoints: WebhookEndpointDocument[],
  type: string,
  now: Date,
): Promise<WebhookEndpointDocument[]> {
  const ids = endpoints.flatMap((endpoint) => clientOf(endpoint) ?? []);
  const clients = ids.length > 0 ? await Client.find({ _id: { $in: ids }, status: "active" }).lean() : [];
  const may = clients.filter(
    ({ permissions, tokens }) =>
      permissions.includes(permissionFor(type)) &&
      tokens.some(({ expiresAt }) => !expiresAt || expiresAt > now),
  );
  return endpoints.filter((endpoint) => {
    const client = clientOf(endpoint);
    return client === undefined || may.some(({ _id }) => String(_id) === client);
  });
}

/** Returns the API client that answers for an endpoint, if one saved it last. */
function clientOf({ createdBy, changedBy = createdBy }: WebhookEndpointDocument): string | undefined {
  return changedBy.clientId;
}

/**
 * Returns the messages that report what happened: one for each event of the audit log and each endpoint that gets it.
 * Only reads; the function from `eraserFor` goes over them before they are written.
 */
export async function messagesOf(
  { action, auditIds = [] }: DomainEvent,
  now: Date,
): Promise<Due<WebhookJob>[]> {
  if (!isAudited(action) || auditIds.length === 0) return [];
  const endpoints = await endpointsToldOf(action, now);
  if (endpoints.length === 0) return [];
  const ids = auditIds.map((id) => new Types.ObjectId(id));
  const events = await AuditEvent.find({ _id: { $in: ids } }).lean();
  return events.flatMap((event) => {
    const body = auditBody(event);
    return endpoints.map(({ _id }) => message(_id, action, body, now));
  });
}

function isAudited(action: string): action is AuditAction {
  return auditActions.some((each) => each === action);
}
