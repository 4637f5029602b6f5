import type {
  BlockAction,
  ButtonAction,
  GlobalShortcut,
  MessageShortcut,
  ViewSubmitAction,
} from "@slack/bolt";
import type { ModalView } from "@slack/types";
import type { WebClient } from "@slack/web-api";
import { DomainError } from "../../services/errors.ts";
import { groupsToChoose } from "../../services/groups/groups-to-choose.ts";
import { cancelInvite } from "../../services/invites/cancel-invite.ts";
import { whoPressed } from "../kit/account-of.ts";
import { asTyped, type Subcommand } from "../kit/command.ts";
import type { Surroundings } from "../kit/context.ts";
import { sentenceFor } from "../kit/errors.ts";
import { groupOptions } from "../kit/groups-input.ts";
import { ids } from "../kit/ids.ts";
import { seenInvite } from "../kit/invite-ref.ts";
import { cancelledWords, drawOrSay, replaceControls, withProblem } from "../kit/redraw.ts";
import type { Listeners } from "../kit/router.ts";
import { answerSubmission } from "../kit/submission.ts";
import { answerSuggestion } from "../kit/suggestion.ts";
import { readDraft } from "../state/drafts.ts";
import { inviteDraft, readForm } from "./draft.ts";
import { filledIn, filledInFromMessage } from "./filled-in.ts";
import { redrawList, refusedFor } from "./pending-list.ts";
import { readPlace } from "./pending-state.ts";
import { drawResultWith, readPage, turnResult, undoAll } from "./result.ts";
import { redrawOnceSent } from "./sent.ts";
import { type Again, form, openForm, sendInvites, submitForm } from "./submit.ts";

type Press = BlockAction<ButtonAction>;

/** `/iam invite [emails or @mentions]` */
export function inviteCommand(around: Surroundings): Subcommand {
  return {
    example: "/iam invite eve@example.com",
    about: "Invite one person or many, by address or @mention.",
    button: { id: ids.invite.open, words: "Invite People" },
    async run({ text, actor, client, triggerId }) {
      const { draft, problem } = await filledIn(text, actor, around);
      await openForm(client, triggerId, actor, draft, problem);
    },
  };
}

export function registerInvite(app: Listeners, around: Surroundings): void {
  registerOpening(app, around);
  registerSubmits(app, around);
  registerResult(app, around);
}

function registerOpening(app: Listeners, around: Surroundings): void {
  const { accounts } = around;

  app.action<Press>(ids.invite.open, async ({ ack, action, body, client }) => {
    await ack();
    const actor = await accounts.recent(whoPressed(body));
    const { draft, problem } = await filledIn(action.value ?? "", actor, around);
    await openForm(client, body.trigger_id, actor, draft, problem);
  });

  app.shortcut<GlobalShortcut>(ids.shortcut.invite, async ({ ack, body, client }) => {
    await ack();
    const actor = await accounts.recent(whoPressed(body));
    const { draft } = await filledIn("", actor, around);
    await openForm(client, body.trigger_id, actor, draft);
  });

  app.shortcut<MessageShortcut>(ids.shortcut.inviteFromMessage, async ({ ack, body, client }) => {
    await ack();
    const actor = await accounts.recent(whoPressed(body));
    const message = asTyped(body.message.text ?? "");
    const { draft, problem } = await filledInFromMessage(message, actor, around);
    await openForm(client, body.trigger_id, actor, draft, problem);
  });

  app.action<Press>(ids.invite.correct, async ({ ack, action, body, client, respond }) => {
    await ack();
    const actor = await accounts.fresh(whoPressed(body));
    const { inviteId, generation } = seenInvite(action.value);
    const cancelled = await cancelInvite(actor, inviteId, generation).catch(refusedFor(around, actor));
    const said =
      "words" in cancelled
        ? cancelled
        : { words: `The invite to ${cancelled.email} is cancelled.`, well: true };
    if (!("words" in cancelled)) {
      const { email: emails, groupIds, expiryDays, message } = cancelled;
      const view = await form(actor, { emails, groupIds, expiryDays, message, mentioned: {} });
      if (body.view) await client.views.push({ trigger_id: body.trigger_id, view });
      else await client.views.open({ trigger_id: body.trigger_id, view });
    }
    if (body.view) {
      const { id: viewId, private_metadata } = body.view;
      await redrawList(around, { actor, client, viewId, place: readPlace(private_metadata), said });
    } else await replaceControls(body, said.words, { client, respond });
  });
}

