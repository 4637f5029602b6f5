import type { Types } from "mongoose";
import { groupIdsAt } from "../../models/membership.ts";
import { isDuplicate } from "../../models/mongo-errors.ts";
import { User, type UserDocument } from "../../models/user.ts";
import { type AccountActor, type Actor, accountKey, anyEmailOf, type Principal, teamsOf } from "../actor.ts";
import { moveRequests } from "../approvals/move-requests.ts";
import { recordAudit } from "../audit.ts";
import { changeAs, requireForRights } from "../authorize.ts";
import { atAddress, canonicalEmail } from "../email-address.ts";
import { linkedAs } from "../linked-user.ts";
import { lockExclusive, rightsOf } from "../locks.ts";
import { databaseTime, inTransaction } from "../transaction.ts";
import { adminAccount } from "./admins.ts";
import { holdBackAdmin } from "./change-groups.ts";
import { CannotLink } from "./refusals.ts";
import { type UserVersion, userAtVersion } from "./user-version.ts";

/**
 * Links an account to its user at the first command: by the mention that invited them, or by the email that the
 * workspace confirmed. A user who is already linked keeps that link, whatever emails say since.
 */
export async function linkAtFirstCommand(account: AccountActor): Promise<void> {
  await linkIfAwaited(account, account);
}

/**
 * Links the account of someone who has just registered, on the same conditions.
 *
 * @returns who waits for it in vain, and whose it is
 */
export async function linkAtRegistration(account: AccountActor): Promise<PassedOver[]> {
  return linkIfAwaited(account, { kind: "system" });
}

/** Someone who waits for an account that belongs to somebody else. */
export interface PassedOver {
  userId: Types.ObjectId;
  holderId: Types.ObjectId;
}

/** Reads whom to link after a registration: the address, and the account the invite mentioned. Null if linked. */
export async function unlinkedUser(
  id: Types.ObjectId,
): Promise<{ email: string; mentioned: string | null } | null> {
  const user = await User.findOne({ _id: id, slack: { $exists: false } }).lean();
  return user && { email: user.email, mentioned: user.invitedAccount?.userId ?? null };
}

/** Filters for the users who aren't linked yet and wait for this account; null for one that can't be linked. */
export function userAwaitingAccount(account: AccountActor) {
  const { userId, email, ineligible } = account;
  if (ineligible || !email) return null;
  return {
    slack: { $exists: false },
    erased: { $exists: false },
    $or: [
      { "invitedAccount.teamId": teamsOf(account), "invitedAccount.userId": userId },
      { ...atAddress(email), invitedAccount: { $exists: false } },
    ],
  };
}

async function linkIfAwaited(account: AccountActor, by: Actor): Promise<PassedOver[]> {
  const { email } = account;
  const waiting = userAwaitingAccount(account);
  if (!waiting || !email || !(await User.exists(waiting))) return [];
  try {
    return await inTransaction(async () => {
      const users = inTurn(await User.find(waiting).lean(), email);
      const holder = await User.exists(linkedAs(account));
      if (holder) return users.map(({ _id }) => ({ userId: _id, holderId: holder._id }));
      const [first, ...others] = users;
      if (first) await link(first, account, email, by, others);
      return [];
    });
  } catch (error) {
    // Somebody has just taken it.
    if (isDuplicate(error)) return linkIfAwaited(account, by);
    throw error;
  }
}

/**
 * Sorts the users who wait for an account: first those to whom a mention promised it, its own address before others;
 * then by when they registered.
 */
function inTurn(users: readonly UserDocument[], email: string): UserDocument[] {
  const rank = ({ invitedAccount, email: theirs }: UserDocument) =>
    (invitedAccount ? 0 : 2) + (canonicalEmail(theirs) === email ? 0 : 1);
  return users.toSorted((a, b) => rank(a) - rank(b) || a.registeredAt.getTime() - b.registeredAt.getTime());
}

/**
 * Links an account by hand; also the one already linked, if its rights are paused.
 *
 * @param expectedVersion the one that the admin had on the screen
 * @param account as the workspace describes it now
 * @param vouchedEmail the account's email, which the admin knows to be theirs although the workspace hasn't confirmed
 * it
 * @returns the request that another admin has to approve before the account has an admin's rights; null if none is
 * needed
 * @throws NotAdmin, UserChanged; CannotLink for a bot, a guest, a deactivated account or another team's, one without an
 * email, one whose email nobody confirmed or vouched for, and one that belongs to somebody else (names them)
 */
export async function linkByHand(
  actor: Principal,
  expectedVersion: UserVersion,
  account: AccountActor,
  vouchedEmail: string | null = null,
): Promise<string | null> {
  const { name, email, ineligible } = account;
  const holder = () => User.findOne(linkedAs(account)).lean();
  const takenBy = (to: UserDocument) =>
    new CannotLink({ account: name, reason: "linked_already", to: { name: to.name, email: to.email } });
  try {
    return await changeAs(actor, "users:write", async () => {
      const { user, now } = await userAtVersion(expectedVersion);
      await requireForRights(actor, groupIdsAt(user, now));
      if (ineligible) throw new CannotLink({ account: name, reason: ineligible });
      const linked = anyEmailOf(account);
      if (!linked) throw new CannotLink({ account: name, reason: "no_email" });
      if (!email && linked !== vouchedEmail)
        throw new CannotLink({ account: name, reason: "email_not_confirmed", email: linked });
      const other = await holder();
      if (other && !other._id.equals(user._id)) throw takenBy(other);
      const waiting = userAwaitingAccount(account);
      const others = waiting ? await User.find({ ...waiting, _id: { $ne: user._id } }).lean() : [];
      const held = givesRights(user, account) ? await holdBackAdmin(actor, user, now) : null;
      await link(held?.user ?? user, account, linked, actor, others);
      return held?.requestId ?? null;
    });
  } catch (error) {
    const other = isDuplicate(error) ? await holder() : null;
    throw other ? takenBy(other) : error;
  }
}

/** Whether a link gives an account rights it didn't have. Suspended users have none. */
function givesRights({ status, slack }: UserDocument, { userId }: AccountActor): boolean {
  return status === "active" && !(slack?.userId === userId && !slack.paused);
}

/** Writes the link; the others were waiting for the same account. Part of a transaction that has checked it. */
async function link(
  user: UserDocument,
  { teamId, userId, name, email: confirmed }: AccountActor,
  email: string,
  by: Actor,
  others: readonly UserDocument[],
): Promise<void> {
  if (user.slack) await lockExclusive(rightsOf(user.slack));
  const now = await databaseTime();
  const slack = { teamId, userId, email, ...(!confirmed && { unconfirmed: true }), linkedAt: now };
  await User.updateOne(
    { _id: user._id },
    { $set: { slack }, $inc: { changes: 1 }, $currentDate: { changedAt: true } },
  );
  if (user.slack) await moveRequests(user._id, user.slack, { teamId, userId }, now);
  await recordAudit(by, now, {
    action: "user.linked",
    target: { kind: "user", id: String(user._id), label: user.email },
    before: { slack: user.slack ? accountKey(user.slack) : null },
    after: { slack: accountKey({ teamId, userId }), name, ...(!confirmed && { vouchedEmail: email }) },
    about: [user.email, ...others.map((other) => other.email)],
    passedOver: others.map(({ _id }) => String(_id)),
    newAdmin: adminAccount({ ...user, slack }, now),
  });
}
