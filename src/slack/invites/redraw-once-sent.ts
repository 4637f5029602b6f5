import { setTimeout as wait } from "node:timers/promises";
import { mayNow } from "../../services/authorize.ts";
import type { SlackContext } from "../kit/context.ts";
import { ids } from "../kit/ids.ts";
import type { Submission } from "../kit/router.ts";
import { slackErrorCode } from "../kit/slack-errors.ts";
import type { Answer } from "../kit/submission.ts";
import { drawResult } from "./result.ts";

/**
 * Redraws an open result once the emails are sent and there is nothing left to undo. This is a courtesy of this
 * process, and nothing waits for it; a result redrawn later for another reason says the same.
 */
export function redrawOnceSent(
  answer: Answer,
  submission: Submission<unknown>,
  context: SlackContext,
): Answer {
  const { undoSeconds } = context.policy;
  if (undoSeconds === 0 || !("view" in answer) || answer.view.callback_id !== ids.invite.result)
    return answer;
  const metadata = answer.view.private_metadata ?? "";
  return {
    ...answer,
    afterwards: async () => {
      await answer.afterwards?.();
      void redrawLater(metadata, submission, context);
    },
  };
}

async function redrawLater(
  metadata: string,
  { actor, view, client }: Submission<unknown>,
  { policy, log, stopping }: SlackContext,
): Promise<void> {
  try {
    await wait(policy.undoSeconds * 1000, undefined, { ref: false, signal: stopping });
    // Nobody asked for this, so it is no attempt to be audited.
    if (!(await mayNow(actor, "invites:write"))) return;
    const result = await drawResult(actor, metadata);
    if (result) await client.views.update({ view_id: view.id, view: result });
  } catch (error) {
    if (slackErrorCode(error) !== "not_found") log.debug({ err: error }, "a result was not redrawn");
  }
}
