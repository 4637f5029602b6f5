import { type Card, sentenceCard } from "../kit/card.ts";
import type { Reader } from "../kit/reader.ts";

/** What becomes of a message that an admin got, once they are none: it tells nothing more of anybody. 1 block. */
export function formerAdminCard({ words }: Reader): Card {
  return sentenceCard(words.slack.formerAdmin);
}
