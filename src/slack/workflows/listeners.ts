import * as z from "zod";
import { isDomainError } from "../../services/errors.ts";
import { requestByStep } from "../../services/requests/request-by-step.ts";
import { databaseTime, inTransaction } from "../../services/transaction.ts";
import type { SlackContext } from "../kit/context.ts";
import type { SlackRouter } from "../kit/router.ts";
import { slackErrorMeaning } from "../kit/slack-errors.ts";
import { enqueueSlack } from "../state/jobs.ts";

const given = { hours: z.coerce.number().int().nullish(), reason: z.string().default("") };
const inviting = z.object({ email: z.string().default(""), group: z.string().default(""), ...given });
const requesting = z.object({ person: z.string().min(1), group: z.string().default(""), ...given });

/** A step that ran. It names nobody who ran it, and the workflow's builder chose its input. */
interface Run {
  function_execution_id: string;
  inputs: unknown;
}

/**
 * Registers the steps for Workflow Builder. A step makes a request, which others answer; a job reports the outcome. It
 * is acknowledged once the request is written: until then, Slack sends it again.
 */
export function registerWorkflowSteps(router: SlackRouter, context: SlackContext): void {
  router.step("invite_person", (run) =>
    ask(run, () => {
      const { email, group, hours, reason } = inviting.parse(run.inputs);
      const asked = { executionId: run.function_execution_id, group, hours: hours ?? null, reason };
      return requestByStep({ ...asked, for: { email } }, context.requests);
    }),
  );
  router.step("request_access", (run) =>
    ask(run, async () => {
      const { person, group, hours, reason } = requesting.parse(run.inputs);
      const asked = { executionId: run.function_execution_id, group, hours: hours ?? null, reason };
      const account = await context.accounts.fresh({ userId: person });
      return requestByStep({ ...asked, for: { account } }, context.requests);
    }),
  );
}

/** Makes the request; a refusal ends the step with its sentence. */
async function ask(
  { function_execution_id: executionId }: Run,
  request: () => Promise<unknown>,
): Promise<void> {
  try {
    await request();
  } catch (error) {
    const sentence = refusalOf(error);
    if (sentence === null) throw error;
    await inTransaction(async () => {
      const now = await databaseTime();
      await enqueueSlack(now, { kind: "step-refused", executionId, sentence, dueAt: now });
    });
  }
}

/** Says why a step is refused; null if only we or Slack are in trouble, so that it can be tried again. */
function refusalOf(error: unknown): string | null {
  if (isDomainError(error)) return error.sentence();
  if (error instanceof z.ZodError)
    return "This step can’t read what it was given. Check its fields in the workflow.";
  if (slackErrorMeaning(error) === "unreachable")
    return "Slack doesn’t know the account this step was given. Check its fields in the workflow.";
  return null;
}
