import * as z from "zod";
import type { DeliverySummary } from "../../services/webhooks/deliveries.ts";
import type { EndpointSummary } from "../../services/webhooks/list-endpoints.ts";
import { documented, moment, objectId } from "../schemas.ts";

export const webhookEvents = z.array(z.string().max(60)).min(1).max(200).register(documented, {
  description:
    "Actions of the audit log such as `user.suspended`, families such as `user.*`, `audit.sealed`, or `*`.",
});
export const webhookUrl = z
  .string()
  .max(2_000)
  .register(documented, { description: "The https address that messages are posted to." });
export const webhookDescription = z
  .string()
  .max(200)
  .register(documented, { description: "A name for it, at most 60 characters." });

export const webhook = z
  .strictObject({
    id: objectId,
    url: z.string(),
    description: z.string(),
    events: z.array(z.string()),
    status: z.enum(["on", "off"]),
    off: z
      .strictObject({ reason: z.enum(["switched_off", "failing", "gone"]), at: moment })
      .nullable()
      .register(documented, { description: "Why nothing is sent to it, and since when." }),
    failingSince: moment.nullable().register(documented, {
      description: "Since when no message has reached it; null if the last attempt did.",
    }),
    oldSecretSignsUntil: moment.nullable(),
    createdBy: z.string(),
    createdAt: moment,
  })
  .register(documented, { id: "Webhook", description: "An endpoint that is told what happens." });

export const webhookSecret = z
  .strictObject({
    id: objectId,
    secret: z.string().register(documented, { description: "The key that signs messages. Shown only once." }),
  })
  .register(documented, { id: "WebhookSecret" });

export const webhookDelivery = z
  .strictObject({
    id: z.string().register(documented, { description: "The `webhook-id`, the same for each attempt." }),
    type: z.string(),
    status: z.enum(["delivered", "waiting", "failed"]),
    attempts: z.int(),
    answer: z.string().nullable().register(documented, {
      description: "The HTTP status of the answer, or a code that says why there was none.",
    }),
    createdAt: moment,
    settledAt: moment.nullable(),
    nextAttemptAt: moment.nullable(),
  })
  .register(documented, { id: "WebhookDelivery", description: "A message, and how its last attempt went." });

const time = (at: Date | null) => at?.toISOString() ?? null;

/** Presents an endpoint. */
export function presentWebhook({ id, off, ...endpoint }: EndpointSummary): z.input<typeof webhook> {
  return {
    id,
    url: endpoint.url,
    description: endpoint.description,
    events: endpoint.events,
    status: off ? "off" : "on",
    off: off && { reason: off.reason, at: off.at.toISOString() },
    failingSince: time(endpoint.failingSince),
    oldSecretSignsUntil: time(endpoint.oldSignsUntil),
    createdBy: endpoint.createdBy,
    createdAt: endpoint.createdAt.toISOString(),
  };
}

/** Presents a message, and how its last attempt went. */
export function presentDelivery({
  createdAt,
  settledAt,
  dueAt,
  ...summary
}: DeliverySummary): z.input<typeof webhookDelivery> {
  return {
    ...summary,
    createdAt: createdAt.toISOString(),
    settledAt: time(settledAt),
    nextAttemptAt: time(dueAt),
  };
}
