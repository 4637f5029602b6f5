import { sentenceCard } from "../kit/card.ts";

/** What becomes of a message that an admin got, once they are none: it tells nothing more of anybody. 1 block. */
export const formerAdminCard = sentenceCard("You are no longer an admin.");
