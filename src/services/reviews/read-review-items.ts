import { type Types, trusted } from "mongoose";
import { nameOf } from "../../models/actor-record.ts";
import { Group } from "../../models/group.ts";
import { LastUse } from "../../models/last-use.ts";
import { membershipsAt } from "../../models/membership.ts";
import {
  type ItemStatus,
  isUnderReview,
  ReviewItem,
  type ReviewItemDocument,
} from "../../models/review-item.ts";
import { User } from "../../models/user.ts";
import type { Principal } from "../actor.ts";
import { readAs } from "../authorize.ts";
import { type End, endOf } from "../ends.ts";
import { actingUserId } from "../linked-user.ts";
import {
  beyond,
  type NextRows,
  nextRows,
  type Page,
  type PageCursor,
  type PageStart,
  readPage,
  sortFrom,
} from "../page.ts";
import { databaseTime } from "../transaction.ts";
import { reviewWithId } from "./review-conflict.ts";

/** Which members: those undecided, or all. */
export type WhichItems = "open" | "all";

/** A membership under review. Current values are null once it is over or replaced by another. */
export interface ReviewRow {
  itemId: string;
  userId: string;
  name: string;
  email: string;
  groupId: string;
  group: string;
  status: ItemStatus;
  since: Date;
  /** Who put them in. */
  by: string | null;
  end: End | null;
  /** The last day on which a decision allowed something because of it; "never" for none, null where nobody asks. */
  lastUsed: string | null;
  /** Whose identity provider manages the group: a removal is proposed. */
  managedBy: string | null;
  /** It is the reader's own: someone else decides. */
  own: boolean;
  answer: { by: string; at: Date; reason: string | null; end: End | null } | null;
}

/** Which memberships under review: those of these groups, or all where none is named. */
interface Items {
  reviewId: Types.ObjectId;
  groupIds: readonly Types.ObjectId[];
  which: WhichItems;
}

async function itemsFrom(
  { reviewId, groupIds, which }: Items,
  start: PageStart | null,
  most: number,
): Promise<ReviewItemDocument[]> {
  return ReviewItem.find(
    trusted({
      reviewId,
      ...(which === "open" && { status: "open" as const }),
      ...(groupIds.length > 0 && { groupId: { $in: groupIds } }),
      ...beyond(start, "name", 1),
    }),
  )
    .sort(sortFrom(start, "name", 1))
    .limit(most)
    .lean();
}

/** Reads a page of items, by name. */
export async function pageOfItems(
  items: Items,
  cursor: PageCursor | null,
  own: Types.ObjectId | null,
): Promise<Page<ReviewRow>> {
  const page = await readPage(cursor, {
    read: (start, most) => itemsFrom(items, start, most),
    keyOf: ({ name, _id }) => ({ key: name, id: String(_id) }),
  });
  return { ...page, rows: await rowsOf(page.rows, own) };
}

/** Reads the next members of a review for a program, by name. @throws NotAdmin, NotPermitted, NotFound */
export async function itemsAfter(
  actor: Principal,
  reviewId: string,
  which: WhichItems,
  after: { name: string; id: string } | undefined,
  limit: number,
): Promise<NextRows<ReviewRow>> {
  return readAs(actor, "reviews:read", async () => {
    const review = await reviewWithId(reviewId);
    const start = after ? { direction: "after" as const, key: after.name, id: after.id } : null;
    const all = { reviewId: review._id, groupIds: [], which };
    const { rows, more } = await nextRows(limit, (most) => itemsFrom(all, start, most));
    return { rows: await rowsOf(rows, await actingUserId(actor)), more };
  });
}

/** Adds current values to memberships under review. */
async function rowsOf(
  items: readonly ReviewItemDocument[],
  own: Types.ObjectId | null,
): Promise<ReviewRow[]> {
  const userIds = items.map(({ userId }) => userId);
  const [users, uses, managed, now, anyUse] = await Promise.all([
    User.find({ _id: { $in: userIds } }, { memberships: 1 }).lean(),
    LastUse.find({ _id: { $in: userIds } }).lean(),
    Group.find(
      { _id: { $in: items.map(({ groupId }) => groupId) }, managedBy: { $exists: true } },
      { managedBy: 1 },
    ).lean(),
    databaseTime(),
    LastUse.exists({}),
  ]);
  const memberships = new Map(users.map((user) => [String(user._id), membershipsAt(user, now)]));
  const days = new Map(uses.map((use) => [String(use._id), use.days]));
  const managers = new Map(managed.map(({ _id, managedBy }) => [String(_id), managedBy?.name ?? null]));
  return items.map((item) => {
    const current = memberships.get(String(item.userId))?.find((each) => isUnderReview(item, each));
    const day = days.get(String(item.userId))?.[String(item.groupId)];
    return {
      itemId: String(item._id),
      userId: String(item.userId),
      name: item.name,
      email: item.email,
      groupId: String(item.groupId),
      group: item.groupName,
      status: item.status,
      since: item.since,
      by: current ? nameOf(current.by) : null,
      end: current ? endOf(current) : null,
      lastUsed: day ?? (anyUse ? "never" : null),
      managedBy: managers.get(String(item.groupId)) ?? null,
      own: own?.equals(item.userId) ?? false,
      answer: answerOf(item),
    };
  });
}

function answerOf({ answeredBy, answeredAt, reason, ...rest }: ReviewItemDocument): ReviewRow["answer"] {
  if (!answeredBy || !answeredAt) return null;
  return { by: nameOf(answeredBy), at: answeredAt, reason: reason ?? null, end: endOf(rest) };
}