function registerSubmits(app: Listeners, around: Surroundings): void {
  const { accounts, log } = around;

  app.options(ids.invite.groups, async ({ ack, body, options }) => {
    const find = async () => {
      const actor = await accounts.recent(whoPressed(body));
      return groupOptions(options.value, await groupsToChoose(actor));
    };
    await answerSuggestion(ack, find);
  });

  app.view<ViewSubmitAction>(ids.invite.form, async ({ ack, body, view, client }) => {
    const draft = readForm(view);
    const again: Again = (problem) => withProblem(view, problem);
    const submit = submitForm(() => accounts.fresh(whoPressed(body)), draft, again, around);
    await answerSubmission(ack, client, view.id, submit, (error) => ({
      view: again(sentenceFor(error, log)),
    }));
    await redrawOnceSent(submit, { around, body, client });
  });

  app.view<ViewSubmitAction>(ids.invite.review, async ({ ack, body, view, client }) => {
    const again: Again = (problem) => withProblem(view, problem);
    const send = async () => {
      const actor = await accounts.fresh(whoPressed(body));
      const draft = inviteDraft.parse(await readDraft(actor, view.private_metadata));
      const answer = await sendInvites(actor, draft, again, around);
      // A review has no field that an error could stand under.
      return "errors" in answer
        ? { view: await form(actor, draft, Object.values(answer.errors).join(" ")) }
        : answer;
    };
    const submit = send();
    await answerSubmission(ack, client, view.id, submit, (error) => ({
      view: again(sentenceFor(error, log)),
    }));
    await redrawOnceSent(submit, { around, body, client });
  });

  app.action<Press>(ids.invite.change, async ({ ack, action, body, client }) => {
    await ack();
    const actor = await accounts.recent(whoPressed(body));
    const draft = inviteDraft.parse(await readDraft(actor, action.value ?? ""));
    if (body.view) await client.views.update({ view_id: body.view.id, view: await form(actor, draft) });
  });
}

function registerResult(app: Listeners, { accounts, log }: Surroundings): void {
  app.action<Press>(ids.invite.undo, async ({ ack, action, body, client }) => {
    await ack();
    const actor = await accounts.fresh(whoPressed(body));
    const { inviteId, generation } = seenInvite(action.value);
    const said = await cancelInvite(actor, inviteId, generation).then(cancelledWords, (error: unknown) => {
      if (error instanceof DomainError) return sentenceFor(error, log, actor.timeZone);
      throw error;
    });
    await show(body, client, said, (draftId) => drawResultWith(actor, draftId, inviteId, said));
  });

  app.action<Press>(ids.invite.undoAll, async ({ ack, body, client }) => {
    await ack();
    if (!body.view) return;
    const actor = await accounts.fresh(whoPressed(body));
    const said = await undoAll(actor, body.view.private_metadata);
    await show(body, client, said, (draftId) => drawResultWith(actor, draftId, "all", said));
  });

  for (const id of [ids.invite.resultPrevious, ids.invite.resultNext])
    app.action<Press>(id, async ({ ack, action, body, client }) => {
      await ack();
      if (!body.view) return;
      const actor = await accounts.recent(whoPressed(body));
      const view = await turnResult(actor, body.view.private_metadata, readPage(action.value));
      await client.views.update({ view_id: body.view.id, view });
    });
}

/** Draws a result with what was done from it; where it can't be drawn, a direct message says it. */
async function show(
  body: BlockAction,
  client: WebClient,
  said: string,
  draw: (draftId: string) => Promise<ModalView>,
): Promise<void> {
  const { view } = body;
  if (!view) return;
  const update = async () =>
    client.views.update({ view_id: view.id, view: await draw(view.private_metadata) });
  await drawOrSay(update, said, { body, client });
}
