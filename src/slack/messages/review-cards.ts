import { moment } from "../../services/format.ts";
import type { ReviewSummary } from "../../services/reviews/read-reviews.ts";
import type { RemovalNews } from "../../services/reviews/removal-news.ts";
import { accessText } from "../kit/access.ts";
import { actions, bold, button, date, paragraph, text } from "../kit/blocks.ts";
import type { Card } from "../kit/card.ts";
import { ids } from "../kit/ids.ts";
import { shorten } from "../kit/text.ts";
import { countsText, nameText, progressText } from "./review-words.ts";

const openButton = ({ reviewId, label }: ReviewSummary, style?: "primary") =>
  button(ids.reviews.open, "Open Review", {
    value: reviewId,
    label: `Open the review of ${label}`,
    ...(style && { style }),
  });

/** Asks somebody to go through a review, and keeps itself current: 2 blocks. */
export function reviewCard(review: ReviewSummary): Card {
  const name = nameText(review);
  if (review.status === "closed")
    return {
      text: `The review of ${name} is closed. ${countsText(review)}`,
      blocks: [
        paragraph(bold(`The review of ${name} is closed.`), text(`\n${countsText(review)}`)),
        actions(openButton(review)),
      ],
    };
  const ask = `${shorten(review.startedBy, 100)} asks you to review who is in ${name}.`;
  const progress = `${progressText(review)}. Whoever is undecided at the end is ${review.unanswered}.`;
  return {
    text: `${ask} Until ${moment(review.closesAt)}. ${progress}`,
    blocks: [
      paragraph(bold(ask), text("\nUntil "), date(review.closesAt), text(`\n${progress}`)),
      actions(openButton(review, "primary")),
    ],
  };
}

/** Tells of a review what its card alone would not: a message that changes notifies nobody. 2 blocks. */
export function reviewNewsCard(review: ReviewSummary, news: "reminded" | "closed"): Card {
  const name = nameText(review);
  const sentence =
    news === "closed"
      ? `The review of ${name} is closed: ${countsText(review)}.`
      : `The review of ${name} ends on ${moment(review.closesAt)}: ${progressText(review)}.`;
  return { text: sentence, blocks: [paragraph(text(sentence)), actions(openButton(review))] };
}

/** Tells somebody that they are not in a group any more, by whom and why: at most 2 blocks. */
export function reviewRemovedCard({ group, by, reason, canAsk }: RemovalNews): Card {
  const name = shorten(group.name, 60);
  const who = by
    ? `${shorten(by, 100)} removed you from the group ${name} in a review.`
    : `A review removed you from the group ${name}.`;
  const details = `Why: ${shorten(reason, 500)}\nIt gave you: ${accessText(group)}.`;
  return {
    text: `${who} ${details}${canAsk ? "" : " If you still need it, ask an admin."}`,
    blocks: [
      paragraph(bold(who), text(`\n${details}${canAsk ? "" : "\nIf you still need it, ask an admin."}`)),
      ...(canAsk
        ? [
            actions(
              button(ids.requests.openForm, "Request Access", {
                value: group.id,
                label: `Request access to ${name}`,
              }),
            ),
          ]
        : []),
    ],
  };
}
