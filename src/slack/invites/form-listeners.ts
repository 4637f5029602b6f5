import type {
  BlockAction,
  ButtonAction,
  GlobalShortcut,
  MessageShortcut,
  ViewSubmitAction,
} from "@slack/bolt";
import type { ModalView } from "@slack/types";
import type { WebClient } from "@slack/web-api";
import { isDomainError } from "../../services/errors.ts";
import { groupsToChoose } from "../../services/groups/groups-to-choose.ts";
import { cancelInvite } from "../../services/invites/cancel-invite.ts";
import { accountOf } from "../kit/account-of.ts";
import { asTyped, type Subcommand } from "../kit/command.ts";
import type { SlackContext } from "../kit/context.ts";
import { describeError } from "../kit/errors.ts";
import { groupOptions } from "../kit/groups-input.ts";
import { ids } from "../kit/ids.ts";
import { seenInvite } from "../kit/invite-ref.ts";
import { cancelledWords, replaceActions, updateOrMessage, withError } from "../kit/redraw.ts";
import type { Listeners } from "../kit/router.ts";
import { respondInTime } from "../kit/submission.ts";
import { answerSuggestion } from "../kit/suggestion.ts";
import { readDraft } from "../state/drafts.ts";
import { inviteDraft, readForm } from "./draft.ts";
import { filledIn, filledInFromMessage } from "./filled-in.ts";
import { redrawList, refusedFor } from "./pending-list.ts";
import { readPlace } from "./pending-state.ts";
import { drawResultWith, turnResult, undoAll } from "./result.ts";
import { readPage } from "./result-state.ts";
import { redrawOnceSent } from "./sent.ts";
import { type Again, form, openForm, sendInvites, submitForm } from "./submit.ts";

type Press = BlockAction<ButtonAction>;

/** `/iam invite [emails or @mentions]` */
export function inviteCommand(context: SlackContext): Subcommand {
  return {
    example: "/iam invite eve@example.com",
    about: "Invite one person or many, by address or @mention.",
    button: { id: ids.invite.open, words: "Invite People" },
    async run({ text, actor, client, triggerId }) {
      const { draft, problem } = await filledIn(text, actor, context);
      await openForm(client, triggerId, actor, draft, problem);
    },
  };
}

export function registerInvite(app: Listeners, context: SlackContext): void {
  registerOpening(app, context);
  registerSubmits(app, context);
  registerResult(app, context);
}

function registerOpening(app: Listeners, context: SlackContext): void {
  const { accounts } = context;

  app.action<Press>(ids.invite.open, async ({ ack, action, body, client }) => {
    await ack();
    const actor = await accounts.recent(accountOf(body));
    const { draft, problem } = await filledIn(action.value ?? "", actor, context);
    await openForm(client, body.trigger_id, actor, draft, problem);
  });

  app.shortcut<GlobalShortcut>(ids.shortcut.invite, async ({ ack, body, client }) => {
    await ack();
    const actor = await accounts.recent(accountOf(body));
    const { draft } = await filledIn("", actor, context);
    await openForm(client, body.trigger_id, actor, draft);
  });

  app.shortcut<MessageShortcut>(ids.shortcut.inviteFromMessage, async ({ ack, body, client }) => {
    await ack();
    const actor = await accounts.recent(accountOf(body));
    const message = asTyped(body.message.text ?? "");
    const { draft, problem } = await filledInFromMessage(message, actor, context);
    await openForm(client, body.trigger_id, actor, draft, problem);
  });

  app.action<Press>(ids.invite.correct, async ({ ack, action, body, client, respond }) => {
    await ack();
    const actor = await accounts.fresh(accountOf(body));
    const { inviteId, generation } = seenInvite(action.value);
    const cancelled = await cancelInvite(actor, inviteId, generation).catch(refusedFor(context, actor));
    const flash =
      "text" in cancelled ? cancelled : { text: `The invite to ${cancelled.email} is cancelled.`, ok: true };
    if (!("text" in cancelled)) {
      const { email: emails, groupIds, expiryDays, message } = cancelled;
      const view = await form(actor, { emails, groupIds, expiryDays, message, mentioned: {} });
      if (body.view) await client.views.push({ trigger_id: body.trigger_id, view });
      else await client.views.open({ trigger_id: body.trigger_id, view });
    }
    if (body.view) {
      const { id: viewId, private_metadata } = body.view;
      await redrawList(context, { actor, client, viewId, place: readPlace(private_metadata), flash });
    } else await replaceActions(body, flash.text, { client, respond });
  });
}

