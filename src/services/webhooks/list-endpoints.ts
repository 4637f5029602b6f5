import type { Types } from "mongoose";
import { nameOf } from "../../models/actor-record.ts";
import {
  type OffReason,
  WebhookEndpoint,
  type WebhookEndpointDocument,
} from "../../models/webhook-endpoint.ts";
import type { Principal } from "../actor.ts";
import { readAs } from "../authorize.ts";
import { NotFound } from "../errors.ts";
import { endpointName, hostOf } from "./endpoint-target.ts";

/** An endpoint as admins and API clients see it, without its secret. */
export interface EndpointSummary {
  id: string;
  /** Its description, or its host. */
  name: string;
  url: string;
  /** The part of the URL that isn't secret. */
  host: string;
  description: string;
  events: string[];
  version: number;
  createdBy: string;
  createdAt: Date;
  /** Why it is off, and since when; null while it is on. */
  off: { reason: OffReason; at: Date } | null;
  /** Since when it can't be reached. */
  failingSince: Date | null;
  /** Until when the secret before the last rotation signs as well; in the past once it no longer does. */
  oldSignsUntil: Date | null;
}

/** Lists every endpoint, oldest first; there are at most 100. @throws NotAdmin, NotPermitted */
export async function listEndpoints(actor: Principal): Promise<EndpointSummary[]> {
  return readAs(actor, "webhooks:read", async () => {
    const endpoints = await WebhookEndpoint.find().sort({ _id: 1 }).lean();
    return endpoints.map(endpointSummary);
  });
}

/** Reads one endpoint. @throws NotAdmin, NotPermitted; NotFound */
export async function openEndpoint(actor: Principal, endpointId: string): Promise<EndpointSummary> {
  return readAs(actor, "webhooks:read", async () => {
    const endpoint = await WebhookEndpoint.findById(endpointId).lean();
    if (!endpoint) throw new NotFound({ what: "webhook" });
    return endpointSummary(endpoint);
  });
}

/** Reads an endpoint for a message about it; null when it is gone. */
export async function endpointNews(endpointId: Types.ObjectId): Promise<EndpointSummary | null> {
  const endpoint = await WebhookEndpoint.findById(endpointId).lean();
  return endpoint && endpointSummary(endpoint);
}

/** Describes an endpoint without its secret. */
export function endpointSummary(endpoint: WebhookEndpointDocument): EndpointSummary {
  const { _id, url, description, events, version, createdBy, createdAt } = endpoint;
  return {
    id: String(_id),
    name: endpointName(endpoint),
    url,
    host: hostOf(url),
    description,
    events,
    version,
    createdBy: nameOf(createdBy),
    createdAt,
    off: endpoint.off ?? null,
    failingSince: endpoint.failingSince ?? null,
    oldSignsUntil: endpoint.previousSecret?.until ?? null,
  };
}
