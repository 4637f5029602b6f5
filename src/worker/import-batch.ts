import { importBatch, pauseFailed } from "../services/imports/import-batch.ts";
import { done, type Handler } from "./handler.ts";

/** Does the next lines of an import; one that fails for good has the import rest. */
export const importBatchJob: Handler<"import-batch"> = {
  async handle({ runId, done: count }, _job, { settings: { invites: policy, owners } }) {
    await importBatch(runId, count, { policy, owners });
    return done;
  },
  onFailed: ({ runId }) => pauseFailed(runId),
};
