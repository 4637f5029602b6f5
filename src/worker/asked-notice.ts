import { askedCard } from "../slack/messages/asked.ts";
import { notice } from "./notice.ts";

/** Tells the inviter that the invitee of an expired invite asks for a new link. */
export const askedNotice = notice((news, told, { generation }) =>
  news.status === "expired" && news.generation === generation ? askedCard(news, told) : null,
);
