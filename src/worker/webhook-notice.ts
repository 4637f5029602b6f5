import { endpointOwner } from "../services/webhooks/endpoint-owner.ts";
import { endpointNews } from "../services/webhooks/list-endpoints.ts";
import { webhookOffCard } from "../slack/messages/webhook-notice.ts";
import { enqueueSlack } from "../slack/state/jobs.ts";
import { writeTo } from "./direct-message.ts";
import { done, type Handler } from "./handler.ts";
import { allAdmins, isStillAdmin } from "./recipients.ts";

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
      const told = new Set(owner ? [...admins, owner] : admins);
      return {
        attempt: { kind: "done" },
        record: async (_outcome, now) =>
          enqueueSlack(now, ...[...told].map((to) => ({ ...spec, to, dueAt: now }))),
      };
    }
    const mayResume = await isStillAdmin(spec.to, context.settings.owners);
    if (!mayResume && spec.to !== owner) return done;
    const result = await writeTo(context, spec.to, webhookOffCard(endpoint, mayResume));
    return result.kind === "retry" || result.kind === "cancel" ? { attempt: result } : done;
  },
};
