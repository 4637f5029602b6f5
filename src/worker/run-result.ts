import { shorten } from "../locales/shorten.ts";
import { Run } from "../models/run.ts";
import { changeResult } from "../services/changes/change-result.ts";
import { importResult } from "../services/imports/import-result.ts";
import { runLabel } from "../services/runs/run-facts.ts";
import { recordRunFile, runToTell } from "../services/runs/run-news.ts";
import type { RunView } from "../services/runs/show-run.ts";
import { isShared, uploadFile } from "../slack/kit/upload-file.ts";
import { enqueueSlack } from "../slack/state/jobs.ts";
import { callSlack, written } from "./direct-message.ts";
import { isForOperator, reasonIn } from "./export.ts";
import { done, type Handler } from "./handler.ts";
import { reachable } from "./recipients.ts";

/**
 * Sends the person who ran something the outcome of each line once it has ended; not again if a process died after the
 * file was shown. Tells them if it can't be sent.
 */
export const runResult: Handler<"run-result"> = {
  async handle({ runId }, _job, context) {
    const told = await runToTell(runId);
    if (told?.run.by.kind !== "slack") return done;
    const { run, progress, file: before } = told;
    const userId = await reachable(run.by, context.settings.owners);
    if (!userId) return done;
    // The message with its progress comes first.
    if (!progress) return { attempt: { kind: "retry", error: NO_MESSAGE, waitMs: 0 } };
    const result = await callSlack(() =>
      context.inWorkspace({ userId }, async (at) => {
        const { slack } = context;
        if (before && (await isShared(slack, before.id, before.channel))) return;
        const content = run.what.kind === "import" ? importResult(runId) : changeResult(runId);
        const { channel } = progress;
        await uploadFile(slack, { channel, ...fileOf(run), content }, at, (id) =>
          recordRunFile(runId, { id, channel }),
        );
      }),
    );
    return isForOperator(result) ? { attempt: { kind: "cancel", error: result.error } } : written(result);
  },

  async onFailed({ runId }, { error }, now) {
    const run = error === NO_MESSAGE ? null : await Run.findById(runId).lean();
    const to = run?.by.userId;
    if (!run || !to) return;
    const failed = { kind: "export-failed" as const, to, label: runLabel(run), reason: reasonIn(error) };
    await enqueueSlack(now, { ...failed, outcome: true, dueAt: now });
  },
};

const NO_MESSAGE = "no_progress_message";

function fileOf({ what, label }: RunView): { name: string; comment: string } {
  return what.kind === "import"
    ? {
        name: "import.csv",
        comment: `The outcome of each line of ${shorten(label, 60)}. What was left out says why: correct it and import it again.`,
      }
    : {
        name: `${what.action}.csv`,
        comment: `The outcome of each row, and why for what was left out: ${shorten(label, 60)}.`,
      };
}
