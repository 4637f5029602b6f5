import { groupsToChoose } from "../../services/groups/groups-to-choose.ts";
import { groupsAtCommand } from "../../services/users/groups-at-command.ts";
import type { Subcommand } from "../kit/command.ts";
import type { SlackContext } from "../kit/context.ts";
import { groupOptions } from "../kit/groups-input.ts";
import { ids } from "../kit/ids.ts";
import { updateOrMessage, withError } from "../kit/redraw.ts";
import type { SlackRouter, Submission } from "../kit/router.ts";
import { anyText, noState } from "../kit/state-codec.ts";
import { readDraft } from "../state/drafts.ts";
import { registerInviteButtons } from "./button-listeners.ts";
import { type FormState, formState, inviteDraft, readBeyondFields, readFields } from "./draft.ts";
import { fillIn, fillInFromMessage, withAddresses } from "./fill-in.ts";
import { redrawOnceSent } from "./redraw-once-sent.ts";
import { redrawReplaced } from "./redraw-replaced.ts";
import { drawResultWith, takeWaiting, turnResult, undoAll } from "./result.ts";
import { resultPage } from "./result-state.ts";
import { checkForm, form, formWith, sendInvites, submitForm } from "./submit.ts";

/** Creates the subcommand `/iam invite [emails or @mentions]`. */
export function inviteCommand(context: SlackContext): Subcommand {
  return {
    example: "/iam invite eve@example.com",
    permission: "invites:write",
    about: "Invite one person or many, by address or @mention.",
    button: { id: ids.invite.open, label: "Invite People" },
    syncsAccount: true,
    async run({ text, actor, open }) {
      const [choices, { draft, problem }] = await Promise.all([
        groupsAtCommand(actor, "invites:write"),
        fillIn(text, context),
      ]);
      await open(await formWith(choices, actor, draft, problem));
    },
  };
}

/** Registers inviting: the form, its review, its result, and everything that can be done about one invite. */
export function registerInvite(router: SlackRouter, context: SlackContext): void {
  registerOpening(router, context);
  registerSubmits(router, context);
  registerResult(router, context);
  registerInviteButtons(router, context);
}

function registerOpening(router: SlackRouter, context: SlackContext): void {
  router.show(ids.invite.open, anyText, async ({ actor, value: typed }) => {
    const { draft, problem } = await fillIn(typed, context);
    return { above: await form(actor, draft, problem) };
  });

  router.shortcut(ids.shortcut.invite, async ({ actor }) => {
    const { draft } = await fillIn("", context);
    return form(actor, draft);
  });

  router.shortcut(ids.shortcut.inviteFromMessage, async ({ actor, text }) => {
    const { draft, problem } = await fillInFromMessage(text, context);
    return form(actor, draft, problem);
  });
}

function registerSubmits(router: SlackRouter, context: SlackContext): void {
  router.suggest(ids.invite.groups, async ({ actor, typed }) =>
    groupOptions(typed, await groupsToChoose(actor)),
  );

  const sendForm = async (submission: Submission<FormState>) => {
    const { actor, state, values, view } = submission;
    const draft = { ...readFields(values), ...(await readBeyondFields(actor, state)) };
    const answer = await submitForm(actor, draft, (problem) => withError(view, problem), context);
    return redrawOnceSent(redrawReplaced(answer, draft, submission, context), submission, context);
  };
  router.submit(ids.invite.form, formState, sendForm, checkForm);

  router.submit(ids.invite.review, anyText, async (submission) => {
    const { actor, state: draftId, view } = submission;
    const draft = inviteDraft.parse(await readDraft(actor, draftId));
    const answer = await sendInvites(actor, draft, (problem) => withError(view, problem), context);
    // A review has no field to show an error under.
    if ("errors" in answer) return { view: await form(actor, draft, Object.values(answer.errors).join(" ")) };
    return redrawOnceSent(redrawReplaced(answer, draft, submission, context), submission, context);
  });

  router.show(ids.invite.change, anyText, async ({ actor, value: draftId }) => ({
    view: await form(actor, inviteDraft.parse(await readDraft(actor, draftId))),
  }));
}

function registerResult(router: SlackRouter, context: SlackContext): void {
  router.press(ids.invite.undoAll, noState, async ({ actor, view, client, tell }) => {
    if (!view) return undefined;
    const { id, private_metadata: metadata } = view;
    const sentence = await undoAll(actor, metadata);
    const redraw = async () =>
      client.views.update({ view_id: id, view: await drawResultWith(actor, metadata, "all", sentence) });
    await updateOrMessage(redraw, sentence, tell);
    return undefined;
  });

  router.show(ids.invite.next, noState, async ({ actor, view }) => {
    const { draft, problem } = withAddresses(
      await takeWaiting(actor, view?.private_metadata ?? ""),
      [],
      context,
    );
    return { view: await form(actor, draft, problem) };
  });

  for (const id of [ids.invite.resultPrevious, ids.invite.resultNext])
    router.show(id, resultPage, async ({ actor, value: page, view }) => ({
      view: await turnResult(actor, view?.private_metadata ?? "", page),
    }));
}
