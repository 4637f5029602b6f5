import { endpointNews } from "../services/webhooks/list-endpoints.ts";
import { webhookOffCard } from "../slack/messages/webhook-notice.ts";
import { enqueueSlack } from "../slack/state/jobs.ts";
import { writeToAdmin } from "./direct-message.ts";
import { done, type Handler } from "./handler.ts";
import { allAdmins } from "./recipients.ts";

/** Tells every admin of a webhook that was switched off by itself, each of them by a job of their own. */
export const webhookNotice: Handler<"webhook-off-notice"> = {
  async handle(spec, _job, context) {
    const endpoint = await endpointNews(spec.endpointId);
    if (!endpoint?.off || endpoint.off.reason === "switched_off") return done;
    if (!spec.to) {
      const admins = await allAdmins(context.settings.owners);
      return {
        attempt: { kind: "done" },
        record: async (_outcome, now) =>
          enqueueSlack(now, ...admins.map((to) => ({ ...spec, to, dueAt: now }))),
      };
    }
    const result = await writeToAdmin(context, spec.to, webhookOffCard(endpoint));
    return result.kind === "retry" || result.kind === "cancel" ? { attempt: result } : done;
  },
};
