import { endpointOwner } from "../services/webhooks/endpoint-owner.ts";
import { endpointNews } from "../services/webhooks/list-endpoints.ts";
import { webhookOffCard } from "../slack/messages/webhook-notice.ts";
import { writeTo, written } from "./direct-message.ts";
import { done, type Handler } from "./handler.ts";
import { allAdmins, isStillAdmin } from "./recipients.ts";
import { tellEach } from "./tell-each.ts";

/**
 * Tells every admin of a webhook that was switched off by itself, and whoever answers for it even if they are none, each of
 * them by a job of their own.
 */
export const webhookNotice: Handler<"webhook-off-notice"> = {
  async handle(spec, _job, context) {
    const endpoint = await endpointNews(spec.endpointId);
    if (!endpoint?.off || endpoint.off.reason === "switched_off") return done;
    const owner = await endpointOwner(spec.endpointId);
    if (!spec.to) {
      const admins = await allAdmins(context.settings.owners);
      return tellEach(spec, new Set(owner ? [...admins, owner] : admins));
    }
    const mayResume = await isStillAdmin(spec.to, context.settings.owners);
    if (!mayResume && spec.to !== owner) return done;
    return written(await writeTo(context, spec.to, webhookOffCard(endpoint, mayResume)));
  },
};
