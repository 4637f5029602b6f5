import { type QueryFilter, Types, trusted } from "mongoose";
import { Job, type JobDocument } from "../../models/job.ts";
import { WebhookEndpoint } from "../../models/webhook-endpoint.ts";
import type { Principal } from "../actor.ts";
import { recordAudit } from "../audit.ts";
import { changeAs, readAs } from "../authorize.ts";
import { NotFound } from "../errors.ts";
import { endpointName, endpointTarget } from "./endpoint-target.ts";
import { enqueueWebhooks, message, TRIED_FOR_MS } from "./messages.ts";
import { testBody } from "./payload.ts";
import { MESSAGES_KEPT } from "./queue.ts";
import { WebhookOff } from "./refusals.ts";

/** One of the last messages to an endpoint, and the result of its last attempt. */
export interface DeliverySummary {
  /** The message's `webhook-id`. */
  id: string;
  type: string;
  status: "delivered" | "waiting" | "failed";
  attempts: number;
  createdAt: Date;
  /** When it was delivered or given up. */
  settledAt: Date | null;
  /** When it is tried next. */
  dueAt: Date | null;
  /** The status of the answer, or why there was none: a code, with its detail after a colon. */
  answer: string | null;
}

const PREFIX = "msg_";

/**
 * Reads the last hundred messages to an endpoint, up to 30 days old, newest first.
 *
 * @throws NotAdmin, NotPermitted; NotFound
 */
export async function listDeliveries(
  actor: Principal,
  endpointId: string,
  most = MESSAGES_KEPT,
): Promise<DeliverySummary[]> {
  return readAs(actor, "webhooks:read", async () => {
    if (!(await WebhookEndpoint.exists({ _id: endpointId }))) throw new NotFound({ what: "webhook" });
    const jobs = await Job.find(
      { kind: "webhook", "facts.endpointId": new Types.ObjectId(endpointId) },
      { "facts.body": 0 },
    )
      .sort({ _id: -1 })
      .limit(most)
      .lean();
    return jobs.map(summary);
  });
}

function summary(job: JobDocument): DeliverySummary {
  const { _id, status, attempts, createdAt, settledAt = null, dueAt, facts, answer, lastFault } = job;
  return {
    id: `${PREFIX}${_id}`,
    type: String(facts.type),
    status: status === "done" ? "delivered" : status,
    attempts,
    createdAt,
    settledAt,
    dueAt: status === "waiting" ? dueAt : null,
    answer: answer ?? lastFault ?? null,
  };
}

/**
 * Delivers a message again, with the same id and body: a receiver that has it already can tell.
 *
 * @throws NotAdmin, NotPermitted; NotFound; WebhookOff
 */
export async function redeliver(actor: Principal, endpointId: string, messageId: string): Promise<void> {
  const id = /^msg_([0-9a-f]{24})$/.exec(messageId)?.[1];
  await changeAs(actor, "webhooks:write", async ({ now }) => {
    const endpoint = await endpointThatIsOn(endpointId);
    if (!id) throw new NotFound({ what: "delivery" });
    const ofEndpoint: QueryFilter<JobDocument> = {
      _id: id,
      kind: "webhook",
      "facts.endpointId": endpoint._id,
    };
    const found = await Job.findOneAndUpdate(
      // A message under way is left to its lease holder.
      trusted({ ...ofEndpoint, lease: { $exists: false } }),
      {
        $set: {
          status: "waiting",
          dueAt: now,
          attempts: 0,
          "facts.until": new Date(now.getTime() + TRIED_FOR_MS),
        },
        $unset: { settledAt: 1, lastFault: 1, answer: 1 },
      },
    ).lean();
    if (!found && !(await Job.exists(ofEndpoint))) throw new NotFound({ what: "delivery" });
    await recordAudit(actor, now, {
      action: "webhook.redelivered",
      target: endpointTarget(endpoint),
      before: null,
      after: { message: messageId },
      about: [],
    });
  });
}

/** Sends an endpoint a test message, which reports nothing. @throws NotAdmin, NotPermitted; NotFound; WebhookOff */
export async function testEndpoint(actor: Principal, endpointId: string): Promise<{ name: string }> {
  return changeAs(actor, "webhooks:write", async ({ now }) => {
    const endpoint = await endpointThatIsOn(endpointId);
    await recordAudit(actor, now, {
      action: "webhook.tested",
      target: endpointTarget(endpoint),
      before: null,
      after: null,
      about: [],
    });
    await enqueueWebhooks(now, message(endpoint._id, "webhook.test", testBody(now, endpointId), now));
    return { name: endpointName(endpoint) };
  });
}

/** @throws NotFound; WebhookOff */
async function endpointThatIsOn(endpointId: string) {
  const endpoint = await WebhookEndpoint.findById(endpointId).lean();
  if (!endpoint) throw new NotFound({ what: "webhook" });
  if (endpoint.off) throw new WebhookOff({ name: endpointName(endpoint) });
  return endpoint;
}
