import { isTrouble } from "../services/invites/delivery.ts";
import { type InviteNews, inviteNews } from "../services/invites/invite-news.ts";
import type { Card } from "../slack/kit/card.ts";
import type { Audience } from "../slack/messages/audience.ts";
import {
  acceptedCard,
  askedCard,
  declinedCard,
  expiredCard,
  troubleCard,
} from "../slack/messages/invite-notices.ts";
import { enqueueSummary } from "../slack/state/summaries.ts";
import { writeToAdmin, writeToInviter } from "./direct-message.ts";
import { done, type Handler } from "./handler.ts";
import { allAdmins } from "./recipients.ts";
import { tellEach } from "./tell-each.ts";

type NoticeKind =
  | "accepted-notice"
  | "declined-notice"
  | "trouble-notice"
  | "expired-notice"
  | "asked-notice";

interface Notice {
  /** Tells whether the news is still worth telling. */
  holds(news: InviteNews, generation: number): boolean;
  card(news: InviteNews, audience: Audience): Card;
  /** Whether a large batch gets a summary instead. */
  summedUp: boolean;
}

const hasExpired: Notice["holds"] = ({ status, generation }, expired) =>
  status === "expired" && generation === expired;

/** What inviters are told about one invite. */
const notices: Record<NoticeKind, Notice> = {
  "accepted-notice": {
    holds: ({ status }) => status === "accepted",
    card: acceptedCard,
    summedUp: true,
  },
  "declined-notice": {
    holds: ({ status }) => status === "declined",
    card: declinedCard,
    summedUp: true,
  },
  "trouble-notice": {
    holds: ({ status, generation, delivery }, failed) =>
      status === "pending" && generation === failed && isTrouble(delivery),
    card: troubleCard,
    summedUp: true,
  },
  "expired-notice": { holds: hasExpired, card: expiredCard, summedUp: true },
  "asked-notice": { holds: hasExpired, card: askedCard, summedUp: false },
};

/** Up to this many people in a batch, each gets a notice; above it, a summary is sent once a day. */
const MAX_NOTICES = 5;

/** Tells the inviter about one invite, or every admin if the inviter can't be told. */
export const inviteNotice = {
  async handle(spec, _job, context) {
    // Operators can switch these off.
    if (spec.kind === "expired-notice" && !context.settings.expiryNotices) return done;
    const { holds, card, summedUp } = notices[spec.kind];
    const news = await inviteNews(String(spec.inviteId));
    if (!news || !holds(news, spec.generation)) return done;
    if (summedUp && news.batchSize > MAX_NOTICES)
      return { attempt: { kind: "done" }, record: (_outcome, now) => enqueueSummary(now, news.batchId) };
    const result = spec.to
      ? await writeToAdmin(context, spec.to, card(news, "admin"))
      : await writeToInviter(context, news.inviter, card(news, "inviter"));
    if (result.kind === "retry" || result.kind === "cancel") return { attempt: result };
    return result.kind === "ok" || spec.to ? done : tellEach(spec, await allAdmins(context.settings.owners));
  },
} satisfies Handler<NoticeKind>;
