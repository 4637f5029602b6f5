import type { KnownBlock, ModalView } from "@slack/types";
import type { InvitePreview } from "../../services/invites/preview-invites.ts";
import { cautionAdmin, inviteUntilThen } from "../kit/admin-means.ts";
import { actions, bold, button, contextBlock, paragraph, plain, text, title } from "../kit/blocks.ts";
import { ids } from "../kit/ids.ts";
import { inParts } from "../kit/text.ts";
import { byReason } from "./malformed.ts";
import { ignoredWordsText } from "./result-view.ts";

/** Keeps a list of addresses well below a text's 3,000 characters. */
const LONGEST_LIST = 2800;

export interface Review extends InvitePreview {
  draftId: string;
  malformed: readonly string[];
  ignoredWords: number;
  /** Whether the invitees join Admin. */
  grantsAdmin: boolean;
  /** Whether another admin has to approve that. */
  needsApproval: boolean;
}

/**
 * Draws what happens to each of more than 10 addresses, or who becomes an admin, before anything is sent: at most 13
 * blocks, and 1 for each list that is too long for one.
 */
export function reviewView(review: Review): ModalView {
  const { draftId, invited, skipped, overLimit, overMailLimit, malformed, ignoredWords, grantsAdmin } =
    review;
  const emails = (outcome: string) =>
    skipped.flatMap((each) => (each.outcome === outcome ? [each.email] : []));
  const unusable = byReason(malformed);
  const count = invited.length;
  const asksAboutAdmin = grantsAdmin && count > 0;
  const waits = {
    who: count === 1 ? "the person who accepts" : `these ${count} people`,
    until: inviteUntilThen,
  };
  return {
    type: "modal",
    callback_id: ids.invite.review,
    private_metadata: draftId,
    title: title(asksAboutAdmin ? "Invite as Admin?" : "Invite people"),
    close: plain("Close"),
    ...(count > 0 && { submit: plain(count === 1 ? "Send 1 Invite" : `Send ${count} Invites`, 24) }),
    blocks: [
      ...(asksAboutAdmin ? cautionAdmin(becomeAdmins(count), review.needsApproval ? waits : null) : []),
      ...listed(`${count} ${count === 1 ? "person gets" : "people get"} an email`, invited),
      ...listed("Already pending, not sent again", emails("pending")),
      ...listed("Already users", emails("user")),
      ...listed("Not sent: the domain is not allowed", emails("domain")),
      ...listed("Not sent: daily limit reached", overLimit),
      ...listed("Not sent: daily email limit for the address reached", overMailLimit),
      ...listed("Skipped: not an email address", unusable.none),
      ...listed("Skipped: can't send email to letters outside a–z before the @", unusable.unsendable),
      ...(ignoredWords > 0 ? [contextBlock(ignoredWordsText(ignoredWords))] : []),
      actions(button(ids.invite.change, "Change", { value: draftId, label: "Change what you typed" })),
    ],
  };
}

const becomeAdmins = (count: number) =>
  count === 1
    ? "The person who accepts becomes an admin."
    : `${count} people become admins when they accept.`;

function listed(heading: string, emails: readonly string[]): KnownBlock[] {
  return inParts(emails, LONGEST_LIST).map((part, index) =>
    paragraph(...(index === 0 ? [bold(`${heading}\n`)] : []), text(part.join(", "))),
  );
}
