import { shorten } from "../../locales/shorten.ts";
import { moment } from "../../services/format.ts";
import type { UserNews } from "../../services/users/user-news.ts";
import { actions, bold, button, date, paragraph, text } from "../kit/blocks.ts";
import type { Card } from "../kit/card.ts";
import { ids } from "../kit/ids.ts";
import { isolated } from "../kit/phrase.ts";
import type { AdminGain } from "../state/jobs.ts";
import type { SuspendAnswer } from "../state/suspend-cards.ts";
import { viewProfileButton } from "./profile-button.ts";

/** Whose account gained an admin's rights, how, and by whom; `by` is missing if nobody else did it. */
export interface NewAdmin {
  account: string;
  gain: AdminGain;
  by?: string | undefined;
}

/** Tells that a Slack account has gained an admin's rights, and by whom. 2 blocks. */
export function newAdminCard({ userId, name, email }: UserNews, { account, gain, by }: NewAdmin): Card {
  const who = isolated(name, 100);
  const address = shorten(email, 200);
  const how = howGained(gain, by && isolated(by, 100));
  return {
    text: `${who} (${address}) is in Admin and can now act through a Slack account. ${how}`,
    blocks: [
      paragraph(
        bold(who),
        text(` (${address}) is in Admin and now acts in Slack as `),
        { type: "user", user_id: account },
        text(`. ${how}`),
      ),
      actions(viewProfileButton({ id: userId, name: who })),
    ],
  };
}

function howGained(gain: AdminGain, by?: string): string {
  switch (gain) {
    case "linked":
      return by ? `${by} linked it.` : "Slack confirmed that it is theirs.";
    case "joined":
      return "They joined as an owner named by the operator.";
    case "put_in_admin":
      return by ? `${by} put them in Admin.` : "They put themselves in Admin.";
    case "reactivated":
      return by ? `${by} reactivated them.` : "They reactivated themselves.";
  }
}

/** Asks whether to suspend someone whose Slack account was deactivated. 2 blocks. */
export function deactivatedCard({ userId, name, email }: UserNews): Card {
  const who = isolated(name, 100);
  const question = `Suspend ${who}?`;
  const why = `The Slack account of ${who} (${shorten(email, 200)}) was deactivated and no longer has any rights here. They keep what their groups give them elsewhere until you suspend them.`;
  return {
    text: `${question} ${why}`,
    blocks: [
      paragraph(bold(question), text(`\n${why}`)),
      actions(
        button(ids.user.suspend, "Suspend", { value: userId, label: `Suspend ${who}`, style: "danger" }),
        viewProfileButton({ id: userId, name: who }),
      ),
    ],
  };
}

/** Tells that a user has no Slack account, since theirs was linked to someone else. 2 blocks. */
export function passedOverCard({ userId, name, email }: UserNews, holder: UserNews, account: string): Card {
  const who = isolated(name, 100);
  const others = `${isolated(holder.name, 100)} (${shorten(holder.email, 200)})`;
  const stays = ` (${shorten(email, 200)}) has no Slack account here: `;
  const why = `an invite was bound to the account that ${others} has. If it is theirs, or they have another, link it on their profile.`;
  return {
    text: `${who}${stays}${why}`,
    blocks: [
      paragraph(bold(who), text(`${stays}${why} It is `), { type: "user", user_id: account }, text(".")),
      actions(viewProfileButton({ id: userId, name: who })),
    ],
  };
}

/** Asks another admin to erase a user's details too. 2 blocks. */
export function erasureCard({ userId, name, email }: UserNews, asker: string): Card {
  const who = isolated(name, 100);
  const question = `Erase the details of ${who}?`;
  const why = `${isolated(asker, 100)} wants the details of ${who} (${shorten(email, 200)}) erased. It can’t be undone, so another admin has to confirm it.`;
  return {
    text: `${question} ${why}`,
    blocks: [
      paragraph(bold(question), text(`\n${why}`)),
      actions(
        button(ids.user.erase, "Erase Details", {
          value: userId,
          label: `Erase details: ${who}`,
          style: "danger",
        }),
        viewProfileButton({ id: userId, name: who }),
      ),
    ],
  };
}

/** Says on such a card who has answered, and how. 1 block. */
export function answeredCard(given: SuspendAnswer): Card {
  const { by, at } = given;
  const did = `${answerText(given, isolated(by, 100))}, `;
  return { text: `${did}${moment(at)}.`, blocks: [paragraph(text(did), date(at), text("."))] };
}

function answerText({ name, email, answer }: SuspendAnswer, by: string): string {
  const who = isolated(name, 100);
  switch (answer) {
    case "suspended":
      return `${who} was suspended by ${by}`;
    case "linked":
      return `${who} has a Slack account again: ${by} linked it`;
    case "erased":
      return `${by} erased the details of ${shorten(email, 200)}`;
    case "reactivated":
      return `${who} was reactivated by ${by}`;
  }
}
