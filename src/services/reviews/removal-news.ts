import type { Types } from "mongoose";
import { nameOf } from "../../models/actor-record.ts";
import { ReviewItem } from "../../models/review-item.ts";
import type { GroupSummary } from "../groups/groups.ts";
import { membershipNews } from "../users/membership-news.ts";

/** What to tell someone a review took out of a group. */
export interface RemovalNews {
  /** The id of the account to tell. */
  account: string;
  group: GroupSummary;
  /** Null where nobody decided. */
  by: string | null;
  reason: string;
  /** Whether they can request the group again. */
  canAsk: boolean;
}

/** Reads the news of a removal; null where nobody can be told, or they are in the group again. */
export async function removalNews(itemId: Types.ObjectId): Promise<RemovalNews | null> {
  const item = await ReviewItem.findOne({ _id: itemId, status: "removed" }).lean();
  const news = item && (await membershipNews(item));
  if (!news || news.current) return null;
  const { answeredBy, reason = "" } = item;
  return {
    account: news.account,
    group: news.group,
    by: answeredBy && answeredBy.kind !== "system" ? nameOf(answeredBy) : null,
    reason,
    canAsk: news.canAsk,
  };
}
