import { expiredCard } from "../slack/messages/expired.ts";
import type { Asks, Kind } from "./handler.ts";
import { done } from "./handler.ts";
import { foldingNotice } from "./notice.ts";

const expired = foldingNotice((news, told, { generation }) =>
  news.status === "expired" && news.generation === generation ? expiredCard(news, told) : null,
);

/** Tells the inviter that an invite expired, unless the operator switched that off. */
export const expiredNotice: Kind<Asks<"expired-notice">> = {
  carryOut: async (asks, held, means) =>
    means.settings.expiryNotices ? expired.carryOut(asks, held, means) : done,
};
