import { nameOf } from "../../models/actor-record.ts";
import { AuditEvent } from "../../models/audit-event.ts";
import { WebhookEndpoint } from "../../models/webhook-endpoint.ts";
import { type DomainError, NotFound } from "../errors.ts";
import { endpointName } from "./endpoint-target.ts";
import { WebhookChanged } from "./refusals.ts";

/** Filters for an endpoint as it was on the screen; a version of null matches any. */
export function asSeen(endpointId: string, expectedVersion: number | null) {
  return { _id: endpointId, ...(expectedVersion !== null && { version: expectedVersion }) };
}

/** Explains why a conditional write to an endpoint matched nothing: who changed it first, how and when. */
export async function endpointConflict(endpointId: string): Promise<DomainError> {
  const endpoint = await WebhookEndpoint.findById(endpointId).lean();
  const last = await AuditEvent.findOne({ "target.id": endpointId }).sort({ at: -1, _id: -1 }).lean();
  if (!last) return new NotFound({ what: "webhook" });
  return new WebhookChanged({
    name: endpoint ? endpointName(endpoint) : last.target.label,
    deleted: !endpoint,
    by: nameOf(last.actor),
    at: last.at,
  });
}
