import { Types } from "mongoose";
import { type Ineligibility, oldIneligibilities } from "../models/ineligibility.ts";
import { type LinkedAccount, pausedFor, pauseReason, User } from "../models/user.ts";
import { type AccountActor, type AccountId, accountKey, type Principal, teamsOf } from "./actor.ts";
import { recordAudit } from "./audit.ts";
import { canonicalEmail, spellingsOf } from "./email-address.ts";
import { lockExclusive, rightsOf } from "./locks.ts";
import { databaseTime, inTransaction } from "./transaction.ts";

/** Finds out whether an account is linked to a user. */
export async function isLinked(account: AccountId): Promise<boolean> {
  return (await User.exists(linkedAs(account))) !== null;
}

/**
 * Finds the user who acts: whom the account is linked to, paused or not, or who owns the API client; null when there is
 * none, as with some owners.
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

/**
 * Takes the rights from a linked account that is described otherwise than when it was linked; they come back when an
 * admin links it anew, not by themselves.
 */
export async function pauseIfChanged(account: AccountActor): Promise<void> {
  const linked = await User.findOne(linkedAs(account), { slack: 1 }).lean();
  if (linked?.slack) await pauseWhereChanged(account, linked.slack);
}

/** Does the same with a link that was just read. @returns whether it did */
export async function pauseWhereChanged(account: AccountActor, link: LinkedAccount): Promise<boolean> {
  const reason = nextReason(account, link);
  if (reason) await pause(link, reason);
  return reason !== null;
}

/** Filters for the user whom an account is linked to, paused or not. */
export const linkedAs = (account: AccountId) => ({
  "slack.teamId": teamsOf(account),
  "slack.userId": account.userId,
});

/** Filters for the active user whom the account is linked to, while its email is still the one that was linked. */
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

async function pause(link: LinkedAccount, reason: Ineligibility): Promise<void> {
  await inTransaction(async () => {
    const now = await databaseTime();
    const before = await User.findOneAndUpdate(
      {
        ...linkedAs(link),
        "slack.linkedAt": link.linkedAt,
        "slack.paused.because": { $ne: oldIneligibilities[reason] },
      },
      {
        $set: { "slack.paused": pausedFor(reason, now) },
        $inc: { changes: 1 },
        $currentDate: { changedAt: true },
      },
    ).lean();
    if (!before) return;
    await lockExclusive(rightsOf(link));
    await recordAudit({ kind: "system" }, now, {
      action: "user.paused",
      target: { kind: "user", id: String(before._id), label: before.email },
      before: { paused: pauseReason(before.slack) },
      after: { paused: reason },
      about: [before.email],
    });
  });
}

/** Tells whether an account's email is still the one that was linked; of one that was vouched for, whether it is confirmed does not matter. */
export function hasLinkedEmail({ email, unconfirmedEmail }: AccountActor, link: LinkedAccount): boolean {
  const now = email ?? (link.unconfirmed ? unconfirmedEmail : null);
  return now === canonicalEmail(link.email);
}

/** Decides why the link is paused from now on; null when it stays as it is. */
function nextReason(account: AccountActor, link: LinkedAccount): Ineligibility | null {
  const paused = pauseReason(link);
  const changed = account.ineligible ?? (hasLinkedEmail(account, link) ? null : "email_changed");
  if (paused === "deactivated" && changed !== "deactivated") return "reactivated";
  if (paused && changed !== "deactivated") return null;
  return changed === paused ? null : changed;
}

/** Names the person who acts as one word, the same by whichever account or API client: what two of them do is done by two people. */
export async function personKey(actor: Principal): Promise<string> {
  const userId = await actingUserId(actor);
  if (userId) return `user:${userId}`;
  return actor.kind === "account" ? accountKey(actor) : "operator";
}
