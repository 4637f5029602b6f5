import type { Types } from "mongoose";
import {
  type OffReason,
  WebhookEndpoint,
  type WebhookEndpointDocument,
} from "../../models/webhook-endpoint.ts";
import { recordAudit } from "../audit.ts";
import { DAY_MS } from "../durations.ts";
import { databaseTime, inTransaction } from "../transaction.ts";
import { endpointTarget } from "./endpoint-target.ts";

/** An endpoint that nothing reached for so long is switched off. */
const FAILS_FOR_MS = 5 * DAY_MS;

/** Keeps that an endpoint was reached. */
export async function noteReached({ _id, failingSince }: WebhookEndpointDocument): Promise<void> {
  if (failingSince) await WebhookEndpoint.updateOne({ _id }, { $unset: { failingSince: 1 } });
}

/** Keeps that an endpoint was not reached, and switches it off once that has been so for five days. */
export async function noteFailed({ _id, failingSince }: WebhookEndpointDocument, at: Date): Promise<void> {
  if (!failingSince)
    await WebhookEndpoint.updateOne({ _id, failingSince: { $exists: false } }, { failingSince: at });
  else if (at.getTime() - failingSince.getTime() >= FAILS_FOR_MS) await switchOffItself(_id, "failing");
}

/** Switches an endpoint off that takes nothing any more; subscribers tell its owner and the admins. */
export async function switchOffItself(_id: Types.ObjectId, reason: OffReason): Promise<void> {
  await inTransaction(async () => {
    const at = await databaseTime();
    const endpoint = await WebhookEndpoint.findOneAndUpdate(
      { _id, off: { $exists: false } },
      { off: { reason, at } },
    ).lean();
    if (!endpoint) return;
    await recordAudit({ kind: "system" }, at, {
      action: "webhook.switched_off",
      target: endpointTarget(endpoint),
      before: { status: "on" },
      after: { status: "off", reason },
      about: [],
    });
  });
}
