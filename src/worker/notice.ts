import { type InviteNews, inviteNews } from "../services/invites/invite-news.ts";
import { enqueueSummary } from "../services/invites/summaries.ts";
import { enqueue } from "../services/jobs.ts";
import { allAdmins, reachable } from "../services/users/recipients.ts";
import type { Card } from "../slack/kit/card.ts";
import type { Audience } from "../slack/messages/told.ts";
import { writeTo } from "./direct-message.ts";
import { done, type Handler, type HandlerContext, type HandlerResult, type SpecOf } from "./handler.ts";

/** The kinds that tell the inviter about one invite. */
type Notice = SpecOf<
  "accepted-notice" | "declined-notice" | "trouble-notice" | "expired-notice" | "asked-notice"
>;

/** What is known when a notice is drawn; null when there is nothing to tell any more. */
type Draw = (news: InviteNews, told: Audience, spec: Notice) => Card | null;

/** Up to so many people in a batch, each has a notice of their own; above, a summary comes once a day. */
const MOST_NOTICES = 5;

/** A kind of message that tells the inviter; where that can't be, every admin. */
export function notice(draw: Draw): Handler<Notice> {
  return {
    async handle(spec, _held, context) {
      const news = await inviteNews(String(spec.inviteId));
      const card = news && draw(news, spec.to ? "admin" : "inviter", spec);
      if (!card) return done;
      const to = spec.to ?? (await reachable(news.inviter));
      const result = to ? await writeTo(context.slack, to, card) : ({ kind: "unreachable" } as const);
      if (result.kind === "retry" || result.kind === "cancel") return { attempt: result };
      return result.kind === "ok" || spec.to ? done : tellAdmins(spec, context);
    },
  };
}

/** Like `notice`, but people of a large batch are summed up. */
export function foldingNotice(draw: Draw): Handler<Notice> {
  const single = notice(draw);
  return {
    async handle(spec, job, context) {
      const news = await inviteNews(String(spec.inviteId));
      if (!news || news.batchSize <= MOST_NOTICES) return single.handle(spec, job, context);
      if (!draw(news, "inviter", spec)) return done;
      return { attempt: { kind: "done" }, record: (_outcome, now) => enqueueSummary(now, news.batchId) };
    },
  };
}

async function tellAdmins(spec: Notice, { settings }: HandlerContext): Promise<HandlerResult> {
  const admins = await allAdmins(settings.owners);
  return {
    attempt: { kind: "done" },
    record: async (_outcome, now) => enqueue(now, ...admins.map((to) => ({ ...spec, to, dueAt: now }))),
  };
}
