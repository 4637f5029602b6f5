import { membershipNews } from "../services/users/membership-news.ts";
import { endedCard, endingCard } from "../slack/messages/membership-notices.ts";
import { type Drawn, writeTo, written } from "./direct-message.ts";
import { done, type Handler, type HandlerContext, type HandlerResult } from "./handler.ts";

/** Warns a user that one of their memberships ends soon, unless its end has changed. */
export const membershipWarning: Handler<"membership-warning"> = {
  async handle(spec, _job, context) {
    const news = await membershipNews(spec);
    const end = news?.current?.end;
    if (!end || end.until.getTime() !== spec.until.getTime()) return done;
    return told(context, news.account, (reader) => endingCard(news.group, end, news.now, reader));
  },
};

/** Tells a user that one of their memberships has ended, unless they have it again. */
export const endedNotice: Handler<"ended-notice"> = {
  async handle(spec, _job, context) {
    const news = await membershipNews(spec);
    return news && !news.current ? told(context, news.account, (reader) => endedCard(news, reader)) : done;
  },
};

async function told(context: HandlerContext, userId: string, card: Drawn): Promise<HandlerResult> {
  return written(await writeTo(context, userId, card));
}
