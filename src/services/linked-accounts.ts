import type { Types } from "mongoose";
import { builtInGroupIds } from "../models/group.ts";
import { memberOf } from "../models/membership.ts";
import { User } from "../models/user.ts";

/** The most accounts that are asked or told something at once. */
const MAX_ACCOUNTS = 50;

/** Filters for active users whose account has its rights: linked, and not paused. */
export const activeWithAccount = {
  status: "active",
  "slack.userId": { $exists: true },
  "slack.paused": { $exists: false },
} as const;

/** Filters for those of them who are in a group. */
export const memberWithAccount = (groupId: Types.ObjectId) => ({
  ...memberOf(groupId),
  ...activeWithAccount,
});

/** Filters for those of them who are in Admin. */
export const adminWithAccount = memberWithAccount(builtInGroupIds.admin);

/** Lists the accounts of users, ordered by name; 50 at most. */
export async function accountsOf(filter: object): Promise<string[]> {
  const users = await User.find(filter, { slack: 1 }).sort({ name: 1, _id: 1 }).limit(MAX_ACCOUNTS).lean();
  return users.flatMap(({ slack }) => slack?.userId ?? []);
}
