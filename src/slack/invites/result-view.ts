import type { Button, KnownBlock, ModalView } from "@slack/types";
import { shorten } from "../../locales/shorten.ts";
import { domainOf } from "../../services/email-address.ts";
import type { InviteOutcome } from "../../services/invites/create-invites.ts";
import { isTrouble } from "../../services/invites/delivery.ts";
import { waitsForAdmin } from "../kit/admin-means.ts";
import { actions, bold, button, contextBlock, date, paragraph, plain, text, title } from "../kit/blocks.ts";
import { ids } from "../kit/ids.ts";
import { inviteRef } from "../kit/invite-ref.ts";
import { pager, pagerBlocks } from "../kit/list-modal.ts";
import { isolated } from "../kit/phrase.ts";
import { inParts } from "../kit/text.ts";
import { remedyButton } from "../messages/invite-buttons.ts";
import { stateWords } from "../messages/invite-state.ts";
import { remedyFor } from "../messages/remedy.ts";
import { nextLabel } from "./fill-in.ts";
import { type InviteResult, resultPage } from "./result-state.ts";

/** Up to this many addresses have a row each; beyond it, those of the same kind share one paragraph. */
const MAX_ROWS = 10;
/** Keeps a shared paragraph well below a text's 3,000 characters. */
const LONGEST_FOLD = 2800;
/** How many kinds of refusal are told apart: one for each domain, and the limits. */
const MAX_KINDS = 20;

/** A result on the screen, and how many seconds are left to undo it. */
interface Shown extends InviteResult {
  secondsLeft: number;
}

/** Draws the result for each address: at most 1 + 5 for the invited + 22 kinds + 2 × 10 rows + 4 = 52 blocks. */
export function inviteResult(content: InviteResult, metadata: string, now: Date): ModalView {
  const { outcomes, page, ignoredWords, waiting } = content;
  const secondsLeft = Math.max(0, Math.ceil((content.sendsAt.getTime() - now.getTime()) / 1000));
  const result: Shown = { ...content, secondsLeft };
  const folds = outcomes.length > MAX_ROWS;
  const paged = folds
    ? outcomes.filter(({ outcome }) => outcome === "pending" || outcome === "user")
    : outcomes;
  const from = page * MAX_ROWS;
  return {
    type: "modal",
    callback_id: ids.invite.result,
    private_metadata: metadata,
    title: title("Invite people"),
    close: plain("Close"),
    blocks: [
      paragraph(text(headline(result))),
      ...replacedLine(result),
      ...(folds ? folded(result) : []),
      ...paged.slice(from, from + MAX_ROWS).flatMap((each) => row(each, result)),
      ...paging(paged.length, page),
      ...(waiting.length > 0 ? [actions(button(ids.invite.next, nextLabel(waiting)))] : []),
      ...(ignoredWords > 0 ? [contextBlock(ignoredWordsText(ignoredWords))] : []),
    ],
  };
}

/** Says only how many words without an @ there were. */
export function ignoredWordsText(count: number): string {
  return count === 1
    ? "Ignored 1 word without an @, such as a name."
    : `Ignored ${count} words without an @, such as names.`;
}

function headline({ outcomes, since }: InviteResult): string {
  const made = outcomes.flatMap((each) => (each.outcome === "invited" ? [each.inviteId] : []));
  if (made.length === 0) return "Nobody new was invited.";
  const invited = made.filter((inviteId) => !since.all && !since[inviteId]).length;
  if (invited === 0) return made.length === 1 ? "Invite undone." : "Invites undone.";
  return `${invited === 1 ? "1 invite is" : `${invited} invites are`} on the way. The card in your messages with me keeps you posted.`;
}

/** Says what happened to the invite that was to be replaced; an expired one stays as it is. */
function replacedLine({ outcomes, replaces }: Shown): KnownBlock[] {
  if (!replaces || replaces.expired) return [];
  const isReplaced = outcomes.some(({ outcome }) => outcome === "invited");
  const became = isReplaced ? "is cancelled" : "stays as it is";
  return [paragraph(text(`The invite to ${shorten(replaces.email, 200)} ${became}.`))];
}