function registerSubmits(app: Listeners, context: SlackContext): void {
  const { accounts, log } = context;

  app.options(ids.invite.groups, async ({ ack, body, options }) => {
    const find = async () => {
      const actor = await accounts.recent(accountOf(body));
      return groupOptions(options.value, await groupsToChoose(actor));
    };
    await answerSuggestion(ack, find);
  });

  app.view<ViewSubmitAction>(ids.invite.form, async ({ ack, body, view, client }) => {
    const draft = readForm(view);
    const again: Again = (problem) => withError(view, problem);
    const submit = submitForm(() => accounts.fresh(accountOf(body)), draft, again, context);
    await respondInTime(ack, client, view.id, submit, (error) => ({
      view: again(describeError(error, log)),
    }));
    await redrawOnceSent(submit, { context, body, client });
  });

  app.view<ViewSubmitAction>(ids.invite.review, async ({ ack, body, view, client }) => {
    const again: Again = (problem) => withError(view, problem);
    const send = async () => {
      const actor = await accounts.fresh(accountOf(body));
      const draft = inviteDraft.parse(await readDraft(actor, view.private_metadata));
      const answer = await sendInvites(actor, draft, again, context);
      // A review has no field that an error could stand under.
      return "errors" in answer
        ? { view: await form(actor, draft, Object.values(answer.errors).join(" ")) }
        : answer;
    };
    const submit = send();
    await respondInTime(ack, client, view.id, submit, (error) => ({
      view: again(describeError(error, log)),
    }));
    await redrawOnceSent(submit, { context, body, client });
  });

  app.action<Press>(ids.invite.change, async ({ ack, action, body, client }) => {
    await ack();
    const actor = await accounts.recent(accountOf(body));
    const draft = inviteDraft.parse(await readDraft(actor, action.value ?? ""));
    if (body.view) await client.views.update({ view_id: body.view.id, view: await form(actor, draft) });
  });
}

function registerResult(app: Listeners, { accounts, log }: SlackContext): void {
  app.action<Press>(ids.invite.undo, async ({ ack, action, body, client }) => {
    await ack();
    const actor = await accounts.fresh(accountOf(body));
    const { inviteId, generation } = seenInvite(action.value);
    const flash = await cancelInvite(actor, inviteId, generation).then(cancelledWords, (error: unknown) => {
      if (isDomainError(error)) return describeError(error, log, actor.timeZone);
      throw error;
    });
    await show(body, client, flash, (draftId) => drawResultWith(actor, draftId, inviteId, flash));
  });

  app.action<Press>(ids.invite.undoAll, async ({ ack, body, client }) => {
    await ack();
    if (!body.view) return;
    const actor = await accounts.fresh(accountOf(body));
    const flash = await undoAll(actor, body.view.private_metadata);
    await show(body, client, flash, (draftId) => drawResultWith(actor, draftId, "all", flash));
  });

  for (const id of [ids.invite.resultPrevious, ids.invite.resultNext])
    app.action<Press>(id, async ({ ack, action, body, client }) => {
      await ack();
      if (!body.view) return;
      const actor = await accounts.recent(accountOf(body));
      const view = await turnResult(actor, body.view.private_metadata, readPage(action.value));
      await client.views.update({ view_id: body.view.id, view });
    });
}

/** Draws a result with what was done from it; where it can't be drawn, a direct message says it. */
async function show(
  body: BlockAction,
  client: WebClient,
  flash: string,
  draw: (draftId: string) => Promise<ModalView>,
): Promise<void> {
  const { view } = body;
  if (!view) return;
  const update = async () =>
    client.views.update({ view_id: view.id, view: await draw(view.private_metadata) });
  await updateOrMessage(update, flash, { body, client });
}
