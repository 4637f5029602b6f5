import type { InviteNews } from "../../services/invites/invite-news.ts";
import { bold, paragraph, text } from "../kit/blocks.ts";
import type { Card } from "../kit/card.ts";
import { shorten } from "../kit/text.ts";
import { type Audience, audienceNote, possessive } from "./told.ts";

/** Tells of one person who declined, and how to ask them again. At most 2 blocks. */
export function declinedCard({ email, inviter }: InviteNews, audience: Audience): Card {
  const who = shorten(email, 100);
  const rest = ` declined ${possessive(audience, inviter)} invite. If they change their mind, invite them again.`;
  return { text: who + rest, blocks: [paragraph(bold(who), text(rest)), ...audienceNote(audience, inviter)] };
}
