import { isTrouble } from "../services/delivery.ts";
import { troubleCard } from "../slack/cards/trouble.ts";
import { foldingNotice } from "./notice.ts";

/** Tells the inviter that an invite's mail will not arrive. */
export const troubleNotice = foldingNotice((news, told, { generation }) =>
  news.status === "pending" && news.generation === generation && isTrouble(news.delivery)
    ? troubleCard(news, told)
    : null,
);
