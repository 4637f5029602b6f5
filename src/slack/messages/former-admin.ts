import { type Card, sentenceCard } from "../kit/card.ts";
import type { Reader } from "../kit/reader.ts";

/** What becomes of a message that an admin got, once they are none: it tells nothing more of anybody. 1 block. */
export function formerAdminCard({ words }: Reader): Card {
  return sentenceCard(words.slack.formerAdmin);
}

/** What becomes of a request's message to whoever decided about it, once they do no more. 1 block. */
export function formerDeciderCard({ words }: Reader): Card {
  return sentenceCard(words.pages.cannotApprove);
}

/** What becomes of a request's message to whoever made it, once they are linked to another account. 1 block. */
export function formerAskerCard({ words }: Reader): Card {
  return sentenceCard(words.slack.formerAsker);
}

/** What becomes of a review's message to whoever went through it, once they do no more. 1 block. */
export function formerReviewerCard(): Card {
  return sentenceCard("You no longer decide in this review.");
}
