import type { UserNews } from "../../services/users/user-news.ts";
import { actions, bold, paragraph, text } from "../kit/blocks.ts";
import type { Card } from "../kit/card.ts";
import { shorten } from "../kit/text.ts";
import { viewProfileButton } from "./profile-button.ts";

/** Tells that a Slack account has got the rights of an admin, and by whom. 2 blocks. */
export function adminLinkedCard({ userId, name, email }: UserNews, account: string, by?: string): Card {
  const who = shorten(name, 100);
  const address = shorten(email, 200);
  const how = by ? `${shorten(by, 100)} linked it.` : "Slack confirmed that it is theirs.";
  return {
    text: `${who} (${address}) is in Admin, and now has a Slack account to act with. ${how}`,
    blocks: [
      paragraph(
        bold(who),
        text(` (${address}) is in Admin, and now acts in Slack as `),
        { type: "user", user_id: account },
        text(`. ${how}`),
      ),
      actions(viewProfileButton({ id: userId, name: who })),
    ],
  };
}
