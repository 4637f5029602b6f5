import { runToTell } from "../services/runs/run-news.ts";
import { formerAdminCard } from "../slack/messages/former-admin.ts";
import { runNoticeCard } from "../slack/messages/run-cards.ts";
import { done, type Handler } from "./handler.ts";
import { isStillAdmin } from "./recipients.ts";
import { redrawCard } from "./redraw-card.ts";

/** Redraws an admin's card about a run: once the run is paused or has ended, there is nothing left to stop. */
export const runCard: Handler<"run-card"> = {
  async handle(job, _job, context) {
    const told = await runToTell(job.runId);
    if (!told) return done;
    const { run } = told;
    const mayRead = await isStillAdmin(job.to, context.settings.owners);
    const card = mayRead ? runNoticeCard(run, job.news) : formerAdminCard;
    return redrawCard(context, job, card, async () => {
      const now = await runToTell(job.runId);
      return now?.run.version !== run.version;
    });
  },
};
