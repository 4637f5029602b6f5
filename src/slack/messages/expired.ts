import type { InviteNews } from "../../services/invites/invite-news.ts";
import { actions, bold, date, paragraph, text } from "../kit/blocks.ts";
import type { Card } from "../kit/card.ts";
import { shorten } from "../kit/text.ts";
import { resendButton } from "./invite-buttons.ts";
import { type Audience, audienceNote, possessive } from "./told.ts";

/** Tells of an invite that was not answered in time. At most 3 blocks. */
export function expiredCard(news: InviteNews, audience: Audience): Card {
  const { email, expiresAt, inviter } = news;
  const who = shorten(email, 100);
  const did = ` did not answer ${possessive(audience, inviter)} invite. It expired`;
  return {
    text: `${who}${did}.`,
    blocks: [
      paragraph(bold(who), text(`${did} `), date(expiresAt), text(".")),
      actions(resendButton(news)),
      ...audienceNote(audience, inviter),
    ],
  };
}
