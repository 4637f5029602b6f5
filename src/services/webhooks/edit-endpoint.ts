import { WebhookEndpoint, type WebhookEndpointDocument } from "../../models/webhook-endpoint.ts";
import { type Principal, recordOf } from "../actor.ts";
import { recordAudit } from "../audit.ts";
import { changeAs, requireAlso } from "../authorize.ts";
import { databaseTime } from "../transaction.ts";
import { asSeen, endpointConflict } from "./endpoint-conflict.ts";
import { type EndpointRequest, endpointFields, type WebhookSettings } from "./endpoint-fields.ts";
import { endpointTarget, hostOf } from "./endpoint-target.ts";
import { permissionsFor } from "./event-names.ts";
import { type EndpointSummary, endpointSummary } from "./list-endpoints.ts";

/**
 * Edits an endpoint. The actor answers for it from then on. Waiting messages go to the new address, which starts fresh.
 *
 * @param expectedVersion the one on the screen; null changes it whatever its version
 * @throws NotAdmin; NotPermitted, also if it asks for events that the API client may not read; InvalidFields (`url`,
 *   `description`, `events`); WebhookChanged (says who and when); NotFound
 */
export async function editEndpoint(
  actor: Principal,
  endpointId: string,
  request: Partial<EndpointRequest>,
  expectedVersion: number | null,
  settings: Pick<WebhookSettings, "urlFault">,
): Promise<EndpointSummary> {
  return changeAs(actor, "webhooks:write", async () => {
    const before = await WebhookEndpoint.findOne(asSeen(endpointId, expectedVersion)).lean();
    if (!before) throw await endpointConflict(endpointId);
    const { url, description, events } = before;
    const fields = endpointFields({ url, description, events, ...request }, settings);
    for (const permission of permissionsFor(fields.events)) await requireAlso(actor, permission);
    const moved = fields.url !== url;
    const after = { ...before, ...fields, failingSince: moved ? undefined : before.failingSince };
    const [was, is] = [audited(before), audited(after)];
    if (!moved && JSON.stringify(was) === JSON.stringify(is)) return endpointSummary(before);

    const now = await databaseTime();
    await WebhookEndpoint.updateOne(
      { _id: before._id },
      {
        $set: { ...fields, changedBy: recordOf(actor), changedAt: now },
        ...(moved && { $unset: { failingSince: 1 } }),
        $inc: { version: 1 },
      },
    );
    const target = endpointTarget(after);
    await recordAudit(actor, now, {
      action: "webhook.edited",
      target,
      before: was,
      // Only the host of an address is logged: the rest may hold a token.
      after: { ...is, ...(moved && { urlChanged: true }) },
      about: [],
    });
    return endpointSummary({ ...after, version: before.version + 1 });
  });
}

function audited({ url, description, events }: WebhookEndpointDocument) {
  return { host: hostOf(url), description, events };
}
