import type { InviteNews } from "../../services/invites/invite-news.ts";
import { bold, paragraph, text } from "../kit/blocks.ts";
import { shorten } from "../kit/shorten.ts";
import type { Card } from "./card.ts";
import { type Told, whose, whyTold } from "./told.ts";

/** Tells of one person who declined, and how to ask them again. At most 2 blocks. */
export function declinedCard({ email, inviter }: InviteNews, told: Told): Card {
  const who = shorten(email, 100);
  const rest = ` declined ${whose(told, inviter)} invite. If they change their mind, invite them again.`;
  return { text: who + rest, blocks: [paragraph(bold(who), text(rest)), ...whyTold(told, inviter)] };
}
