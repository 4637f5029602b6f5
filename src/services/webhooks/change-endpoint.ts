import { Types, type UpdateQuery } from "mongoose";
import { WebhookEndpoint, type WebhookEndpointDocument } from "../../models/webhook-endpoint.ts";
import { type Principal, recordOf } from "../actor.ts";
import { recordAudit } from "../audit.ts";
import { changeAs, requireAlso } from "../authorize.ts";
import { DAY_MS } from "../durations.ts";
import type { ShownSecret } from "./create-endpoint.ts";
import { asSeen, endpointConflict } from "./endpoint-conflict.ts";
import type { WebhookSettings } from "./endpoint-fields.ts";
import { endpointName, endpointTarget } from "./endpoint-target.ts";
import { permissionsFor } from "./event-names.ts";
import { giveUpMessages } from "./queue.ts";
import { WebhooksUnavailable } from "./refusals.ts";
import { encryptSecret, newSecret } from "./secret.ts";

/** How long the old secret still signs as well after a rotation. */
const BOTH_SIGN_MS = DAY_MS;

/**
 * Creates a new secret for an endpoint. For a day, each message has two signatures: by the new secret and the old one.
 *
 * @throws NotAdmin; NotPermitted, also if it gets events that the API client may not read; WebhookChanged (says
 *   who and when); NotFound; WebhooksUnavailable
 */
export async function rotateSecret(
  actor: Principal,
  endpointId: string,
  expectedVersion: number | null,
  { secretKeys }: Pick<WebhookSettings, "secretKeys">,
): Promise<ShownSecret> {
  return changeAs(actor, "webhooks:write", async ({ now }) => {
    if (!secretKeys) throw new WebhooksUnavailable();
    const secret = newSecret();
    const encrypted = encryptSecret(secret, endpointId, secretKeys[0]);
    const before = await WebhookEndpoint.findOne(asSeen(endpointId, expectedVersion)).lean();
    if (!before) throw await endpointConflict(endpointId);
    await requireToRead(actor, before);
    const until = new Date(now.getTime() + BOTH_SIGN_MS);
    await update(actor, before, now, {
      $set: { secret: encrypted, previousSecret: { secret: before.secret, until } },
    });
    await recordAudit(actor, now, {
      action: "webhook.secret_rotated",
      target: endpointTarget(before),
      before: null,
      after: { oldSignsUntil: until },
      about: [],
    });
    return { endpointId, name: endpointName(before), secret };
  });
}

/**
 * Switches an endpoint off: nothing more is sent to it, and waiting messages are given up.
 *
 * @throws NotAdmin, NotPermitted; WebhookChanged (says who and when); NotFound
 */
export async function switchOffEndpoint(
  actor: Principal,
  endpointId: string,
  expectedVersion: number | null,
): Promise<{ name: string }> {
  const switchedOff = await changeAs(actor, "webhooks:write", async ({ now }) => {
    const before = await WebhookEndpoint.findOne(asSeen(endpointId, expectedVersion)).lean();
    if (!before) throw await endpointConflict(endpointId);
    if (before.off) return { name: endpointName(before) };
    await update(actor, before, now, {
      $set: { off: { reason: "switched_off", at: now } },
      $unset: { failingSince: 1 },
    });
    await recordAudit(actor, now, {
      action: "webhook.switched_off",
      target: endpointTarget(before),
      before: { status: "on" },
      after: { status: "off", reason: "switched_off" },
      about: [],
    });
    return { name: endpointName(before) };
  });
  await giveUpMessages(new Types.ObjectId(endpointId));
  return switchedOff;
}

/**
 * Switches an endpoint on again, whatever the reason it was off: it gets events that happen from now on.
 *
 * @throws NotAdmin; NotPermitted, also if it gets events that the API client may not read; WebhookChanged (says
 *   who and when); NotFound
 */
export async function resumeEndpoint(
  actor: Principal,
  endpointId: string,
  expectedVersion: number | null,
): Promise<{ name: string }> {
  return changeAs(actor, "webhooks:write", async ({ now }) => {
    const before = await WebhookEndpoint.findOne(asSeen(endpointId, expectedVersion)).lean();
    if (!before) throw await endpointConflict(endpointId);
    await requireToRead(actor, before);
    if (!before.off) return { name: endpointName(before) };
    await update(actor, before, now, { $unset: { off: 1, failingSince: 1 } });
    await recordAudit(actor, now, {
      action: "webhook.resumed",
      target: endpointTarget(before),
      before: { status: "off", reason: before.off.reason },
      after: { status: "on" },
      about: [],
    });
    return { name: endpointName(before) };
  });
}

/**
 * Deletes an endpoint with its secrets; waiting messages are given up.
 *
 * @throws NotAdmin, NotPermitted; WebhookChanged (says who and when); NotFound
 */
export async function deleteEndpoint(
  actor: Principal,
  endpointId: string,
  expectedVersion: number | null,
): Promise<{ name: string }> {
  const deleted = await changeAs(actor, "webhooks:write", async ({ now }) => {
    const endpoint = await WebhookEndpoint.findOneAndDelete(asSeen(endpointId, expectedVersion)).lean();
    if (!endpoint) throw await endpointConflict(endpointId);
    await recordAudit(actor, now, {
      action: "webhook.deleted",
      target: endpointTarget(endpoint),
      before: { events: endpoint.events },
      after: null,
      about: [],
    });
    return { name: endpointName(endpoint) };
  });
  await giveUpMessages(new Types.ObjectId(endpointId));
  return deleted;
}

/**
 * Checks that the actor, who answers for the endpoint from now on, may read all that it gets.
 *
 * @throws NotAdmin, NotPermitted
 */
async function requireToRead(actor: Principal, { events }: WebhookEndpointDocument): Promise<void> {
  for (const permission of permissionsFor(events)) await requireAlso(actor, permission);
}

async function update(
  actor: Principal,
  { _id }: WebhookEndpointDocument,
  now: Date,
  change: UpdateQuery<WebhookEndpointDocument>,
): Promise<void> {
  await WebhookEndpoint.updateOne(
    { _id },
    { ...change, $set: { ...change.$set, changedBy: recordOf(actor), changedAt: now }, $inc: { version: 1 } },
  );
}
