import { Types } from "mongoose";
import { WebhookEndpoint, type WebhookEndpointDocument } from "../../models/webhook-endpoint.ts";
import { type Principal, recordOf } from "../actor.ts";
import { recordAudit } from "../audit.ts";
import { changeAs, requireAlso } from "../authorize.ts";
import { InvalidFields } from "../errors.ts";
import { lockExclusive } from "../locks.ts";
import { MadeAlready } from "../made-already.ts";
import { databaseTime } from "../transaction.ts";
import { type EndpointRequest, endpointFields, type WebhookSettings } from "./endpoint-fields.ts";
import { endpointTarget, hostOf } from "./endpoint-target.ts";
import { permissionsFor } from "./event-names.ts";
import { WebhooksUnavailable } from "./refusals.ts";
import { encryptSecret, newSecret } from "./secret.ts";

/** How many endpoints there may be. */
const MAX_ENDPOINTS = 100;

/** A new secret. It is shown once. */
export interface ShownSecret {
  endpointId: string;
  name: string;
  secret: string;
}

/**
 * Adds an endpoint, which from now on gets the events it asks for.
 *
 * @param id its id
 * @throws NotAdmin; NotPermitted, also if it asks for events that the API client may not read; InvalidFields (`url`,
 *   `description`, `events`); WebhooksUnavailable; MadeAlready if an endpoint already has the id
 */
export async function createEndpoint(
  actor: Principal,
  request: EndpointRequest,
  settings: WebhookSettings,
  id?: string,
): Promise<ShownSecret> {
  return changeAs(actor, "webhooks:write", async () => {
    if (id && (await WebhookEndpoint.exists({ _id: id }))) throw new MadeAlready(id);
    const { secretKeys } = settings;
    if (!secretKeys) throw new WebhooksUnavailable();
    const fields = endpointFields(request, settings);
    for (const permission of permissionsFor(fields.events)) await requireAlso(actor, permission);
    await lockExclusive("webhook endpoints");
    if ((await WebhookEndpoint.countDocuments({})) >= MAX_ENDPOINTS)
      throw new InvalidFields({ url: `There are ${MAX_ENDPOINTS} webhooks already. Delete one first.` });

    const now = await databaseTime();
    const _id = new Types.ObjectId(id);
    const secret = newSecret();
    const endpoint: WebhookEndpointDocument = {
      _id,
      ...fields,
      secret: encryptSecret(secret, String(_id), secretKeys[0]),
      createdBy: recordOf(actor),
      createdAt: now,
      version: 1,
    };
    await WebhookEndpoint.insertMany([endpoint], { lean: true });
    const target = endpointTarget(endpoint);
    await recordAudit(actor, now, {
      action: "webhook.created",
      target,
      before: null,
      after: { host: hostOf(endpoint.url), description: endpoint.description, events: endpoint.events },
      about: [],
    });
    return { endpointId: String(_id), name: target.label, secret };
  });
}
