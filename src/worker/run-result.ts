import { faultText } from "../services/imports/fault.ts";
import { runToTell } from "../services/runs/run-news.ts";
import { runResult as resultOf } from "../services/runs/run-result.ts";
import { shorten } from "../slack/kit/text.ts";
import { uploadFile } from "../slack/kit/upload-file.ts";
import { callSlack, written } from "./direct-message.ts";
import { done, type Handler } from "./handler.ts";
import { reachable } from "./recipients.ts";

/** Sends whoever ran something the outcome of each line, once it has ended. */
export const runResult: Handler<"run-result"> = {
  async handle({ runId }, _job, context) {
    const told = await runToTell(runId);
    if (told?.run.by.kind !== "slack") return done;
    const { run, progress } = told;
    const userId = await reachable(run.by, context.settings.owners);
    if (!userId) return done;
    // The message that shows how it went is there first.
    if (!progress) return { attempt: { kind: "retry", error: "no_progress_message", waitMs: 0 } };
    return written(
      await callSlack(() =>
        context.inWorkspace({ userId }, (at) => {
          const file = {
            channel: progress.channel,
            name: "import.csv",
            comment: `The outcome of each line of ${shorten(run.label, 60)}. What was left out says why: correct it and import it again.`,
            content: resultOf(runId, faultText),
          };
          return uploadFile(context.slack, file, at);
        }),
      ),
    );
  },
};
