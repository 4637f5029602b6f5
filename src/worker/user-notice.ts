import { type UserNews, userNews } from "../services/users/user-news.ts";
import type { Card } from "../slack/kit/card.ts";
import {
  deactivatedCard,
  erasureCard,
  newAdminCard,
  passedOverCard,
} from "../slack/messages/user-notices.ts";
import { rememberEraseCard, rememberSuspendCard } from "../slack/state/suspend-cards.ts";
import { writeToAdmin, written } from "./direct-message.ts";
import { done, type Handler } from "./handler.ts";
import type { SpecOf } from "./jobs.ts";
import { allAdmins } from "./recipients.ts";
import { tellEach } from "./tell-each.ts";

type NoticeKind = "admin-linked-notice" | "deactivated-notice" | "passed-over-notice" | "erasure-notice";

/** Draws what admins are told about a user; null if there is no longer anything to tell. */
async function cardOf(news: UserNews, spec: SpecOf<NoticeKind>): Promise<Card | null> {
  switch (spec.kind) {
    case "admin-linked-notice":
      return newAdminCard(news, spec);
    case "deactivated-notice":
      return news.status === "active" && news.account?.paused === "deactivated"
        ? deactivatedCard(news)
        : null;
    case "erasure-notice":
      return news.erasing ? erasureCard(news, news.erasing.by) : null;
    case "passed-over-notice": {
      const holder = news.account ? null : await userNews(spec.holderId);
      return holder?.account ? passedOverCard(news, holder, holder.account.userId) : null;
    }
  }
}

/** Returns the account that isn't told: the user's own, or that of the admin asking the others. */
function exceptFor(spec: SpecOf<NoticeKind>, { account, erasing }: UserNews): string | undefined {
  switch (spec.kind) {
    case "admin-linked-notice":
      return spec.account;
    case "erasure-notice":
      return erasing?.userId;
    default:
      return account?.userId;
  }
}

/** Tells every other admin, with one job each. */
export const userNotice = {
  async handle(spec, _job, context) {
    const { settings } = context;
    const news = await userNews(spec.userId);
    const card = news && (await cardOf(news, spec));
    if (!card) return done;
    if (spec.to) {
      const { to } = spec;
      return written(await writeToAdmin(context, to, card), async (message, now) => {
        if (spec.kind === "deactivated-notice")
          await rememberSuspendCard(spec.userId, { ...message, to }, now);
        if (spec.kind === "erasure-notice") await rememberEraseCard(spec.userId, { ...message, to }, now);
      });
    }
    const not = exceptFor(spec, news);
    const others = (ids: readonly string[]) => ids.filter((id) => id !== not);
    const admins = others(await allAdmins(settings.owners));
    const told = admins.length > 0 ? admins : others(settings.owners);
    return tellEach(spec, told);
  },
} satisfies Handler<NoticeKind>;
