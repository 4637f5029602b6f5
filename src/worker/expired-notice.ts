import { expiredCard } from "../slack/messages/expired.ts";
import type { Handler, SpecOf } from "./handler.ts";
import { done } from "./handler.ts";
import { foldingNotice } from "./notice.ts";

const expired = foldingNotice((news, told, { generation }) =>
  news.status === "expired" && news.generation === generation ? expiredCard(news, told) : null,
);

/** Tells the inviter that an invite expired, unless the operator switched that off. */
export const expiredNotice: Handler<SpecOf<"expired-notice">> = {
  handle: async (spec, job, context) =>
    context.settings.expiryNotices ? expired.handle(spec, job, context) : done,
};