function row(each: InviteOutcome, result: Shown): KnownBlock[] {
  const since = "inviteId" in each ? result.since[each.inviteId] : undefined;
  const buttons = since ? [] : buttonsFor(each, result);
  const { madeAt } = result;
  // Others may act on that invite while this stays open.
  const asOf = each.outcome === "pending" && !since && madeAt;
  return [
    paragraph(
      bold(shorten(each.email, 120)),
      text(`\n${since ?? outcomeText(each, result)}`),
      ...(asOf ? [text(" As of "), date(asOf, "{time}"), text(".")] : []),
    ),
    ...(buttons.length > 0 ? [actions(...buttons)] : []),
  ];
}

function invitedText({ secondsLeft }: Shown): string {
  // The view stays open, and doesn't know the email's state that the card shows.
  if (secondsLeft === 0) return "Invited.";
  return `Invited. Sending in ${secondsLeft === 1 ? "1 second" : `${secondsLeft} seconds`}.`;
}

function outcomeText(each: InviteOutcome, result: Shown): string {
  switch (each.outcome) {
    case "invited":
      return `${invitedText(result)}${each.adminRequestId ? ` ${waitsForAdmin}` : ""}`;
    case "pending":
      return pendingText(each);
    case "user":
      return "Already a user.";
    case "domain":
      return `Not sent: ${shorten(domainOf(each.email), 120)} is not allowed.`;
    case "limit":
      return each.limit === "address"
        ? "Not sent: daily email limit for this address reached."
        : "Not sent: daily limit reached.";
  }
}

function pendingText({ by, delivery }: Extract<InviteOutcome, { outcome: "pending" }>): string {
  const invited = `Already pending, invited by ${isolated(by, 80)}.`;
  if (!isTrouble(delivery)) return invited;
  const { words } = stateWords({ status: "pending", delivery });
  const { advice } = remedyFor({ expired: false, delivery });
  return `${invited} ${shorten(words, 300)}.${advice ? ` ${advice}` : ""}`;
}

function buttonsFor(each: InviteOutcome, { secondsLeft }: Shown): Button[] {
  const { email } = each;
  switch (each.outcome) {
    case "invited":
      return secondsLeft > 0
        ? [
            button(ids.invite.undo, "Undo", {
              value: inviteRef.encode(each),
              label: `Undo the invite to ${email}`,
            }),
          ]
        : [];
    case "pending":
      return remedyFor({ expired: false, delivery: each.delivery }).buttons.map((kind) =>
        remedyButton(kind, each),
      );
    case "user":
      return [
        button(ids.user.open, "View Profile", {
          value: each.userId,
          label: `View the profile of ${email}`,
        }),
      ];
    case "domain":
    case "limit":
      return [];
  }
}

function folded(result: Shown): KnownBlock[] {
  const { outcomes, since, secondsLeft } = result;
  const invited = outcomes.filter(({ outcome }) => outcome === "invited");
  const refused = outcomes.filter(({ outcome }) => outcome === "domain" || outcome === "limit");
  const undo = button(ids.invite.undoAll, "Undo All", { label: `Undo all ${invited.length} invites` });
  const kinds = [...new Set(refused.map((each) => outcomeText(each, result)))];
  const named = kinds.slice(0, MAX_KINDS);
  const others = refused.filter((each) => !named.includes(outcomeText(each, result)));
  return [
    ...fold(
      since.all ??
        invited
          .slice(0, 1)
          .map((each) => outcomeText(each, result))
          .join(),
      invited,
    ),
    ...(invited.length > 0 && secondsLeft > 0 && !since.all ? [actions(undo)] : []),
    ...named.flatMap((kind) =>
      fold(
        kind,
        refused.filter((each) => outcomeText(each, result) === kind),
      ),
    ),
    ...fold("Not sent: these domains are not allowed.", others),
  ];
}

function fold(heading: string, outcomes: readonly InviteOutcome[]): KnownBlock[] {
  return inParts(
    outcomes.map(({ email }) => email),
    LONGEST_FOLD,
  ).map((part, index) => paragraph(...(index === 0 ? [bold(`${heading}\n`)] : []), text(part.join(", "))));
}

function paging(count: number, page: number): KnownBlock[] {
  const last = Math.ceil(count / MAX_ROWS) - 1;
  const buttons = pager(
    { previous: ids.invite.resultPrevious, next: ids.invite.resultNext },
    { previous: page > 0 ? page - 1 : null, next: page < last ? page + 1 : null },
    resultPage.encode,
  );
  return pagerBlocks(buttons);
}
