import { acceptedCard } from "../slack/messages/accepted.ts";
import { foldingNotice } from "./notice.ts";

/** Tells the inviter that someone accepted. */
export const acceptedNotice = foldingNotice((news, told) =>
  news.status === "accepted" ? acceptedCard(news, told) : null,
);
