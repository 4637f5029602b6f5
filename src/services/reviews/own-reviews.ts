import { givesRights } from "../../models/group.ts";
import { groupIdsAt } from "../../models/membership.ts";
import { Review } from "../../models/review.ts";
import { User } from "../../models/user.ts";
import type { AccountActor } from "../actor.ts";
import { mayNow, readAs } from "../authorize.ts";
import { groupNameKey } from "../groups/group-name.ts";
import { groupsDecidedBy } from "../groups/groups-decided-by.ts";
import { groupsThere } from "../groups-there.ts";
import { linkedTo } from "../linked-user.ts";
import { databaseTime } from "../transaction.ts";

/** How many recent reviews are searched by a group's name. */
const FOUND_AMONG = 100;

/**
 * Reads reviews: all with permission to read them, otherwise those the actor reviews, with this filter.
 *
 * @throws NotAdmin, audited, where there are none
 */
export async function readOwnOrAll<T>(
  actor: AccountActor,
  read: (own: object | null) => Promise<T>,
): Promise<T> {
  const own = (await mayNow(actor, "reviews:read")) ? null : await reviewedBy(actor);
  if (own && (await Review.exists(own))) return read(own);
  return readAs(actor, "reviews:read", () => read(null));
}

/** Filters for the reviews an account takes part in, open or closed, as `groupsToReview` says; null for none. */
async function reviewedBy(actor: AccountActor): Promise<object | null> {
  const self = actor.ineligible ? null : await User.findOne(linkedTo(actor), { memberships: 1 }).lean();
  if (!self) return null;
  const decided = await groupsDecidedBy(await groupsThere(groupIdsAt(self, await databaseTime())));
  // Only admins decide about Admin and Auditors.
  const groupIds = decided.filter((id) => !givesRights(id));
  return {
    $or: [
      { "reviewers.kind": "person", "reviewers.userId": self._id },
      { "reviewers.kind": "deciders", "groups.groupId": { $in: groupIds } },
    ],
  };
}

/** Finds the last of these reviews with a group of this name, or with the text in its name; null if none. */
export async function lastCalled(own: object, text: string): Promise<string | null> {
  const last = await Review.find(own, { groups: 1 }).sort({ startedAt: -1 }).limit(FOUND_AMONG).lean();
  const key = groupNameKey(text);
  const find = (fits: (name: string) => boolean) =>
    last.find(({ groups }) => groups.some(({ name }) => fits(groupNameKey(name))));
  const review = find((name) => name === key) ?? find((name) => name.includes(key));
  return review ? String(review._id) : null;
}
