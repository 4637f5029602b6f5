import { Group } from "../../models/group.ts";
import { membershipsAt } from "../../models/membership.ts";
import { pauseReason, User } from "../../models/user.ts";
import { type End, endOf } from "../ends.ts";
import { rulesOf } from "../groups/access-rules.ts";
import { type GroupSummary, groupSummary } from "../groups/groups.ts";
import { databaseTime } from "../transaction.ts";
import type { EndingMembership } from "./end-membership.ts";

/** What there is to tell somebody about their membership of a group, as it is now. */
export interface MembershipNews {
  /** The id of the account that can be told. */
  account: string;
  group: GroupSummary;
  /** Whether people can ask for the group. */
  canAsk: boolean;
  /** Whether they are in the group now, and until when. */
  current: { end: End | null } | null;
  now: Date;
}

/** Reads it; null if the group is gone, or nobody can be told: no account, one without rights, or suspended. */
export async function membershipNews({
  userId,
  groupId,
}: Omit<EndingMembership, "until">): Promise<MembershipNews | null> {
  const user = await User.findById(userId).lean();
  const group = await Group.findById(groupId).lean();
  if (!user?.slack || !group || user.status !== "active" || pauseReason(user.slack)) return null;
  const now = await databaseTime();
  const membership = membershipsAt(user, now).find((each) => each.groupId.equals(groupId));
  return {
    account: user.slack.userId,
    group: groupSummary(group),
    canAsk: rulesOf(group).open && !group.managedBy,
    current: membership ? { end: endOf(membership) } : null,
    now,
  };
}
