import { setTimeout as wait } from "node:timers/promises";
import type { ViewSubmitAction } from "@slack/bolt";
import type { WebClient } from "@slack/web-api";
import { accountOf } from "../kit/account-of.ts";
import { slackErrorCode } from "../kit/bolt.ts";
import type { SlackContext } from "../kit/context.ts";
import { ids } from "../kit/ids.ts";
import type { Answer } from "../kit/submission.ts";
import { drawResult } from "./result.ts";

interface Place {
  context: SlackContext;
  body: ViewSubmitAction;
  client: WebClient;
}

/**
 * Once the mails leave there is nothing to undo: a result that is still open says so then. It is a courtesy of this
 * process, which nothing waits for; a result that is drawn later for another reason says the same.
 */
export async function redrawOnceSent(submit: Promise<Answer>, place: Place): Promise<void> {
  const answer = await submit.catch(() => null);
  if (
    place.context.policy.undoSeconds === 0 ||
    !answer ||
    !("view" in answer) ||
    answer.view.callback_id !== ids.invite.result
  )
    return;
  void redrawLater(answer.view.private_metadata ?? "", place);
}

async function redrawLater(draftId: string, { context, body, client }: Place): Promise<void> {
  await wait(context.policy.undoSeconds * 1000, undefined, { ref: false });
  try {
    const actor = await context.accounts.recent(accountOf(body));
    await client.views.update({ view_id: body.view.id, view: await drawResult(actor, draftId) });
  } catch (error) {
    if (slackErrorCode(error) !== "not_found") context.log.debug({ err: error }, "a result was not redrawn");
  }
}
