import type { InviteNews } from "../../services/invites/invite-news.ts";
import { actions, bold, date, paragraph, text } from "../kit/blocks.ts";
import type { Card } from "../kit/card.ts";
import { shorten } from "../kit/text.ts";
import { resendButton } from "./invite-buttons.ts";
import { type Audience, audienceNote, possessive } from "./told.ts";

/** Tells that the invitee of an expired invite asks for a new link. At most 3 blocks. */
export function askedCard(news: InviteNews, audience: Audience): Card {
  const { email, expiresAt, inviter } = news;
  const who = shorten(email, 100);
  const spec = ` asks for a new link: ${possessive(audience, inviter)} invite expired`;
  return {
    text: `${who}${spec}.`,
    blocks: [
      paragraph(bold(who), text(`${spec} `), date(expiresAt), text(".")),
      actions(resendButton(news)),
      ...audienceNote(audience, inviter),
    ],
  };
}
