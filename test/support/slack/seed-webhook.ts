import { randomBytes } from "node:crypto";
import { Types } from "mongoose";
import { Job } from "../../../src/models/job.ts";
import { WebhookEndpoint } from "../../../src/models/webhook-endpoint.ts";
import { encryptSecret, newSecret } from "../../../src/services/webhooks/secret.ts";

const key = { id: "seed", secret: randomBytes(32) };

/** Writes a webhook to an address to which nothing is sent, with a dozen messages that were given up. */
export async function seedWebhook(description: string): Promise<string> {
  const at = new Date();
  const _id = new Types.ObjectId();
  await WebhookEndpoint.create({
    _id,
    url: "https://hooks.invalid/",
    description,
    events: ["audit.sealed"],
    secret: encryptSecret(newSecret(), String(_id), key),
    createdBy: { kind: "system", name: "iam-bot" },
    createdAt: at,
  });
  await Job.insertMany(
    Array.from({ length: 12 }, () => ({
      kind: "webhook",
      facts: { endpointId: _id, type: "webhook.test", body: "{}", until: at },
      status: "failed",
      dueAt: at,
      attempts: 3,
      createdAt: at,
      settledAt: at,
      lastFault: "webhook_answer:500",
    })),
  );
  return String(_id);
}
