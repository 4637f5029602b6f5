import { declinedCard } from "../slack/cards/declined.ts";
import { foldingNotice } from "./notice.ts";

/** Tells the inviter that someone declined. */
export const declinedNotice = foldingNotice((news, told) =>
  news.status === "declined" ? declinedCard(news, told) : null,
);
