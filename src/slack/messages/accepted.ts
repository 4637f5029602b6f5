import type { InviteNews } from "../../services/invites/invite-news.ts";
import { actions, bold, paragraph, text } from "../kit/blocks.ts";
import type { Card } from "../kit/card.ts";
import { shorten } from "../kit/text.ts";
import { viewProfileButton } from "./profile-button.ts";
import { type Audience, audienceNote, possessive } from "./told.ts";

/** Tells of one person who accepted. At most 3 blocks. */
export function acceptedCard({ email, inviter, user }: InviteNews, audience: Audience): Card {
  const name = shorten(user?.name ?? email, 100);
  const groups = new Intl.ListFormat("en-GB").format(user?.groups ?? []);
  const where = groups ? ` and is now in ${shorten(groups, 1000)}` : "";
  const rest = ` (${shorten(email, 100)}) accepted ${possessive(audience, inviter)} invite${where}.`;
  return {
    text: name + rest,
    blocks: [
      paragraph(bold(name), text(rest)),
      ...(user ? [actions(viewProfileButton(user))] : []),
      ...audienceNote(audience, inviter),
    ],
  };
}
