import type { ModalView } from "@slack/types";
import type { AccountActor } from "../../services/actor.ts";
import { adminApproval } from "../../services/approvals/admin-approval.ts";
import { chosenEnd } from "../../services/ends.ts";
import { InvalidFields } from "../../services/errors.ts";
import { adminGroupId, type GroupChoice } from "../../services/groups/groups.ts";
import { groupsToChoose } from "../../services/groups/groups-to-choose.ts";
import { createInvitesAnd } from "../../services/invites/create-invites.ts";
import { type Addresses, addressesIn } from "../../services/invites/parse-addresses.ts";
import { previewInvites } from "../../services/invites/preview-invites.ts";
import { InviteResent, InviteSettled } from "../../services/invites/refusals.ts";
import type { SlackContext } from "../kit/context.ts";
import { ids } from "../kit/ids.ts";
import type { Answer, FieldErrors } from "../kit/submission.ts";
import { keepDraft } from "../state/drafts.ts";
import { type InviteDraft, keepBeyondFields, MAX_ADDRESSES, readEmails } from "./draft.ts";
import { inviteForm } from "./form-view.ts";
import { malformedWords } from "./malformed.ts";
import { stillBound } from "./mentions.ts";
import { firstResult } from "./result.ts";
import { reviewView } from "./review-view.ts";

/** Above this many addresses, an admin reviews before anything is sent; and always before someone becomes an admin. */
const MAX_UNREVIEWED = 10;

/**
 * Draws the form, filled in.
 *
 * @throws NotAdmin
 */
export async function form(actor: AccountActor, draft: InviteDraft, problem?: string): Promise<ModalView> {
  return formWith(await groupsToChoose(actor, "invites:write"), actor, draft, problem);
}

/** The same with groups that have already been read, and thus the right to them checked. */
export async function formWith(
  choices: readonly GroupChoice[],
  actor: AccountActor,
  draft: InviteDraft,
  problem?: string,
): Promise<ModalView> {
  return inviteForm(draft, await keepBeyondFields(actor, draft), choices, problem);
}

/** Redraws the submitted form with an error. */
type Again = (problem: string) => ModalView;

/** Finds errors in the addresses of a submitted form. */
export function checkForm(values: unknown): FieldErrors | null {
  const fault = addressFault(addressesIn(readEmails(values)));
  return fault === null ? null : { [ids.invite.emails]: fault };
}

/** Handles a submitted form that passed `checkForm`: returns errors under its fields, a review, or a result. */
export async function submitForm(
  actor: AccountActor,
  draft: InviteDraft,
  again: Again,
  context: SlackContext,
): Promise<Answer> {
  const addresses = addressesIn(draft.emails);
  const fault = sameAddressFault(addresses, draft);
  if (fault) return { errors: { [ids.invite.emails]: fault }, form: () => again(fault) };
  const grantsAdmin = draft.groupIds.includes(adminGroupId);
  const isFew = addresses.emails.length + addresses.malformed.length <= MAX_UNREVIEWED;
  if (isFew && !grantsAdmin) return sendInvites(actor, draft, again, context);
  const preview = await previewInvites(actor, addresses.emails, context.policy);
  // Nobody becomes an admin: the result says why, and what can be done.
  if (isFew && preview.invited.length === 0) return sendInvites(actor, draft, again, context);
  const draftId = await keepDraft(actor, draft);
  const needsApproval = grantsAdmin && (await adminApproval()) !== null;
  return { view: reviewView({ ...preview, ...addresses, grantsAdmin, needsApproval, draftId }) };
}

/** Invites, and shows the result for each address. */
export async function sendInvites(
  actor: AccountActor,
  draft: InviteDraft,
  again: Again,
  { accounts, policy, timeZone }: SlackContext,
): Promise<Answer> {
  const { emails, ignoredWords } = addressesIn(draft.emails);
  const { groupIds, lastDay, expiryDays, message, language, mentioned, waiting, replaces } = draft;
  try {
    const end = chosenEnd(lastDay, timeZone);
    const bound = await stillBound(mentioned, emails, actor, accounts);
    const request = {
      emails,
      groupIds,
      expiryDays,
      ...(end && { end }),
      accounts: bound,
      ...(message && { message }),
      ...(language && { language }),
      ...(replaces && { replaces }),
    };
    const view = await createInvitesAnd(actor, request, policy, (outcomes, at) =>
      firstResult(actor, { outcomes, ignoredWords, mentioned, waiting, replaces }, policy.undoSeconds, at),
    );
    return { view };
  } catch (error) {
    if (replaces && (error instanceof InviteSettled || error instanceof InviteResent)) {
      const problem = `${error.sentence(actor.timeZone)} Nobody was invited. Press Send again to invite without replacing it.`;
      return { view: await form(actor, { ...draft, replaces: null }, problem) };
    }
    if (!(error instanceof InvalidFields)) throw error;
    const field = "until" in error.fields ? ids.invite.until : ids.invite.groups;
    return { errors: { [field]: error.sentence() }, form: () => again(error.sentence()) };
  }
}

function addressFault({ emails, malformed }: Addresses): string | null {
  const count = emails.length + malformed.length;
  if (emails.length === 0 && malformed.length === 0)
    return "Enter at least one email address, such as eve@example.com.";
  if (count > MAX_ADDRESSES)
    return `That’s ${count} addresses. You can invite up to ${MAX_ADDRESSES} at a time.`;
  if (count > MAX_UNREVIEWED || malformed.length === 0) return null;
  return malformedWords(malformed);
}

/** The mailbox that bounced the email doesn't get another. */
function sameAddressFault({ emails }: Addresses, { replaces }: InviteDraft): string | null {
  if (!replaces || !emails.includes(replaces.email)) return null;
  return `The email to ${replaces.email} bounced. Correct the address.`;
}
