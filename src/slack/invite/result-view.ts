import type { Button, KnownBlock, ModalView } from "@slack/types";
import type { InviteOutcome } from "../../services/invite-people.ts";
import { actions, bold, button, paragraph, plain, text, title } from "../blocks.ts";
import { resendButton } from "../cards/invite-buttons.ts";
import { ids } from "../ids.ts";
import { seenInviteValue } from "../seen-invite.ts";
import { shorten } from "../shorten.ts";
import type { InviteResult, ResultPlace } from "./result.ts";

/** So many addresses have a row each; of more, many of a kind fold into one paragraph. */
const MOST_ROWS = 10;
/** A folded paragraph keeps well below the 3,000 characters of a text. */
const LONGEST_FOLD = 2800;

/** What became of each address: at most 1 + 2 × 3 folds + 2 × 10 rows + 1 = 28 blocks. */
export function inviteResult(result: InviteResult, place: ResultPlace): ModalView {
  const { outcomes } = result;
  const folds = outcomes.length > MOST_ROWS;
  const paged = folds
    ? outcomes.filter(({ outcome }) => outcome === "pending" || outcome === "user")
    : outcomes;
  const from = place.page * MOST_ROWS;
  return {
    type: "modal",
    callback_id: ids.invite.result,
    private_metadata: JSON.stringify(place),
    title: title("Invite people"),
    close: plain("Close"),
    blocks: [
      paragraph(text(headline(outcomes))),
      ...(folds ? folded(result, place) : []),
      ...paged.slice(from, from + MOST_ROWS).flatMap((each) => row(each, result)),
      ...paging(paged.length, place),
    ],
  };
}

function headline(outcomes: readonly InviteOutcome[]): string {
  const invited = outcomes.filter(({ outcome }) => outcome === "invited").length;
  if (invited === 0) return "Nobody new was invited.";
  return `${invited === 1 ? "1 invite is" : `${invited} invites are`} on the way. The card in your messages with me keeps you up to date.`;
}

function row(each: InviteOutcome, result: InviteResult): KnownBlock[] {
  const since = "inviteId" in each ? result.since[each.inviteId] : undefined;
  const remedy = since ? null : buttonFor(each);
  return [
    paragraph(bold(shorten(each.email, 120)), text(`\n${since ?? words(each, result.undoSeconds)}`)),
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

function folded({ outcomes, undoSeconds, since }: InviteResult, _place: ResultPlace): KnownBlock[] {
  const invited = outcomes.filter(({ outcome }) => outcome === "invited");
  const refused = outcomes.filter(({ outcome }) => outcome === "domain" || outcome === "limit");
  const said =
    since.all ?? (undoSeconds > 0 ? `Invited. Sending in ${undoSeconds} seconds.` : "Invited. Sending now.");
  const kinds = new Set(refused.map((each) => words(each, undoSeconds)));
  return [
    ...(invited.length > 0 ? [fold(said, invited)] : []),
    ...(invited.length > 0 && !since.all
      ? [
          actions(
            button(ids.invite.undoAll, "Undo All", {
              label: `Undo all ${invited.length} invites`,
            }),
          ),
        ]
      : []),
    ...[...kinds].slice(0, 20).map((kind) =>
      fold(
        kind,
        refused.filter((each) => words(each, undoSeconds) === kind),
      ),
    ),
  ];
}

function fold(heading: string, outcomes: readonly InviteOutcome[]): KnownBlock {
  const emails = outcomes.map(({ email }) => email).join(", ");
  return paragraph(bold(heading), text(`\n${shorten(emails, LONGEST_FOLD)}`));
}

function paging(count: number, { draftId, page }: ResultPlace): KnownBlock[] {
  const last = Math.ceil(count / MOST_ROWS) - 1;
  const at = (target: number) => ({ value: JSON.stringify({ draftId, page: target }) });
  const buttons = [
    ...(page > 0 ? [button(ids.invite.resultPrevious, "Previous", at(page - 1))] : []),
    ...(page < last ? [button(ids.invite.resultNext, "Next", at(page + 1))] : []),
  ];
  return buttons.length > 0 ? [actions(...buttons)] : [];
}
