import type { ModalView } from "@slack/types";
import type { WebClient } from "@slack/web-api";
import { InvalidFields } from "../../errors.ts";
import type { SlackActor } from "../../services/actor.ts";
import { type Addresses, addressesIn } from "../../services/addresses.ts";
import { keepDraft } from "../../services/drafts.ts";
import { groupsToChoose } from "../../services/invite-form.ts";
import { invitePeople } from "../../services/invite-people.ts";
import { previewInvites } from "../../services/preview-invites.ts";
import { ids } from "../ids.ts";
import { sentenceFor } from "../problem.ts";
import type { Answer } from "../submission.ts";
import type { Surroundings } from "../surroundings.ts";
import type { InviteDraft } from "./draft.ts";
import { inviteForm } from "./form-view.ts";
import { stillBound } from "./mentions.ts";
import { firstResult } from "./result.ts";
import { reviewView } from "./review-view.ts";

const MOST_ADDRESSES = 100;
/** Above so many addresses, an admin reviews before anything is sent. */
const MOST_UNREVIEWED = 10;

/** The form, filled in. @throws NotAdmin */
export async function form(actor: SlackActor, draft: InviteDraft, problem?: string): Promise<ModalView> {
  return inviteForm(draft, await groupsToChoose(actor), problem);
}

/** Opens the form, filled in; lives on a trigger of 3 s. */
export async function openForm(
  client: WebClient,
  triggerId: string,
  actor: SlackActor,
  draft: InviteDraft,
  problem?: string,
): Promise<void> {
  await client.views.open({ trigger_id: triggerId, view: await form(actor, draft, problem) });
}

/** Carries out a submitted form: errors under its fields, a review, or a result. */
export async function submitForm(
  actor: SlackActor,
  draft: InviteDraft,
  around: Surroundings,
): Promise<Answer> {
  const addresses = addressesIn(draft.emails);
  const fault = addressFault(addresses);
  if (fault) return refused(actor, draft, { [ids.invite.emails]: fault });
  if (addresses.emails.length + addresses.malformed.length <= MOST_UNREVIEWED)
    return send(actor, draft, around);
  return orTheForm(actor, draft, around, async () => {
    const preview = await previewInvites(actor, addresses.emails, around.policy);
    return reviewView({ ...preview, ...addresses, draftId: await keepDraft(actor, draft) });
  });
}

/** Invites, and shows what became of each address; whatever stands in the way, what was typed is still there. */
export async function send(actor: SlackActor, draft: InviteDraft, around: Surroundings): Promise<Answer> {
  const { emails } = addressesIn(draft.emails);
  const { groupIds, expiryDays, message, mentioned } = draft;
  try {
    const accounts = await stillBound(mentioned, emails, actor, around.accounts);
    const request = { emails, groupIds, expiryDays, accounts, ...(message && { message }) };
    const outcomes = await invitePeople(actor, request, around.policy);
    return { view: await firstResult(actor, outcomes, around.policy.undoSeconds) };
  } catch (error) {
    if (error instanceof InvalidFields)
      return refused(actor, draft, { [ids.invite.groups]: error.sentence() });
    return orTheForm(actor, draft, around, () => Promise.reject(error));
  }
}

async function orTheForm(
  actor: SlackActor,
  draft: InviteDraft,
  { log }: Surroundings,
  work: () => Promise<ModalView>,
): Promise<Answer> {
  try {
    return { view: await work() };
  } catch (error) {
    return { view: await form(actor, draft, sentenceFor(error, log, actor.timeZone)) };
  }
}

async function refused(
  actor: SlackActor,
  draft: InviteDraft,
  errors: Record<string, string>,
): Promise<Answer> {
  return { errors, form: await form(actor, draft, Object.values(errors).join(" ")) };
}

function addressFault({ emails, malformed }: Addresses): string | null {
  const count = emails.length + malformed.length;
  if (emails.length === 0 && malformed.length === 0)
    return "Enter at least one email address, such as eve@example.com.";
  if (count > MOST_ADDRESSES)
    return `That is ${count} addresses; up to ${MOST_ADDRESSES} can be invited at a time.`;
  if (count > MOST_UNREVIEWED || malformed.length === 0) return null;
  const what = malformed.length === 1 ? "This is not an email address" : "These are not email addresses";
  return `${what}: ${malformed.join(", ")}.`;
}
