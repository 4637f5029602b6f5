import { type InviteNews, inviteNews } from "../services/invites/invite-news.ts";
import { enqueueSummary } from "../services/invites/summaries.ts";
import { enqueue } from "../services/jobs.ts";
import { allAdmins, reachable } from "../services/users/recipients.ts";
import type { Card } from "../slack/messages/card.ts";
import type { Told } from "../slack/messages/told.ts";
import { writeTo } from "./direct-message.ts";
import { type Asks, type Carried, done, type Kind, type Means } from "./handler.ts";

/** The kinds that tell the inviter about one invite. */
type Notice = Asks<
  "accepted-notice" | "declined-notice" | "trouble-notice" | "expired-notice" | "asked-notice"
>;

/** What is known when a notice is drawn; null when there is nothing to tell any more. */
type Draw = (news: InviteNews, told: Told, asks: Notice) => Card | null;

/** Up to so many people in a batch, each has a notice of their own; above, a summary comes once a day. */
const MOST_NOTICES = 5;

/** A kind of message that tells the inviter; where that can't be, every admin. */
export function notice(draw: Draw): Kind<Notice> {
  return {
    async carryOut(asks, _held, means) {
      const news = await inviteNews(String(asks.inviteId));
      const card = news && draw(news, asks.to ? "admin" : "inviter", asks);
      if (!card) return done;
      const to = asks.to ?? (await reachable(news.inviter));
      const result = to ? await writeTo(means.slack, to, card) : ({ is: "unreachable" } as const);
      if (result.is === "fault" || result.is === "hopeless") return { attempt: result };
      return result.is === "ok" || asks.to ? done : tellAdmins(asks, means);
    },
  };
}

/** Like `notice`, but people of a large batch are summed up. */
export function foldingNotice(draw: Draw): Kind<Notice> {
  const single = notice(draw);
  return {
    async carryOut(asks, held, means) {
      const news = await inviteNews(String(asks.inviteId));
      if (!news || news.batchSize <= MOST_NOTICES) return single.carryOut(asks, held, means);
      if (!draw(news, "inviter", asks)) return done;
      return { attempt: { is: "done" }, record: (_outcome, now) => enqueueSummary(now, news.batchId) };
    },
  };
}

async function tellAdmins(asks: Notice, { settings }: Means): Promise<Carried> {
  const admins = await allAdmins(settings.owners);
  return {
    attempt: { is: "done" },
    record: async (_outcome, now) => enqueue(now, ...admins.map((to) => ({ ...asks, to, dueAt: now }))),
  };
}
