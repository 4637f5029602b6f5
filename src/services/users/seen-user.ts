import { createHash } from "node:crypto";
import { isValidObjectId } from "mongoose";
import { AuditEvent } from "../../models/audit-event.ts";
import { User, type UserDocument } from "../../models/user.ts";
import { NotFound, UserChanged } from "../errors.ts";

/** A user as they stood on the screen of whoever acts on them. */
export interface SeenUser {
  userId: string;
  /** What of them an admin can change, as a fingerprint. */
  state: string;
  /** When that was so, in milliseconds of the database's clock. */
  at: number;
}

/** What is on the screen of whoever sees this. */
export function seenNow(user: UserDocument, now: Date): SeenUser {
  return { userId: String(user._id), state: stateOf(user), at: now.getTime() };
}

function stateOf({ status, memberships, slack }: UserDocument): string {
  const groups = memberships.map(({ groupId }) => String(groupId)).sort();
  const account = slack ? [slack.teamId, slack.userId, slack.email, slack.paused?.because ?? ""] : [];
  return createHash("sha256")
    .update(JSON.stringify([status, groups, account]))
    .digest("base64url")
    .slice(0, 16);
}

/**
 * Reads a user for a change, in its transaction. Whatever the transaction then writes to this user makes it start
 * anew if someone else wrote to them meanwhile, so what was compared here still holds when it is written.
 *
 * @throws NotFound; UserChanged when they are not as the admin saw them (says who changed them, and when)
 */
export async function userAsSeen(seen: SeenUser): Promise<UserDocument> {
  const user = isValidObjectId(seen.userId) ? await User.findById(seen.userId).lean() : null;
  if (!user) throw new NotFound({ what: "user" });
  if (stateOf(user) !== seen.state) throw await whoChanged(user, seen);
  return user;
}

async function whoChanged({ _id, name }: UserDocument, { at }: SeenUser): Promise<UserChanged> {
  const last = await AuditEvent.findOne({ about: String(_id), at: { $gte: new Date(at) } })
    .sort({ at: -1, _id: -1 })
    .lean();
  return new UserChanged({ name, by: last?.actor.name ?? null, at: last?.at ?? null });
}
