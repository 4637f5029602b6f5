import { shorten } from "../../locales/shorten.ts";
import { moment } from "../../services/format.ts";
import type { ReviewSummary } from "../../services/reviews/read-reviews.ts";
import type { RemovalNews } from "../../services/reviews/removal-news.ts";
import { accessText } from "../kit/access.ts";
import { actions, bold, button, date, paragraph, text } from "../kit/blocks.ts";
import type { Card } from "../kit/card.ts";
import { ids } from "../kit/ids.ts";
import { inline, isolated, say } from "../kit/phrase.ts";
import type { Reader } from "../kit/reader.ts";
import { askButton } from "./membership-notices.ts";
import { countsText, nameText, progressText } from "./review-words.ts";

const openButton = ({ reviewId, label }: ReviewSummary, style?: "primary") =>
  button(ids.reviews.open, "Open Review", {
    value: reviewId,
    label: `Open the review of ${label}`,
    ...(style && { style }),
  });

/** Asks someone to go through a review, and keeps itself current: 2 blocks. */
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
  const ask = `${isolated(review.startedBy, 100)} asks you to review who is in ${name}.`;
  const progress = `${progressText(review)}. At the end, undecided members are ${review.unanswered}.`;
  return {
    text: `${ask} Until ${moment(review.closesAt)}. ${progress}`,
    blocks: [
      paragraph(bold(ask), text("\nUntil "), date(review.closesAt), text(`\n${progress}`)),
      actions(openButton(review, "primary")),
    ],
  };
}

/** Tells what a changed card wouldn't, since a message that changes notifies nobody. 2 blocks. */
export function reviewNewsCard(review: ReviewSummary, news: "reminded" | "closed" | "stuck"): Card {
  const sentence = newsText(review, news);
  return { text: sentence, blocks: [paragraph(text(sentence)), actions(openButton(review))] };
}

function newsText(review: ReviewSummary, news: "reminded" | "closed" | "stuck"): string {
  const name = nameText(review);
  switch (news) {
    case "closed":
      return `The review of ${name} is closed: ${countsText(review)}.`;
    case "reminded":
      return `The review of ${name} ends on ${moment(review.closesAt)}: ${progressText(review)}.`;
    case "stuck":
      return `The review of ${name} ${stuckIn[review.status]}. It’s tried again in a day. If you get this message again, ask whoever runs this app to check its log.`;
  }
}

const stuckIn = {
  open: "could not be prepared, so not all members are in it yet",
  closing: "could not be closed: some members nobody decided about are left as they are",
  closed: "could not be started again",
};

/** Tells a user that they are no longer in a group, by whom and why: at most 2 blocks. */
export function reviewRemovedCard({ group, by, reason, canAsk }: RemovalNews, { words }: Reader): Card {
  const { membership, cards } = words;
  const name = shorten(group.name, 60);
  const who = by
    ? membership.removedBy({ by: shorten(by, 100), group: name })
    : membership.removed({ group: name });
  const details = [
    say(words, cards.why({ reason: shorten(reason, 500) })),
    say(words, membership.gave({ access: accessText(group, words) })),
    ...(canAsk ? [] : [membership.askAdmin]),
  ].join("\n");
  return {
    text: `${say(words, who)}\n${details}`,
    blocks: [
      paragraph(...inline(words, who, bold), text(`\n${details}`)),
      ...(canAsk ? [actions(askButton(group, words))] : []),
    ],
  };
}
