import type { AuditTarget } from "../../models/audit-event.ts";
import type { WebhookEndpointDocument } from "../../models/webhook-endpoint.ts";

/** Names an endpoint by its description, or by its host: the rest of its URL may hold a token. */
export function endpointName({
  url,
  description,
}: Pick<WebhookEndpointDocument, "url" | "description">): string {
  return description || hostOf(url);
}

/** Reads the host that a webhook goes to, with its port. */
export function hostOf(url: string): string {
  return new URL(url).host;
}

/** Says which endpoint an audit event is about. */
export function endpointTarget(
  endpoint: Pick<WebhookEndpointDocument, "_id" | "url" | "description">,
): AuditTarget {
  return { kind: "webhook", id: String(endpoint._id), label: endpointName(endpoint) };
}
