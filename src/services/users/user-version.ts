import { createHash } from "node:crypto";
import { nameOf } from "../../models/actor-record.ts";
import { AuditEvent } from "../../models/audit-event.ts";
import { groupIdsAt } from "../../models/membership.ts";
import { User, type UserDocument } from "../../models/user.ts";
import { NotFound } from "../errors.ts";
import { type GroupSummary, groupsWithIds } from "../groups/groups.ts";
import { isObjectId } from "../object-id.ts";
import { databaseTime } from "../transaction.ts";
import { UserChanged } from "./refusals.ts";

/** The version of a user that was on a screen. A change names it, and is refused if they have changed since. */
export interface UserVersion {
  userId: string;
  /** A fingerprint of what an admin can change about them. */
  state: string;
  /** When that was so, in milliseconds of the database's time. */
  at: number;
}

/** The user that a program changes: at the version number it read, or as they are if it names none. */
export interface UserAtVersion {
  userId: string;
  version?: number | undefined;
}

/** Counts the versions of a user: 1 at first, one more after each change. */
export function versionNumber({ changes = 0 }: Pick<UserDocument, "changes">): number {
  return changes + 1;
}

/**
 * Names the version of a user that was just read.
 *
 * @param groups the existing groups they are in now: deleted ones don't count, whether or not the user has left them
 */
export function versionOf(
  user: UserDocument,
  groups: readonly Pick<GroupSummary, "id">[],
  now: Date,
): UserVersion {
  return { userId: String(user._id), state: stateOf(user, groups), at: now.getTime() };
}

function stateOf(
  { status, slack, memberships }: UserDocument,
  existing: readonly Pick<GroupSummary, "id">[],
): string {
  const groups = existing.map(({ id }) => id).sort();
  const account = slack ? [slack.teamId, slack.userId, slack.email, slack.paused?.because ?? ""] : [];
  const ends = memberships
    .filter(({ groupId, until }) => until && groups.includes(String(groupId)))
    .map(({ groupId, until }) => `${groupId} ${until?.getTime()}`)
    .sort();
  return createHash("sha256")
    .update(JSON.stringify([status, groups, account, ...(ends.length > 0 ? [ends] : [])]))
    .digest("base64url")
    .slice(0, 16);
}

/**
 * Reads a user for a change, in its transaction. If someone else writes to the user meanwhile, the transaction's own
 * write makes it start again, so what was compared here still holds when it is written.
 *
 * @returns the user, and the database's time
 * @throws NotFound; UserChanged when they have changed since that version (says who changed them, and when)
 */
export async function userAtVersion(
  expected: UserVersion | UserAtVersion,
): Promise<{ user: UserDocument; now: Date }> {
  const user = isObjectId(expected.userId) ? await User.findById(expected.userId).lean() : null;
  if (!user) throw new NotFound({ what: "user" });
  const now = await databaseTime();
  if (!(await isExpected(user, now, expected))) throw await userConflict(user, expected);
  return { user, now };
}

async function isExpected(
  user: UserDocument,
  now: Date,
  expected: UserVersion | UserAtVersion,
): Promise<boolean> {
  if ("state" in expected)
    return stateOf(user, await groupsWithIds(groupIdsAt(user, now))) === expected.state;
  return expected.version === undefined || expected.version === versionNumber(user);
}

/** Finds out who changed a user since a version. */
export async function userConflict(
  { _id, name }: Pick<UserDocument, "_id" | "name">,
  expected: UserVersion | UserAtVersion,
): Promise<UserChanged> {
  const since = "state" in expected ? { at: { $gte: new Date(expected.at) } } : {};
  const last = await AuditEvent.findOne({ about: String(_id), ...since })
    .sort({ at: -1, _id: -1 })
    .lean();
  return new UserChanged({ name, by: last ? nameOf(last.actor) : null, at: last?.at ?? null });
}
