import { Types } from "mongoose";
import { memberOf, membershipsAt } from "../../models/membership.ts";
import { Review, type ReviewDocument } from "../../models/review.ts";
import { ReviewItem, type ReviewItemDocument } from "../../models/review-item.ts";
import { User, type UserDocument } from "../../models/user.ts";
import { publish } from "../jobs.ts";
import { beyond } from "../page.ts";
import { databaseTime, inTransaction } from "../transaction.ts";

/** How many members are listed at once. */
const BATCH = 500;

/**
 * Lists the next members of a review's groups. The position is written with them, so that each is listed once,
 * however often this restarts.
 *
 * @returns whether there may be more
 */
export async function gatherMembers(reviewId: Types.ObjectId): Promise<boolean> {
  return inTransaction(async () => {
    const review = await Review.findOne({ _id: reviewId, status: "open" }).lean();
    if (!review?.gathering) return false;
    const { group: position, after, wrote } = review.gathering;
    const group = review.groups[position];
    const members = group ? await membersAfter(group.groupId, after) : [];
    const now = await databaseTime();
    const items = group ? await unwritten(itemsOf(review, group, members, now)) : [];
    if (items.length > 0) await ReviewItem.insertMany(items, { lean: true });
    const last = members.length === BATCH ? members.at(-1) : undefined;
    const isNew = wrote || items.length > 0;
    // Once more from the beginning: someone may have a name by now that sorts before those read last.
    const next = after && isNew ? position : position + 1;
    const gathering = last
      ? { group: position, after: { name: last.name, id: last._id }, wrote: isNew }
      : next < review.groups.length && { group: next };
    await Review.updateOne(
      { _id: reviewId },
      {
        $inc: { "counts.total": items.length, version: 1 },
        ...(gathering ? { $set: { gathering } } : { $unset: { gathering: 1 as const } }),
      },
    );
    if (!gathering)
      await publish(now, { action: "review.gathered", targets: [String(reviewId)], about: [], after: {} });
    return gathering !== false;
  });
}

async function membersAfter(
  groupId: Types.ObjectId,
  after: { name: string; id: Types.ObjectId } | undefined,
): Promise<UserDocument[]> {
  const start = after ? { direction: "after" as const, key: after.name, id: String(after.id) } : null;
  return User.find({ ...memberOf(groupId), ...beyond(start, "name", 1) })
    .sort({ name: 1, _id: 1 })
    .limit(BATCH)
    .lean();
}

/** Leaves out those already listed under the name they had then. */
async function unwritten(items: readonly ReviewItemDocument[]): Promise<ReviewItemDocument[]> {
  const [first] = items;
  if (!first) return [];
  const { reviewId, groupId } = first;
  const userIds = items.map(({ userId }) => userId);
  const written = await ReviewItem.distinct("userId", { reviewId, groupId, userId: { $in: userIds } });
  const known = new Set(written.map(String));
  return items.filter(({ userId }) => !known.has(String(userId)));
}

function itemsOf(
  { _id: reviewId, startedAt }: ReviewDocument,
  { groupId, name: groupName }: ReviewDocument["groups"][number],
  members: readonly UserDocument[],
  now: Date,
): ReviewItemDocument[] {
  return members.flatMap((user) => {
    const membership = membershipsAt(user, now).find((each) => each.groupId.equals(groupId));
    // People who joined since are counted at the end.
    if (!membership || membership.since > startedAt) return [];
    const { _id: userId, name, email } = user;
    const of = { reviewId, userId, groupId, name, email, groupName };
    return [{ ...of, _id: new Types.ObjectId(), since: membership.since, status: "open" as const }];
  });
}
