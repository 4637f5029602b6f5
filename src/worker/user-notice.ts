import { enqueue } from "../services/jobs.ts";
import { allAdmins } from "../services/users/recipients.ts";
import { type UserNews, userNews } from "../services/users/user-news.ts";
import type { Card } from "../slack/kit/card.ts";
import { type MessageRef, writeTo } from "./direct-message.ts";
import { done, type Handler, type SpecOf } from "./handler.ts";

/** The kinds that tell every admin about one user. */
type UserNotice = SpecOf<"admin-linked-notice" | "deactivated-notice">;

/**
 * A kind of message that tells every admin but the user; each of them by a message of their own.
 *
 * @param remember where each was told, in the transaction that settles the message
 */
export function userNotice<N extends UserNotice>(
  draw: (news: UserNews, spec: N) => Card | null,
  remember: (spec: N, at: MessageRef, now: Date) => Promise<void> = async () => {},
): Handler<N> {
  return {
    async handle(spec, _held, { settings, slack }) {
      const news = await userNews(spec.userId);
      const card = news && draw(news, spec);
      if (!card) return done;
      if (spec.to) {
        const result = await writeTo(slack, spec.to, card);
        if (result.kind === "retry" || result.kind === "cancel") return { attempt: result };
        if (result.kind === "unreachable") return done;
        return {
          attempt: { kind: "done" },
          record: async (_outcome, now) => remember(spec, result.value, now),
        };
      }
      const others = (ids: readonly string[]) => ids.filter((id) => id !== news.account?.userId);
      const notice: UserNotice = spec;
      const admins = others(await allAdmins(settings.owners));
      const told = admins.length > 0 ? admins : others(settings.owners);
      return {
        attempt: { kind: "done" },
        record: async (_outcome, now) => enqueue(now, ...told.map((to) => ({ ...notice, to, dueAt: now }))),
      };
    },
  };
}
