import { endpointOwner } from "../services/webhooks/endpoint-owner.ts";
import { endpointNews } from "../services/webhooks/list-endpoints.ts";
import { webhookOffCard } from "../slack/messages/webhook-notice.ts";
import { writeTo, written } from "./direct-message.ts";
import { done, type Handler } from "./handler.ts";
import { allAdmins, isStillAdmin } from "./recipients.ts";
import { tellEach } from "./tell-each.ts";

/**
 * Tells every admin, and the person who answers for it even if they aren't one, that a webhook was switched off
 * automatically, with one job each.
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
