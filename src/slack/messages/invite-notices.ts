import { shorten } from "../../locales/shorten.ts";
import type { InviteNews } from "../../services/invites/invite-news.ts";
import { actions, bold, date, noticeActionsId, paragraph, text } from "../kit/blocks.ts";
import type { Card } from "../kit/card.ts";
import { isolated } from "../kit/phrase.ts";
import { type Audience, audienceNote, possessive } from "./audience.ts";
import { remedyButton, remedyButtons, remedyOf } from "./invite-buttons.ts";
import { stateWords } from "./invite-state.ts";
import { viewProfileButton } from "./profile-button.ts";

/** Tells that a person accepted. At most 3 blocks. */
export function acceptedCard({ email, inviter, user }: InviteNews, audience: Audience): Card {
  const name = isolated(user?.name ?? email, 100);
  const groups = new Intl.ListFormat("en-GB").format(user?.groups ?? []);
  const where = groups ? ` and is now in ${isolated(groups, 1000)}` : "";
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

/** Tells that a person declined, and how to ask them again. At most 2 blocks. */
export function declinedCard({ email, inviter }: InviteNews, audience: Audience): Card {
  const who = shorten(email, 100);
  const rest = ` declined ${possessive(audience, inviter)} invite. If they change their mind, invite them again.`;
  return { text: who + rest, blocks: [paragraph(bold(who), text(rest)), ...audienceNote(audience, inviter)] };
}

/** Tells that an email won't arrive, and what can be done. At most 3 blocks. */
export function troubleCard(news: InviteNews, audience: Audience): Card {
  const { email, inviter } = news;
  const who = shorten(email, 100);
  const { words } = stateWords(news);
  const { advice } = remedyOf(news);
  const did = ` did not get ${possessive(audience, inviter)} invite. ${shorten(words, 300)}.${advice ? ` ${advice}` : ""}`;
  return {
    text: `${who}${did}`,
    blocks: [
      paragraph(bold(who), text(did)),
      { ...actions(...remedyButtons(news)), block_id: noticeActionsId },
      ...audienceNote(audience, inviter),
    ],
  };
}

/** Tells that an invite wasn't answered in time. At most 3 blocks. */
export function expiredCard(news: InviteNews, audience: Audience): Card {
  const { email, expiresAt, inviter } = news;
  const who = shorten(email, 100);
  const did = ` did not answer ${possessive(audience, inviter)} invite. It expired`;
  return {
    text: `${who}${did}.`,
    blocks: [
      paragraph(bold(who), text(`${did} `), date(expiresAt), text(".")),
      actions(...remedyButtons({ ...news, status: "expired" })),
      ...audienceNote(audience, inviter),
    ],
  };
}

/** Tells that the invitee of an expired invite asks for a new link. At most 3 blocks. */
export function askedCard(news: InviteNews, audience: Audience): Card {
  const { email, expiresAt, inviter } = news;
  const who = shorten(email, 100);
  const request = ` is asking for a new link: ${possessive(audience, inviter)} invite expired`;
  return {
    text: `${who}${request}.`,
    blocks: [
      paragraph(bold(who), text(`${request} `), date(expiresAt), text(".")),
      actions(remedyButton("resend", news)),
      ...audienceNote(audience, inviter),
    ],
  };
}
