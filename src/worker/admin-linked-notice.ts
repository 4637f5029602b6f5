import { adminLinkedCard } from "../slack/messages/admin-linked.ts";
import type { SpecOf } from "./handler.ts";
import { userNotice } from "./user-notice.ts";

/** Tells the other admins that a Slack account now acts as a member of Admin, while it does. */
export const adminLinkedNotice = userNotice<SpecOf<"admin-linked-notice">>((news, { account, by }) =>
  news.account?.userId === account ? adminLinkedCard(news, account, by) : null,
);
