import { Types } from "mongoose";
import { Group } from "../models/group.ts";
import { groupIdsAt, memberOf } from "../models/membership.ts";
import { type LinkedAccount, User } from "../models/user.ts";
import { type AccountActor, type AccountId, accountKey, type Principal, teamsOf } from "./actor.ts";
import { canonicalEmail, spellingsOf } from "./email-address.ts";
import { groupsThere } from "./groups-there.ts";
import { databaseTime } from "./transaction.ts";

/** Finds out whether an account is linked to a user. */
export async function isLinked(account: AccountId): Promise<boolean> {
  return (await User.exists(linkedAs(account))) !== null;
}

/**
 * Finds the user who acts: the one the account is linked to, paused or not, or the owner of the API client. Null if
 * there is none, as with some owners.
 */
export async function actingUserId(actor: Principal): Promise<Types.ObjectId | null> {
  const user = await User.exists(actingUser(actor));
  return user?._id ?? null;
}

/** Filters for that user. */
export function actingUser(actor: Principal) {
  if (actor.kind === "account") return linkedAs(actor);
  const owner = actor.kind === "client" && actor.owner.kind === "user" ? actor.owner : null;
  return { _id: owner && new Types.ObjectId(owner.userId) };
}

/** Filters for the user an account is linked to, paused or not. */
export const linkedAs = (account: AccountId) => ({
  "slack.teamId": teamsOf(account),
  "slack.userId": account.userId,
});

/** Filters for the active user an account is linked to, while its email is still the linked one. */
export function linkedTo(account: AccountActor) {
  const { email, unconfirmedEmail } = account;
  const emails = (address: string | null | undefined) => ({ $in: spellingsOf(address ?? "") });
  return {
    ...linkedAs(account),
    $or: [
      { "slack.email": emails(email) },
      { "slack.email": emails(unconfirmedEmail), "slack.unconfirmed": true },
    ],
    "slack.paused": { $exists: false },
    status: "active" as const,
  };
}

/** Whether an account's email is still the linked one. A link made while it was unconfirmed accepts it unconfirmed. */
export function hasLinkedEmail({ email, unconfirmedEmail }: AccountActor, link: LinkedAccount): boolean {
  const now = email ?? (link.unconfirmed ? unconfirmedEmail : null);
  return now === canonicalEmail(link.email);
}

/** Whether an account acts as this user now, and they are active. */
export async function isUser(actor: Principal, userId: Types.ObjectId): Promise<boolean> {
  if (actor.kind !== "account" || actor.ineligible) return false;
  return (await User.exists({ ...linkedTo(actor), _id: userId })) !== null;
}

/**
 * Finds out, within a change, whether an account acts as an active member of a group that exists. Writes to the group,
 * so that removing the member meanwhile conflicts with the change.
 */
export async function actsAsMember(actor: Principal, groupId: Types.ObjectId): Promise<boolean> {
  if (actor.kind !== "account" || actor.ineligible) return false;
  if (!(await isActiveMember(actor, groupId))) return false;
  const { matchedCount } = await Group.updateOne({ _id: groupId }, { $inc: { membersVersion: 1 } });
  // A large deleted group leaves its members one after another.
  return matchedCount > 0;
}

/** Whether an account acts as an active member of a group now. */
export async function isActiveMember(actor: AccountActor, groupId: Types.ObjectId): Promise<boolean> {
  if (actor.ineligible) return false;
  return (await User.exists({ ...linkedTo(actor), ...memberOf(groupId) })) !== null;
}

/** Lists the existing groups that an account is an active member of now; none if it has no rights. */
export async function ownGroupIds(actor: AccountActor): Promise<Types.ObjectId[]> {
  const self = actor.ineligible ? null : await User.findOne(linkedTo(actor), { memberships: 1 }).lean();
  return self ? groupsThere(groupIdsAt(self, await databaseTime())) : [];
}

/** Returns a key for the person who acts, the same for all their accounts and API clients: two keys, two people. */
export async function personKey(actor: Principal): Promise<string> {
  const userId = await actingUserId(actor);
  if (userId) return userKey(userId);
  return actor.kind === "account" ? accountKey(actor) : "operator";
}

const OF_USER = "user:";
const userKey = (userId: Types.ObjectId) => `${OF_USER}${userId}`;

/** Whether a key is that of a registered user. */
export const isUserKey = (key: string) => key.startsWith(OF_USER);

/** Whether a key can be this user's: it is, or it was made before they were registered. */
export const canBeKeyOf = (key: string, userId: Types.ObjectId) => !isUserKey(key) || key === userKey(userId);
