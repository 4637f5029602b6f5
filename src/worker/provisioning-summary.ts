import { provisionedSince } from "../services/provisioning/provisioned-since.ts";
import { provisioningCard } from "../slack/messages/provisioning-summary.ts";
import { enqueueSlack } from "../slack/state/jobs.ts";
import { writeToAdmin, written } from "./direct-message.ts";
import { done, type Handler } from "./handler.ts";
import { allAdmins } from "./recipients.ts";

/** Tells every admin what an identity provider changed within an hour, with one job each. */
export const provisioningSummary: Handler<"provisioning-summary"> = {
  async handle(spec, _job, context) {
    const { clientId, since, until, to } = spec;
    if (!to || !until) {
      const told = await allAdmins(context.settings.owners);
      return {
        attempt: { kind: "done" },
        record: async (_outcome, now) =>
          enqueueSlack(now, ...told.map((each) => ({ ...spec, until: now, to: each, dueAt: now }))),
      };
    }
    const news = await provisionedSince(clientId, since, until);
    if (!news) return done;
    return written(await writeToAdmin(context, to, provisioningCard(news)));
  },
};
