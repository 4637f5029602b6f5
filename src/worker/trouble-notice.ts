import { isTrouble } from "../services/invites/delivery.ts";
import { troubleCard } from "../slack/messages/trouble.ts";
import { foldingNotice } from "./notice.ts";

/** Tells the inviter that an invite's mail will not arrive. */
export const troubleNotice = foldingNotice((news, told, { generation }) =>
  news.status === "pending" && news.generation === generation && isTrouble(news.delivery)
    ? troubleCard(news, told)
    : null,
);
