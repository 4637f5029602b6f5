import type { InviteNews } from "../../services/invites/invite-news.ts";
import { actions, bold, paragraph, text } from "../kit/blocks.ts";
import type { Card } from "../kit/card.ts";
import { shorten } from "../kit/text.ts";
import { remedyButtons } from "./invite-buttons.ts";
import { stateWords } from "./invite-state.ts";
import { type Audience, audienceNote, possessive } from "./told.ts";

/** Tells of a mail that will not arrive, and what can be done. At most 3 blocks. */
export function troubleCard(news: InviteNews, audience: Audience): Card {
  const { email, inviter } = news;
  const who = shorten(email, 100);
  const { words } = stateWords(news);
  const did = ` did not get ${possessive(audience, inviter)} invite. ${shorten(words, 300)}.`;
  return {
    text: `${who}${did}`,
    blocks: [
      paragraph(bold(who), text(did)),
      actions(...remedyButtons(news)),
      ...audienceNote(audience, inviter),
    ],
  };
}
