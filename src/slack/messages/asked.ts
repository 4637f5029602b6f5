import type { InviteNews } from "../../services/invites/invite-news.ts";
import { actions, bold, date, paragraph, text } from "../kit/blocks.ts";
import { shorten } from "../kit/shorten.ts";
import type { Card } from "./card.ts";
import { resendButton } from "./invite-buttons.ts";
import { type Told, whose, whyTold } from "./told.ts";

/** Tells that the invitee of an expired invite asks for a new link. At most 3 blocks. */
export function askedCard(news: InviteNews, told: Told): Card {
  const { email, expiresAt, inviter } = news;
  const who = shorten(email, 100);
  const asks = ` asks for a new link: ${whose(told, inviter)} invite expired`;
  return {
    text: `${who}${asks}.`,
    blocks: [
      paragraph(bold(who), text(`${asks} `), date(expiresAt), text(".")),
      actions(resendButton(news)),
      ...whyTold(told, inviter),
    ],
  };
}
