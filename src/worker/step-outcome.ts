import { stepOutcome as outcomeOf } from "../services/requests/request-by-step.ts";
import { callSlack, written } from "./direct-message.ts";
import { done, type Handler } from "./handler.ts";

/** Tells a workflow step the outcome of its request. A step that ended without us is told nothing more. */
export const stepOutcome: Handler<"step-outcome"> = {
  async handle({ requestId }, _job, { slack }) {
    const outcome = await outcomeOf(String(requestId));
    if (!outcome) return done;
    const { executionId: function_execution_id } = outcome;
    if ("sentence" in outcome)
      return written(
        await callSlack(() =>
          slack.functions.completeError({ function_execution_id, error: outcome.sentence }),
        ),
      );
    const { status, inviteId } = outcome;
    const outputs = { status, ...(inviteId !== null && { invite_id: inviteId }) };
    return written(
      await callSlack(() => slack.functions.completeSuccess({ function_execution_id, outputs })),
    );
  },
};

/** Tells a workflow step that its request can't be made. */
export const stepRefused: Handler<"step-refused"> = {
  async handle({ executionId: function_execution_id, sentence: error }, _job, { slack }) {
    return written(await callSlack(() => slack.functions.completeError({ function_execution_id, error })));
  },
};
