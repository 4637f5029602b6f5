import { nameOf } from "../../models/actor-record.ts";
import { AuditEvent } from "../../models/audit-event.ts";
import { WebhookEndpoint } from "../../models/webhook-endpoint.ts";
import { type DomainError, NotFound } from "../errors.ts";
import { endpointName } from "./endpoint-target.ts";
import { WebhookChanged } from "./refusals.ts";

/** Filters for an endpoint, as it was on the screen; null changes it whatever it is by now. */
export function asSeen(endpointId: string, expectedVersion: number | null) {
  return { _id: endpointId, ...(expectedVersion !== null && { version: expectedVersion }) };
}

/** Explains why a conditional write on an endpoint found nothing: who did what to it first, and when. */
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
