import type { Types } from "mongoose";
import { Group } from "../../models/group.ts";
import { memberOf } from "../../models/membership.ts";
import type { ReviewDocument } from "../../models/review.ts";
import { User } from "../../models/user.ts";
import type { AccountActor, Principal } from "../actor.ts";
import { isAdminNow } from "../authorize.ts";
import { rulesOf } from "../groups/access-rules.ts";
import { groupsThere } from "../groups-there.ts";
import { accountsOf, activeWithAccount, adminWithAccount, memberWithAccount } from "../linked-accounts.ts";
import { isUser, ownGroupIds } from "../linked-user.ts";

type Reviewed = Pick<ReviewDocument, "groups" | "reviewers">;

/**
 * Reads each group's deciding group; groups that admins decide about, or whose deciding group is gone, are left out.
 */
async function decidersOf(groupIds: readonly Types.ObjectId[]): Promise<Map<string, Types.ObjectId>> {
  const groups = await Group.find({ _id: { $in: groupIds } }, { requests: 1 }).lean();
  const deciders = groups.flatMap((group) => {
    const { deciders: decide } = rulesOf(group);
    return decide ? [[String(group._id), decide] as const] : [];
  });
  const there = new Set((await groupsThere(deciders.map(([, id]) => id))).map(String));
  return new Map(deciders.filter(([, id]) => there.has(String(id))));
}

/** Reads the group whose members decide about another; null where admins do. */
export async function decidersOfGroup(groupId: Types.ObjectId): Promise<Types.ObjectId | null> {
  return (await decidersOf([groupId])).get(String(groupId)) ?? null;
}

/** Which groups of a review an account reviews: all, some, or none. */
export async function groupsToReview(
  actor: Principal,
  { groups, reviewers }: Reviewed,
): Promise<Types.ObjectId[]> {
  const all = groups.map(({ groupId }) => groupId);
  if (actor.kind !== "account" || (await isAdminNow(actor))) return all;
  if (reviewers.kind === "person") return (await isUser(actor, reviewers.userId)) ? all : [];
  return reviewers.kind === "deciders" ? decidedBy(actor, all) : [];
}

async function decidedBy(actor: AccountActor, groupIds: Types.ObjectId[]): Promise<Types.ObjectId[]> {
  const [deciders, own] = [await decidersOf(groupIds), await ownGroupIds(actor)];
  return groupIds.filter((id) => {
    const group = deciders.get(String(id));
    return group !== undefined && own.some((each) => each.equals(group));
  });
}

/**
 * Lists the reviewers' accounts, and admins' accounts where nobody else can decide about everyone in a group.
 *
 * @param owners named in IAM_OWNERS, used where there is no admin either
 */
export async function accountsToTell(
  { groups, reviewers }: Reviewed,
  owners: readonly string[],
): Promise<string[]> {
  const byGroup = await Promise.all(
    groups.map(async ({ groupId }) => {
      const accounts = await otherReviewers(groupId, reviewers);
      return { accounts, suffice: await suffice(accounts, groupId) };
    }),
  );
  const others = byGroup.flatMap(({ accounts }) => accounts);
  if (byGroup.every((each) => each.suffice)) return [...new Set(others)];
  const admins = await accountsOf(adminWithAccount);
  return [...new Set([...others, ...(admins.length > 0 ? admins : owners)])];
}

/** Whether these reviewers can decide about everyone in a group: nobody reviews themselves. */
async function suffice([one, another]: readonly string[], groupId: Types.ObjectId): Promise<boolean> {
  if (one === undefined || another !== undefined) return another !== undefined;
  return (await User.exists({ ...memberOf(groupId), "slack.userId": one })) === null;
}

/** Whether an account still takes part in a review: as one of its reviewers, an admin, or an owner. */
export async function stillReviews(
  { groups, reviewers }: Reviewed,
  userId: string,
  owners: readonly string[],
): Promise<boolean> {
  if (owners.includes(userId)) return true;
  const others =
    reviewers.kind === "person"
      ? [{ _id: reviewers.userId, ...activeWithAccount }]
      : reviewers.kind === "deciders"
        ? (await deciderGroups(groups)).map(memberWithAccount)
        : [];
  return (await User.exists({ $or: [adminWithAccount, ...others], "slack.userId": userId })) !== null;
}

/** Lists the groups whose members decide about one of these. */
async function deciderGroups(groups: ReviewDocument["groups"]): Promise<Types.ObjectId[]> {
  const deciders = await decidersOf(groups.map(({ groupId }) => groupId));
  return [...deciders.values()];
}

/** Lists the accounts that review a group without being admins. */
async function otherReviewers(
  groupId: Types.ObjectId,
  reviewers: ReviewDocument["reviewers"],
): Promise<string[]> {
  if (reviewers.kind === "admins") return [];
  if (reviewers.kind === "person") return accountsOf({ _id: reviewers.userId, ...activeWithAccount });
  const deciders = await decidersOfGroup(groupId);
  return deciders ? accountsOf(memberWithAccount(deciders)) : [];
}
