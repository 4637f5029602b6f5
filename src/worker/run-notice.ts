import { rememberRunCard, runToTell } from "../services/runs/run-news.ts";
import { runNoticeCard } from "../slack/messages/run-cards.ts";
import { enqueueSlack } from "../slack/state/jobs.ts";
import { writeToAdmin, written } from "./direct-message.ts";
import { done, type Handler } from "./handler.ts";
import { allAdmins } from "./recipients.ts";
import { tellEach } from "./tell-each.ts";

/**
 * Tells the admins, except the one who runs it, that a large run has started (even if it is over by then), or that a
 * run has stopped and is waiting for one of them.
 */
export const runNotice: Handler<"run-notice"> = {
  async handle(spec, _job, context) {
    const told = await runToTell(spec.runId);
    if (!told || (spec.news === "stopped" && told.run.status !== "paused")) return done;
    const { run } = told;
    if (!spec.to) {
      const admins = await allAdmins(context.settings.owners);
      return tellEach(
        spec,
        admins.filter((id) => id !== run.by.userId),
      );
    }
    const { runId, news, to } = spec;
    return written(await writeToAdmin(context, to, runNoticeCard(run, news)), async (message, now) => {
      const { version } = await rememberRunCard(runId, { ...message, news, to });
      if (version !== run.version)
        await enqueueSlack(now, { kind: "run-card", ...message, runId, news, to, dueAt: now });
    });
  },
};
