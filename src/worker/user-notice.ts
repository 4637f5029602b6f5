import { enqueue } from "../services/jobs.ts";
import { allAdmins } from "../services/users/recipients.ts";
import { type UserNews, userNews } from "../services/users/user-news.ts";
import type { Card } from "../slack/messages/card.ts";
import { type Posted, writeTo } from "./direct-message.ts";
import { type Asks, done, type Kind } from "./handler.ts";

/** The kinds that tell every admin about one user. */
type UserNotice = Asks<"admin-linked-notice" | "deactivated-notice">;

/**
 * A kind of message that tells every admin but the user; each of them by a message of their own.
 *
 * @param remember where each was told, in the transaction that settles the message
 */
export function userNotice<N extends UserNotice>(
  draw: (news: UserNews, asks: N) => Card | null,
  remember: (asks: N, at: Posted, now: Date) => Promise<void> = async () => {},
): Kind<N> {
  return {
    async carryOut(asks, _held, { settings, slack }) {
      const news = await userNews(asks.userId);
      const card = news && draw(news, asks);
      if (!card) return done;
      if (asks.to) {
        const result = await writeTo(slack, asks.to, card);
        if (result.is === "fault" || result.is === "hopeless") return { attempt: result };
        if (result.is === "unreachable") return done;
        return {
          attempt: { is: "done" },
          record: async (_outcome, now) => remember(asks, result.value, now),
        };
      }
      const others = (ids: readonly string[]) => ids.filter((id) => id !== news.account?.userId);
      const notice: UserNotice = asks;
      const admins = others(await allAdmins(settings.owners));
      const told = admins.length > 0 ? admins : others(settings.owners);
      return {
        attempt: { is: "done" },
        record: async (_outcome, now) => enqueue(now, ...told.map((to) => ({ ...notice, to, dueAt: now }))),
      };
    },
  };
}
