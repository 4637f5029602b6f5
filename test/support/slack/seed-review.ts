import { Types } from "mongoose";
import { builtInGroupIds, Group } from "../../../src/models/group.ts";
import { Review } from "../../../src/models/review.ts";
import { ReviewItem } from "../../../src/models/review-item.ts";
import { User } from "../../../src/models/user.ts";
import { groupTerms } from "../../../src/services/groups/group-name.ts";
import { seedUsers } from "./seed.ts";

const by = { kind: "system", name: "iam-bot" } as const;
const DAY_MS = 86_400_000;

/** Writes a group, its members and an open review of them into the database. Returns the review's id. */
export async function seedReview(name: string, members: readonly string[]): Promise<string> {
  const groupId = new Types.ObjectId();
  const key = name.toLowerCase();
  const scopes = { services: [], projects: [], regions: [] };
  await Group.create({ _id: groupId, name, nameKey: key, words: groupTerms(name), ...scopes });
  const ids = await seedUsers(members, groupId);
  await User.updateMany(
    { _id: { $in: ids } },
    { $push: { memberships: { groupId: builtInGroupIds.users, since: new Date(0), by } } },
  );
  const now = new Date();
  const review = await Review.create({
    groups: [{ groupId, name }],
    reviewers: { kind: "admins" },
    startedBy: by,
    startedAt: now,
    closesAt: new Date(now.getTime() + 7 * DAY_MS),
    days: 7,
    unanswered: "kept",
    repeats: { months: 3, anchor: "2026-11-30", zone: "UTC", next: 1 },
    counts: { total: members.length },
  });
  const users = await User.find({ _id: { $in: ids } }).lean();
  await ReviewItem.insertMany(
    users.map((user) => ({
      reviewId: review._id,
      userId: user._id,
      groupId,
      name: user.name,
      email: user.email,
      groupName: name,
      since: user.memberships[0]?.since,
    })),
  );
  return String(review._id);
}
