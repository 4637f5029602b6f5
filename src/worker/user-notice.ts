import { type UserNews, userNews } from "../services/users/user-news.ts";
import type { Card } from "../slack/kit/card.ts";
import { deactivatedCard, newAdminCard, passedOverCard } from "../slack/messages/user-notices.ts";
import { enqueueSlack } from "../slack/state/jobs.ts";
import { rememberSuspendCard } from "../slack/state/suspend-cards.ts";
import { writeToAdmin } from "./direct-message.ts";
import { done, type Handler } from "./handler.ts";
import type { SpecOf } from "./jobs.ts";
import { allAdmins } from "./recipients.ts";

type NoticeKind = "admin-linked-notice" | "deactivated-notice" | "passed-over-notice";

/** Draws what admins are told of a user; null when there is nothing to tell any more. */
async function cardOf(news: UserNews, spec: SpecOf<NoticeKind>): Promise<Card | null> {
  switch (spec.kind) {
    case "admin-linked-notice":
      return newAdminCard(news, spec);
    case "deactivated-notice":
      return news.status === "active" && news.account?.paused === "deactivated"
        ? deactivatedCard(news)
        : null;
    case "passed-over-notice": {
      const holder = news.account ? null : await userNews(spec.holderId);
      return holder?.account ? passedOverCard(news, holder, holder.account.userId) : null;
    }
  }
}

/** Tells every admin but the user, each of them by a job of their own. */
export const userNotice = {
  async handle(spec, _job, context) {
    const { settings } = context;
    const news = await userNews(spec.userId);
    const card = news && (await cardOf(news, spec));
    if (!card) return done;
    if (spec.to) {
      const { to } = spec;
      const result = await writeToAdmin(context, to, card);
      if (result.kind === "retry" || result.kind === "cancel") return { attempt: result };
      if (result.kind === "unreachable") return done;
      return {
        attempt: { kind: "done" },
        async record(_outcome, now) {
          if (spec.kind === "deactivated-notice")
            await rememberSuspendCard(spec.userId, { ...result.value, to }, now);
        },
      };
    }
    const about = spec.kind === "admin-linked-notice" ? spec.account : news.account?.userId;
    const others = (ids: readonly string[]) => ids.filter((id) => id !== about);
    const admins = others(await allAdmins(settings.owners));
    const told = admins.length > 0 ? admins : others(settings.owners);
    return {
      attempt: { kind: "done" },
      record: async (_outcome, now) => enqueueSlack(now, ...told.map((to) => ({ ...spec, to, dueAt: now }))),
    };
  },
} satisfies Handler<NoticeKind>;
