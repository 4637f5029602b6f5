import { WebhookEndpoint, type WebhookEndpointDocument } from "../../models/webhook-endpoint.ts";
import { HOUR_MS } from "../../services/durations.ts";
import { type LeasedJob, leaseLeftMs } from "../../services/leases.ts";
import { type Outcome, settleAlone } from "../../services/settle-jobs.ts";
import { noteFailed, noteGivenUp, noteReached, switchOffItself } from "../../services/webhooks/health.ts";
import { mayBeTold, webhookJob } from "../../services/webhooks/messages.ts";
import { giveUpMessages } from "../../services/webhooks/queue.ts";
import { decryptSecret, type SecretKeys } from "../../services/webhooks/secret.ts";
import type { Answer, WebhookClient } from "../../webhooks/client.ts";
import { signatureHeaders } from "../../webhooks/signature.ts";

const FIRST_MS = 5_000;
const LONGEST_MS = 4 * HOUR_MS;
/** How long a message waits for the key that encrypted its endpoint's secret. */
const WITHOUT_KEY_MS = 60_000;

export interface Delivering {
  client: WebhookClient;
  secretKeys: SecretKeys;
  /** How long a message is held: at least twice as long as an attempt takes. */
  leaseMs: number;
}

/**
 * How an endpoint took a message, and how long to leave it alone; a withheld message tells nothing about the endpoint.
 */
export type Verdict =
  | { kind: "took" }
  | { kind: "withheld" }
  | { kind: "failed"; restMs: number; version: number }
  | { kind: "off" };

/** Delivers a message that this process holds, and settles it. */
export async function deliver(
  job: LeasedJob,
  { client, secretKeys }: Omit<Delivering, "leaseMs">,
): Promise<Verdict> {
  const spec = webhookJob.safeParse({ ...job.facts, kind: job.kind }).data;
  const endpoint = spec && (await WebhookEndpoint.findById(spec.endpointId).lean());
  if (!endpoint || endpoint.off) {
    await settleAlone(job, failed("webhook_off"));
    if (spec) await giveUpMessages(spec.endpointId);
    return { kind: "off" };
  }
  if (!(await mayBeTold(endpoint, spec.type, job.claimedAt))) {
    await settleAlone(job, failed("webhook_not_permitted"));
    return { kind: "withheld" };
  }
  const secrets = secretsOf(endpoint, job.claimedAt, secretKeys);
  if (secrets === null) {
    const late = job.claimedAt >= spec.until;
    await settleAlone(job, late ? failed("webhook_no_key") : { kind: "snooze", afterMs: WITHOUT_KEY_MS });
    return { kind: "failed", restMs: WITHOUT_KEY_MS, version: endpoint.version };
  }
  // The process stalled for so long that another one may have the message before it is answered.
  if (leaseLeftMs(job) < client.timeoutMs) {
    await settleAlone(job, { kind: "snooze", afterMs: 0 });
    return { kind: "failed", restMs: 0, version: endpoint.version };
  }
  const headers = {
    "content-type": "application/json",
    "user-agent": "iam-bot",
    ...signatureHeaders(`msg_${job.id}`, Math.floor(job.claimedAt.getTime() / 1000), spec.body, secrets),
  };
  const answer = await client.post(endpoint.url, headers, spec.body);
  return settleBy(answer, job, spec.until, endpoint);
}

function secretsOf(
  { _id, secret, previousSecret }: WebhookEndpointDocument,
  now: Date,
  keys: SecretKeys,
): string[] | null {
  const current = decryptSecret(secret, String(_id), keys);
  if (current === null) return null;
  const previous =
    previousSecret && previousSecret.until > now
      ? decryptSecret(previousSecret.secret, String(_id), keys)
      : null;
  return previous === null ? [current] : [current, previous];
}

async function settleBy(
  answer: Answer,
  job: LeasedJob,
  until: Date,
  endpoint: WebhookEndpointDocument,
): Promise<Verdict> {
  const status = answer.kind === "answered" ? answer.status : 0;
  if (status >= 200 && status < 300) {
    await settleAlone(job, { kind: "done", answer: String(status) });
    await noteReached(endpoint);
    return { kind: "took" };
  }
  const error = answer.kind === "answered" ? `webhook_answer:${status}` : answer.error;
  if (status === 410 && (await switchOffItself(endpoint, "gone"))) {
    await settleAlone(job, failed(error));
    return { kind: "off" };
  }
  const asked = answer.kind === "answered" && (status === 429 || status === 503) ? answer.retryAfterMs : 0;
  const outcome: Outcome =
    job.claimedAt >= until ? failed(error) : { kind: "retry", error, afterMs: waitAfter(job.attempt, asked) };
  await settleAlone(job, outcome);
  await noteFailed(endpoint, job.claimedAt);
  if (outcome.kind === "failed") await noteGivenUp(endpoint);
  return { kind: "failed", restMs: asked, version: endpoint.version };
}

const failed = (error: string): Outcome => ({ kind: "failed", error, invalidRecipient: false });

/**
 * Returns how long a message waits after a failed attempt: twice as long each time, up to four hours, minus a random
 * part of up to half, and never less than the endpoint asked for.
 *
 * @param attempt 1 for the first
 */
export function waitAfter(attempt: number, atLeastMs: number, chance: number = Math.random()): number {
  const longest = Math.min(LONGEST_MS, FIRST_MS * 2 ** (attempt - 1));
  return Math.round(atLeastMs + longest * (1 - chance / 2));
}
