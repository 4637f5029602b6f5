import { recordProgress, runToTell } from "../services/runs/run-news.ts";
import { formerAdminCard } from "../slack/messages/former-admin.ts";
import { runProgressCard } from "../slack/messages/run-cards.ts";
import { claimProgress, releaseProgress } from "../slack/state/run-progress.ts";
import { rewrite, writeTo } from "./direct-message.ts";
import { done, type Handler } from "./handler.ts";
import { reachable } from "./recipients.ts";

/** How often the message is drawn while a run goes on: Slack allows about 50 updates a minute in total. */
const REST_MS = 3_000;

/** Shows the person who runs something how far it is, in one message that is redrawn until the run ends or pauses. */
export const runProgress: Handler<"run-progress"> = {
  async handle({ runId }, job, context) {
    const told = await runToTell(runId);
    if (told?.run.by.kind !== "slack") return done;
    const { run, progress } = told;
    const to = await reachable(run.by, context.settings.owners);
    if (!to && !progress) return done;
    if (!progress && !(await claimProgress(runId, job.id)))
      return { attempt: { kind: "snooze", afterMs: REST_MS / 2 } };
    const card = to ? runProgressCard(run) : formerAdminCard;
    const result = progress
      ? await rewrite(context, run.by.userId, progress, card)
      : await writeTo(context, to ?? "", card);
    if (!progress && result.kind !== "ok") await releaseProgress(runId);
    if (result.kind === "retry" || result.kind === "cancel") return { attempt: result };
    if (result.kind === "unreachable") return done;
    return {
      attempt: to && run.status === "running" ? { kind: "snooze", afterMs: REST_MS } : { kind: "done" },
      record: async () => recordProgress(runId, run.by, result.value),
    };
  },
  onFailed: async ({ runId }) => releaseProgress(runId),
};
