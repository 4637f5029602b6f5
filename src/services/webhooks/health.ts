import type { QueryFilter } from "mongoose";
import { Job } from "../../models/job.ts";
import {
  type OffReason,
  WebhookEndpoint,
  type WebhookEndpointDocument,
} from "../../models/webhook-endpoint.ts";
import { recordAudit } from "../audit.ts";
import { DAY_MS } from "../durations.ts";
import { databaseTime, inTransaction } from "../transaction.ts";
import { endpointTarget } from "./endpoint-target.ts";
import { giveUpMessages } from "./queue.ts";

/** How long an endpoint can be unreachable before it is switched off. */
const FAILS_FOR_MS = 5 * DAY_MS;

/** Records that an endpoint was reached. */
export async function noteReached({ _id, failingSince }: WebhookEndpointDocument): Promise<void> {
  if (failingSince) await WebhookEndpoint.updateOne({ _id }, { $unset: { failingSince: 1 } });
}

/** Records that an endpoint was not reached at its present address, and switches it off after five days of that. */
export async function noteFailed(endpoint: WebhookEndpointDocument, at: Date): Promise<void> {
  const { _id, url, failingSince } = endpoint;
  if (!failingSince)
    await WebhookEndpoint.updateOne({ _id, url, failingSince: { $exists: false } }, { failingSince: at });
  else if (at.getTime() - failingSince.getTime() >= FAILS_FOR_MS) await switchOffItself(endpoint, "failing");
}

/** Forgets that an endpoint fails once all its messages are given up: nothing tells whether it still does. */
export async function noteGivenUp({ _id }: WebhookEndpointDocument): Promise<void> {
  const waits = await Job.exists({ status: "waiting", kind: "webhook", "facts.endpointId": _id });
  if (!waits) await WebhookEndpoint.updateOne({ _id }, { $unset: { failingSince: 1 } });
}

/**
 * Switches off an endpoint that no longer accepts messages, unless it was reached, or its address changed, since it was
 * read; subscribers tell its owner and the admins.
 *
 * @returns whether it is off now
 */
export async function switchOffItself(seen: WebhookEndpointDocument, reason: OffReason): Promise<boolean> {
  const { _id, url, failingSince } = seen;
  const asSeen: QueryFilter<WebhookEndpointDocument> = { _id, url, off: { $exists: false } };
  if (reason === "failing" && failingSince) asSeen.failingSince = failingSince;
  await inTransaction(async () => {
    const at = await databaseTime();
    const endpoint = await WebhookEndpoint.findOneAndUpdate(asSeen, { off: { reason, at } }).lean();
    if (!endpoint) return;
    await recordAudit({ kind: "system" }, at, {
      action: "webhook.switched_off",
      target: endpointTarget(endpoint),
      before: { status: "on" },
      after: { status: "off", reason },
      about: [],
    });
  });
  if (await WebhookEndpoint.exists({ _id, off: { $exists: false } })) return false;
  await giveUpMessages(_id);
  return true;
}
