import type { SlackContext } from "../kit/context.ts";
import { ids } from "../kit/ids.ts";
import type { Submission } from "../kit/router.ts";
import { slackErrorCode } from "../kit/slack-errors.ts";
import type { Answer } from "../kit/submission.ts";
import type { InviteDraft } from "./draft.ts";
import { redrawList } from "./pending-list.ts";
import { pendingListState } from "./pending-state.ts";

/** Draws the list below a form anew, once what the form invited replaced an invite of that list. */
export function redrawReplaced(
  answer: Answer,
  { replaces }: InviteDraft,
  { actor, client }: Submission<unknown>,
  context: SlackContext,
): Answer {
  if (!replaces?.list || !("view" in answer) || answer.view.callback_id !== ids.invite.result) return answer;
  const { viewId, state: encoded } = replaces.list;
  return {
    ...answer,
    afterwards: async () => {
      const state = pendingListState.decode(encoded);
      await redrawList(context, { actor, client, viewId, state }).catch((error: unknown) => {
        // The list was closed meanwhile.
        if (slackErrorCode(error) !== "not_found") throw error;
      });
    },
  };
}
