import type { App, BlockAction, ButtonAction, ViewSubmitAction } from "@slack/bolt";
import type { ModalView } from "@slack/types";
import { DomainError, InvalidFields } from "../../errors.ts";
import type { SlackActor } from "../../services/actor.ts";
import { addressesIn } from "../../services/addresses.ts";
import { cancelInvite } from "../../services/cancel-invite.ts";
import { usersGroupId } from "../../services/groups.ts";
import { groupsToChoose } from "../../services/invite-form.ts";
import { invitePeople } from "../../services/invite-people.ts";
import { whoPressed } from "../actor-ref.ts";
import { cancelledWords, replaceControls } from "../after-press.ts";
import type { Subcommand } from "../command.ts";
import { ids } from "../ids.ts";
import { sentenceFor } from "../problem.ts";
import { seenInvite } from "../seen-invite.ts";
import { type Answer, answerSubmission } from "../submission.ts";
import type { Surroundings } from "../surroundings.ts";
import { type InviteDraft, readDraft } from "./draft.ts";
import { groupsOffered, inviteForm } from "./form-view.ts";
import { inviteResult } from "./result-view.ts";

type Press = BlockAction<ButtonAction>;

const MOST_ADDRESSES = 100;

/** `/iam invite [emails]` */
export function inviteCommand({ policy }: Surroundings): Subcommand {
  return async ({ text, actor, client, triggerId }) => {
    const view = await form(actor, { ...blank(policy.expiryDays), emails: text });
    await client.views.open({ trigger_id: triggerId, view });
  };
}

export function registerInvite(app: App, surroundings: Surroundings): void {
  const { accounts, policy, log } = surroundings;

  app.action<Press>(ids.invite.open, async ({ ack, action, body, client }) => {
    await ack();
    const actor = await accounts.recent(whoPressed(body));
    const view = await form(actor, { ...blank(policy.expiryDays), emails: action.value ?? "" });
    await client.views.open({ trigger_id: body.trigger_id, view });
  });

  app.view<ViewSubmitAction>(ids.invite.form, async ({ ack, body, view, client }) => {
    const draft = readDraft(view.state.values);
    const again = (problem: string) => inviteForm(draft, groupsOffered(view.blocks), problem);
    await answerSubmission(ack, client, view.id, submitted(surroundings, body, draft, again), (error) => ({
      view: again(sentenceFor(error, log)),
    }));
  });

  app.action<Press>(ids.invite.undo, async ({ ack, action, body, client, respond }) => {
    await ack();
    const actor = await accounts.fresh(whoPressed(body));
    const { inviteId, generation } = seenInvite(action.value);
    const said = await cancelInvite(actor, inviteId, generation).then(cancelledWords, (error: unknown) => {
      if (error instanceof DomainError) return sentenceFor(error, log, actor.timeZone);
      throw error;
    });
    await replaceControls(body, said, { client, respond });
  });

  app.action<Press>(ids.invite.correct, async ({ ack, action, body, client, respond }) => {
    await ack();
    const actor = await accounts.fresh(whoPressed(body));
    const { inviteId, generation } = seenInvite(action.value);
    const { email, groupIds, expiryDays, message } = await cancelInvite(actor, inviteId, generation);
    const view = await form(actor, { emails: email, groupIds, expiryDays, message });
    await client.views.open({ trigger_id: body.trigger_id, view });
    await replaceControls(body, `The invite to ${email} is cancelled.`, { client, respond });
  });
}

function blank(expiryDays: number): InviteDraft {
  return { emails: "", groupIds: [usersGroupId], expiryDays, message: "" };
}

async function form(actor: SlackActor, draft: InviteDraft): Promise<ModalView> {
  return inviteForm(draft, await groupsToChoose(actor));
}

/** Carries out a submitted form; whatever stands in the way, what was typed is still there. */
async function submitted(
  { accounts, policy }: Surroundings,
  body: ViewSubmitAction,
  draft: InviteDraft,
  again: (problem: string) => ModalView,
): Promise<Answer> {
  const addresses = addressesIn(draft.emails);
  const fault = addressFault(addresses);
  if (fault) return { errors: { [ids.invite.emails]: fault }, form: again(fault) };
  try {
    const request = { emails: addresses.emails, ...draftRest(draft) };
    const outcomes = await invitePeople(await accounts.fresh(whoPressed(body)), request, policy);
    return { view: inviteResult(outcomes, policy.undoSeconds) };
  } catch (error) {
    if (!(error instanceof InvalidFields)) throw error;
    return { errors: { [ids.invite.groups]: error.sentence() }, form: again(error.sentence()) };
  }
}

function draftRest({ groupIds, expiryDays, message }: InviteDraft) {
  return { groupIds, expiryDays, ...(message && { message }) };
}

function addressFault({ emails, malformed }: ReturnType<typeof addressesIn>): string | null {
  if (malformed.length > 0)
    return `${malformed.length === 1 ? "This is not an email address" : "These are not email addresses"}: ${malformed.slice(0, 10).join(", ")}.`;
  if (emails.length === 0) return "Enter at least one email address, such as eve@example.com.";
  if (emails.length > MOST_ADDRESSES)
    return `That is ${emails.length} addresses; up to ${MOST_ADDRESSES} can be invited at a time.`;
  return null;
}
