import { changesThings } from "../services/clients/client-fields.ts";
import { type ClientNews, clientNews } from "../services/clients/client-news.ts";
import type { Card } from "../slack/kit/card.ts";
import { newClientCard, ownerLeftCard } from "../slack/messages/client-notices.ts";
import { rememberClientCard } from "../slack/state/client-cards.ts";
import { writeToAdmin, written } from "./direct-message.ts";
import { done, type Handler } from "./handler.ts";
import type { SpecOf } from "./jobs.ts";
import { allAdmins } from "./recipients.ts";
import { tellEach } from "./tell-each.ts";

type NoticeKind = "client-created-notice" | "client-owner-notice";

/** Draws what admins are told about a client; null if there is no longer anything to tell. */
function cardOf(news: ClientNews, { kind }: SpecOf<NoticeKind>): Card | null {
  if (kind === "client-owner-notice") return news.asking ? ownerLeftCard(news) : null;
  return news.status === "active" && changesThings(news.permissions) ? newClientCard(news) : null;
}

/** Tells every admin except the one it is about, with one job each. */
export const clientNotice = {
  async handle(spec, _job, context) {
    const news = await clientNews(spec.clientId);
    const card = news && cardOf(news, spec);
    if (!card) return done;
    if (spec.to) {
      const { to } = spec;
      return written(await writeToAdmin(context, to, card), async (message, now) => {
        if (spec.kind === "client-owner-notice")
          await rememberClientCard(spec.clientId, { ...message, to }, now);
      });
    }
    const about = spec.kind === "client-created-notice" ? news.createdBy.userId : news.owner?.accountId;
    const told = (await allAdmins(context.settings.owners)).filter((id) => id !== about);
    return tellEach(spec, told);
  },
} satisfies Handler<NoticeKind>;
