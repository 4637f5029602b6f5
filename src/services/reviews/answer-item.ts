import { isValidObjectId } from "mongoose";
import { Group } from "../../models/group.ts";
import { type Membership, membershipsAt } from "../../models/membership.ts";
import { Review, type ReviewDocument } from "../../models/review.ts";
import {
  type ItemStatus,
  isUnderReview,
  ReviewItem,
  type ReviewItemDocument,
} from "../../models/review-item.ts";
import { User, type UserDocument } from "../../models/user.ts";
import { type AccountActor, type Actor, type Principal, recordOf, type SystemActor } from "../actor.ts";
import { recordAudit } from "../audit.ts";
import { changeAsAlso, readAs } from "../authorize.ts";
import { type End, endOf, endText } from "../ends.ts";
import { InvalidFields, NotFound } from "../errors.ts";
import { actingUserId, actsAsMember, isUser } from "../linked-user.ts";
import { inLines } from "../one-line.ts";
import { databaseTime } from "../transaction.ts";
import { writeGroups } from "../users/change-groups.ts";
import { writeEnd } from "../users/set-membership-end.ts";
import { OwnMembership } from "./refusals.ts";
import { reviewEnded, reviewedFirst } from "./review-conflict.ts";
import { ofItem } from "./review-event.ts";
import { decidersOfGroup, groupsToReview } from "./reviewers.ts";

const LONGEST_WHY = 500;

/** A decision about a membership under review. */
export type Verdict =
  | { kind: "keep" }
  | { kind: "limit"; end: End }
  /** The reason, for the member. */
  | { kind: "remove"; reason: string };

/** The outcome for a membership: as decided, `proposed` to the identity provider, or the member had already `left`. */
export interface Reviewed {
  member: string;
  group: string;
  status: Exclude<ItemStatus, "open">;
}

/**
 * Decides about a membership under review. A removal is an ordinary change; for a group that an identity provider
 * manages, it is proposed.
 *
 * @throws NotAdmin, NotPermitted; OwnMembership; ReviewedAlready when someone was first; ReviewEnded; LastAdmin;
 * GroupManaged
 *   for an end; InvalidFields (`reason`, `until`); NotFound
 */
export async function answerItem(actor: Principal, itemId: string, verdict: Verdict): Promise<Reviewed> {
  const reviews = async () => {
    const item = await itemWithId(itemId);
    return isReviewer(actor, await reviewOf(item), item);
  };
  return changeAsAlso(actor, "reviews:write", reviews, async () => {
    const item = await itemWithId(itemId);
    await refuseOwn(actor, item);
    return carryOut(actor, item, checked(verdict));
  });
}

/** Reads the person a form is about, for anyone who may decide about them. @throws NotAdmin, NotFound */
export async function itemToDecide(
  actor: AccountActor,
  itemId: string,
): Promise<{ member: string; group: string }> {
  const item = await itemWithId(itemId);
  const asked = { member: item.name, group: item.groupName };
  const theirs = await groupsToReview(actor, await reviewOf(item));
  if (theirs.some((id) => id.equals(item.groupId))) return asked;
  return readAs(actor, "reviews:write", async () => asked);
}

/** Whether someone reviews an item's group without being an admin. Part of a transaction. */
async function isReviewer(
  actor: Principal,
  { reviewers }: ReviewDocument,
  { groupId }: ReviewItemDocument,
): Promise<boolean> {
  if (reviewers.kind === "person") return isUser(actor, reviewers.userId);
  const deciders = reviewers.kind === "deciders" ? await decidersOfGroup(groupId) : null;
  return deciders !== null && (await actsAsMember(actor, deciders));
}

async function itemWithId(itemId: string): Promise<ReviewItemDocument> {
  const item = isValidObjectId(itemId) ? await ReviewItem.findById(itemId).lean() : null;
  if (!item) throw new NotFound({ what: "review" });
  return item;
}

async function reviewOf({ reviewId }: ReviewItemDocument): Promise<ReviewDocument> {
  const review = await Review.findById(reviewId).lean();
  if (!review) throw new NotFound({ what: "review" });
  return review;
}

/** Recognises reviewers by any account or API client of theirs. @throws OwnMembership */
async function refuseOwn(actor: Principal, { userId }: ReviewItemDocument): Promise<void> {
  if ((await actingUserId(actor))?.equals(userId)) throw new OwnMembership();
}

