import { changeBatch } from "../services/changes/change-batch.ts";
import { importBatch } from "../services/imports/import-batch.ts";
import { pauseFailed } from "../services/runs/run-batch.ts";
import { helpsToResend } from "../slack/messages/remedy.ts";
import { giveWay } from "./give-way.ts";
import { done, type Handler } from "./handler.ts";

/** Does the next lines of an import, which pauses if a batch fails for good. */
export const importBatchJob: Handler<"import-batch"> = {
  async handle({ runId, done: count }, { attempt }, context) {
    const { invites: policy, owners } = context.settings;
    await giveWay(context);
    await importBatch({ runId, done: count, attempt }, { policy, owners });
    return done;
  },
  onFailed: ({ runId }) => pauseFailed(runId),
};

/** Does the next rows of a change, which pauses if a batch fails for good. */
export const changeBatchJob: Handler<"change-batch"> = {
  async handle({ runId, done: count }, { attempt }, context) {
    const { invites: policy, owners } = context.settings;
    await giveWay(context);
    await changeBatch({ runId, done: count, attempt }, { policy, owners, reaches: helpsToResend });
    return done;
  },
  onFailed: ({ runId }) => pauseFailed(runId),
};
