import type { Button, KnownBlock, ModalView } from "@slack/types";
import type { InviteOutcome } from "../../services/invite-people.ts";
import { actions, bold, button, paragraph, plain, text, title } from "../blocks.ts";
import { resendButton } from "../cards/invite-buttons.ts";
import { ids } from "../ids.ts";
import { seenInviteValue } from "../seen-invite.ts";
import { shorten } from "../shorten.ts";

const MOST_ROWS = 30;
/** A folded paragraph keeps well below the 3,000 characters of a text. */
const LONGEST_FOLD = 2800;

/** What became of each address: at most 2 blocks for each of 30 rows, and 1 for each kind of what folds. */
export function inviteResult(outcomes: readonly InviteOutcome[], undoSeconds: number): ModalView {
  return {
    type: "modal",
    callback_id: ids.invite.result,
    title: title("Invite people"),
    close: plain("Close"),
    blocks: [
      paragraph(text(headline(outcomes))),
      ...outcomes.slice(0, MOST_ROWS).flatMap((each) => row(each, undoSeconds)),
      ...folded(outcomes.slice(MOST_ROWS), undoSeconds),
    ],
  };
}

function headline(outcomes: readonly InviteOutcome[]): string {
  const invited = outcomes.filter(({ outcome }) => outcome === "invited").length;
  if (invited === 0) return "Nobody new was invited.";
  return `${invited === 1 ? "1 invite is" : `${invited} invites are`} on the way. The card in your messages with me keeps you up to date.`;
}

function row(each: InviteOutcome, undoSeconds: number): KnownBlock[] {
  const remedy = buttonFor(each);
  return [
    paragraph(bold(shorten(each.email, 120)), text(`\n${words(each, undoSeconds)}`)),
    ...(remedy ? [actions(remedy)] : []),
  ];
}

function words(each: InviteOutcome, undoSeconds: number): string {
  switch (each.outcome) {
    case "invited":
      return undoSeconds > 0 ? `Invited. Sending in ${undoSeconds} seconds.` : "Invited. Sending now.";
    case "pending":
      return `Already pending, invited by ${shorten(each.by, 80)}.`;
    case "user":
      return "Already a user.";
    case "domain":
      return `Not sent: ${shorten(each.email.slice(each.email.lastIndexOf("@") + 1), 120)} is not allowed.`;
    case "limit":
      return each.limit === "address"
        ? "Not sent: this address had its emails for today."
        : "Not sent: daily limit reached.";
  }
}

function buttonFor(each: InviteOutcome): Button | null {
  switch (each.outcome) {
    case "invited":
      return button(ids.invite.undo, "Undo", {
        value: seenInviteValue(each),
        label: `Undo the invite to ${each.email}`,
      });
    case "pending":
      return resendButton(each);
    case "user":
      return button(ids.user.open, "View Profile", {
        value: each.userId,
        label: `View the profile of ${each.email}`,
      });
    case "domain":
    case "limit":
      return null;
  }
}

function folded(rest: readonly InviteOutcome[], undoSeconds: number): KnownBlock[] {
  const said = rest.map((each) => ({ email: each.email, what: words(each, undoSeconds) }));
  return [...new Set(said.map(({ what }) => what))].map((kind) => {
    const emails = said.filter(({ what }) => what === kind).map(({ email }) => email);
    return paragraph(bold(kind), text(`\n${shorten(emails.join(", "), LONGEST_FOLD)}`));
  });
}
