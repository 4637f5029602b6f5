import { groupNames } from "../services/groups/groups.ts";
import { looserRulesCard } from "../slack/messages/request-card.ts";
import { enqueueSlack } from "../slack/state/jobs.ts";
import { writeToAdmin } from "./direct-message.ts";
import { done, type Handler } from "./handler.ts";
import { allAdmins } from "./recipients.ts";

/** Tells every other admin, each by a job of their own, that the access rules of a group were loosened. */
export const rulesNotice: Handler<"rules-notice"> = {
  async handle(spec, _job, context) {
    const { groupId, by, to, except } = spec;
    const name = (await groupNames([groupId])).get(String(groupId));
    if (name === undefined) return done;
    if (to) {
      const result = await writeToAdmin(context, to, looserRulesCard(name, by));
      return result.kind === "retry" || result.kind === "cancel" ? { attempt: result } : done;
    }
    const admins = (await allAdmins(context.settings.owners)).filter((id) => id !== except);
    return {
      attempt: { kind: "done" },
      record: async (_outcome, now) =>
        enqueueSlack(now, ...admins.map((admin) => ({ ...spec, to: admin, dueAt: now }))),
    };
  },
};
