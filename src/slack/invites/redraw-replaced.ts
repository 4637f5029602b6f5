import type { WebClient } from "@slack/web-api";
import type { AccountActor } from "../../services/actor.ts";
import { addressesIn } from "../../services/invites/parse-addresses.ts";
import { InviteSettled } from "../../services/invites/refusals.ts";
import { replaceableInvite } from "../../services/invites/replace-invite.ts";
import type { InWorkspace } from "../kit/accounts.ts";
import type { SlackContext } from "../kit/context.ts";
import { ids } from "../kit/ids.ts";
import { settleNotice } from "../kit/redraw.ts";
import type { Submission } from "../kit/router.ts";
import { slackErrorCode } from "../kit/slack-errors.ts";
import type { Answer } from "../kit/submission.ts";
import type { InviteDraft } from "./draft.ts";
import { redrawList } from "./pending-list.ts";
import { pendingListState } from "./pending-state.ts";

/**
 * Once an invite has been replaced, redraws where it was shown: the list below the form, or the message that led there.
 */
export function redrawReplaced(
  answer: Answer,
  draft: InviteDraft,
  { actor, client }: Submission<unknown>,
  context: SlackContext,
): Answer {
  const { list, notice } = draft.replaces ?? {};
  const isResult = "view" in answer && answer.view.callback_id === ids.invite.result;
  if (!isResult || !(list || notice)) return answer;
  return {
    ...answer,
    afterwards: async () => {
      if (notice && (await isReplaced(actor, draft))) {
        const settle = settling(client, notice, draft);
        await context.accounts.inWorkspace({ userId: actor.userId }, settle);
      }
      if (!list) return;
      const state = pendingListState.decode(list.state);
      await redrawList(context, { actor, client, viewId: list.viewId, state }).catch((error: unknown) => {
        // The list has been closed.
        if (slackErrorCode(error) !== "not_found") throw error;
      });
    },
  };
}

type Notice = NonNullable<NonNullable<InviteDraft["replaces"]>["notice"]>;

async function isReplaced(actor: AccountActor, { replaces }: InviteDraft): Promise<boolean> {
  try {
    if (replaces) await replaceableInvite(actor, replaces);
    return false;
  } catch (error) {
    return error instanceof InviteSettled;
  }
}

/** Returns a function that settles the message that led to the form. */
function settling(client: WebClient, notice: Notice, { emails: typed }: InviteDraft) {
  const { emails } = addressesIn(typed);
  const [email] = emails;
  const sentence = emails.length === 1 ? `Corrected to ${email}.` : `Replaced by ${emails.length} invites.`;
  return (at: InWorkspace) =>
    settleNotice(client, { ...notice, ...at }, sentence).catch((error: unknown) => {
      // The message has been deleted.
      if (slackErrorCode(error) !== "message_not_found") throw error;
    });
}