function checked(verdict: Verdict): Verdict {
  if (verdict.kind !== "remove") return verdict;
  const reason = inLines(verdict.reason);
  if (reason === "" || reason.length > LONGEST_WHY)
    throw new InvalidFields({ reason: `Say why, in up to ${LONGEST_WHY} characters.` });
  return { ...verdict, reason };
}

/** The current state of a membership under review. */
interface Current {
  user: UserDocument;
  membership: Membership;
}

/** Finds the listed membership; null where it or its group is gone, or has been replaced by another. */
export async function currentOf(item: ReviewItemDocument, now: Date): Promise<Current | null> {
  // Deleting a large group removes its members one by one.
  const isThere = await Group.exists({ _id: item.groupId });
  const user = isThere && (await User.findById(item.userId).lean());
  const membership = user && membershipsAt(user, now).find((each) => isUnderReview(item, each));
  return membership ? { user, membership } : null;
}

/** Carries out a verdict. Part of a transaction. @throws the errors of `answerItem` */
async function carryOut(actor: Principal, item: ReviewItemDocument, verdict: Verdict): Promise<Reviewed> {
  const now = await databaseTime();
  const current = await currentOf(item, now);
  if (!current) return settle(actor, item, now, { status: "left" });
  switch (verdict.kind) {
    case "keep":
      return settle(actor, item, now, { status: "kept" });
    case "limit": {
      const { user, membership } = current;
      refuseLonger(membership, verdict.end);
      await writeEnd(actor, { user, now, current: membership, group: { name: item.groupName } }, verdict.end);
      return settle(actor, item, now, { status: "limited", ...verdict.end });
    }
    case "remove":
      return removeMember(actor, item, current, now, verdict.reason);
  }
}

/** A review never gives anyone more than they have. @throws InvalidFields (`until`) */
function refuseLonger(membership: Membership, { until }: End): void {
  const end = endOf(membership);
  if (end && until > end.until)
    throw new InvalidFields({
      until: `This membership ends on ${endText(end)}. Choose that day or an earlier one.`,
    });
}

/**
 * Removes a member, or proposes that where an identity provider decides. Part of a transaction.
 *
 * @throws LastAdmin, ReviewedAlready, ReviewEnded
 */
export async function removeMember(
  actor: Principal | SystemActor,
  item: ReviewItemDocument,
  { user }: Current,
  now: Date,
  reason: string,
): Promise<Reviewed> {
  const { groupId } = item;
  if (await Group.exists({ _id: groupId, managedBy: { $exists: true } }))
    return settle(actor, item, now, { status: "proposed", reason });
  await writeGroups(actor, user, now, { gets: [], loses: [groupId] }, null);
  return settle(actor, item, now, { status: "removed", reason });
}

type Settled = Pick<ReviewItemDocument, "reason" | "until" | "zone"> & Pick<Reviewed, "status">;

const actions = {
  kept: "review.kept",
  limited: "review.limited",
  removed: "review.removed",
  proposed: "review.proposed",
  left: "review.left",
} as const;

/** Writes the decision, unless someone was first or the review is over. Part of a transaction. */
export async function settle(
  actor: Actor,
  item: ReviewItemDocument,
  now: Date,
  { status, ...more }: Settled,
): Promise<Reviewed> {
  const { matchedCount } = await ReviewItem.updateOne(
    { _id: item._id, status: "open" },
    { $set: { status, ...more, answeredBy: recordOf(actor), answeredAt: now } },
  );
  if (matchedCount === 0) throw await reviewedFirst(item._id);
  await countOne(actor, item, status);
  const { reason, until } = more;
  await recordAudit(
    actor,
    now,
    ofItem(actions[status], item, { ...(reason && { reason }), ...(until && { until }) }),
  );
  return { member: item.name, group: item.groupName, status };
}

/** The app's own decisions are made while the review closes; everyone else's before. */
async function countOne(actor: Actor, { reviewId }: ReviewItemDocument, status: Reviewed["status"]) {
  const { matchedCount } = await Review.updateOne(
    { _id: reviewId, status: actor.kind === "system" ? "closing" : "open" },
    { $inc: { [`counts.${status}`]: 1, version: 1 } },
  );
  if (matchedCount === 0) throw await reviewEnded(reviewId);
}
