import { declinedCard } from "../slack/messages/declined.ts";
import { foldingNotice } from "./notice.ts";

/** Tells the inviter that someone declined. */
export const declinedNotice = foldingNotice((news, told) =>
  news.status === "declined" ? declinedCard(news, told) : null,
);
