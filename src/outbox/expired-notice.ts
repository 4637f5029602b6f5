import { expiredCard } from "../slack/cards/expired.ts";
import type { Asks, Kind } from "./kind.ts";
import { done } from "./kind.ts";
import { foldingNotice } from "./notice.ts";

const expired = foldingNotice((news, told, { generation }) =>
  news.status === "expired" && news.generation === generation ? expiredCard(news, told) : null,
);

/** Tells the inviter that an invite expired, unless the operator switched that off. */
export const expiredNotice: Kind<Asks<"expired-notice">> = {
  carryOut: async (asks, held, means) =>
    means.settings.expiryNotices ? expired.carryOut(asks, held, means) : done,
};
