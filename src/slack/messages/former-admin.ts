import { type Card, sentenceCard } from "../kit/card.ts";
import type { Reader } from "../kit/reader.ts";

/** Replaces a message to an admin once they are no longer one: it says nothing more about anyone. 1 block. */
export function formerAdminCard({ words }: Reader): Card {
  return sentenceCard(words.slack.formerAdmin);
}

/** Replaces a request's message to a decider once they no longer decide. 1 block. */
export function formerDeciderCard({ words }: Reader): Card {
  return sentenceCard(words.pages.cannotApprove);
}

/** Replaces a request's message to its asker once they are linked to another account. 1 block. */
export function formerAskerCard({ words }: Reader): Card {
  return sentenceCard(words.slack.formerAsker);
}

/** Replaces a review's message to a reviewer once they no longer review. 1 block. */
export function formerReviewerCard(): Card {
  return sentenceCard("You no longer decide in this review.");
}
