import { rememberSuspendCard } from "../services/users/suspend-cards.ts";
import { deactivatedCard } from "../slack/messages/deactivated.ts";
import type { SpecOf } from "./handler.ts";
import { userNotice } from "./user-notice.ts";

/** Asks the admins whether to suspend someone whose Slack account was deactivated, unless that is settled. */
export const deactivatedNotice = userNotice<SpecOf<"deactivated-notice">>(
  (news) =>
    news.status === "active" && news.account?.paused === "deactivated" ? deactivatedCard(news) : null,
  ({ userId }, at, now) => rememberSuspendCard(userId, at, now),
);
