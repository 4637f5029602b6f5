import { Types, trusted } from "mongoose";
import { Job, webhookClaimIndex } from "../../models/job.ts";
import { WebhookEndpoint } from "../../models/webhook-endpoint.ts";
import { claim } from "../job-queue.ts";
import type { LeasedJob } from "../leases.ts";

/**
 * Finds the endpoints for which a message is due. Reads one index entry per endpoint, however many messages it has.
 */
export async function endpointsDue(): Promise<string[]> {
  const first = await Job.aggregate<{ _id: Types.ObjectId; dueAt: Date; now: Date }>([
    { $match: { kind: "webhook", status: "waiting" } },
    { $sort: webhookClaimIndex },
    { $group: { _id: "$facts.endpointId", dueAt: { $first: "$dueAt" } } },
    { $match: { $expr: { $lte: ["$dueAt", "$$NOW"] } } },
  ]).hint(webhookClaimIndex);
  return first.map(({ _id }) => String(_id));
}

/** Reads the versions of endpoints, which change when somebody edits or resumes one. */
export async function endpointVersions(ids: readonly string[]): Promise<Map<string, number>> {
  const found = await WebhookEndpoint.find({ _id: { $in: [...ids] } }, { version: 1 }).lean();
  return new Map(found.map(({ _id, version }) => [String(_id), version]));
}

/** Leases the endpoint's message that has been due the longest. */
export async function claimMessage(endpointId: string, leaseMs: number): Promise<LeasedJob | null> {
  const itsMessages = { kind: "webhook", "facts.endpointId": new Types.ObjectId(endpointId) };
  return claim(itsMessages, webhookClaimIndex, leaseMs);
}

/** Gives up the messages waiting for an endpoint that is off. */
export async function giveUpMessages(endpointId: Types.ObjectId): Promise<void> {
  await Job.updateMany(
    { kind: "webhook", status: "waiting", "facts.endpointId": endpointId, lease: { $exists: false } },
    [{ $set: { status: "failed", settledAt: "$$NOW", lastFault: "webhook_off" } }],
    { updatePipeline: true },
  );
}

/** How many messages of an endpoint are kept. */
export const MESSAGES_KEPT = 100;

/** Deletes messages that were delivered or given up, except for the last hundred. */
export async function forgetOldMessages(endpointId: Types.ObjectId): Promise<void> {
  const ofEndpoint = { kind: "webhook", "facts.endpointId": endpointId };
  // The skip has a fixed cost: the index finds the endpoint's hundred newest messages.
  const oldest = await Job.findOne(ofEndpoint, { _id: 1 })
    .sort({ _id: -1 })
    .skip(MESSAGES_KEPT - 1)
    .lean();
  if (!oldest) return;
  await Job.deleteMany(
    trusted({
      ...ofEndpoint,
      _id: { $lt: oldest._id },
      status: { $in: ["done" as const, "failed" as const] },
    }),
  );
}
