import type { QueryFilter } from "mongoose";
import { builtInGroupIds } from "../../models/group.ts";
import { Invite, type InviteDocument } from "../../models/invite.ts";
import { groupIdsAt } from "../../models/membership.ts";
import { User, type UserDocument } from "../../models/user.ts";
import { type Principal, recordOf } from "../actor.ts";
import { recordAudit } from "../audit.ts";
import { changeAs, readAs, requireForRights } from "../authorize.ts";
import { lockMembers } from "../groups/lock-members.ts";
import { handledBy, lockHandled, sentBefore } from "../invites/cancel-handled.ts";
import { cancelPending } from "../invites/cancel-invite.ts";
import { settleInvite } from "../invites/settle-invite.ts";
import { enqueue } from "../jobs.ts";
import { lockExclusive, rightsOf } from "../locks.ts";
import { adminAccount, assertAnotherAdmin, findAnotherAdmin, isInAdmin } from "./admins.ts";
import { holdBackAdmin } from "./change-groups.ts";
import { type UserAtVersion, type UserVersion, userAtVersion } from "./user-version.ts";

const MAX_COUNTED = 1_000;
const NAMED = 10;
/** With more invites than this, a job cancels them, so that a write to one can't make the suspension start again. */
const MAX_AT_ONCE = 100;

/** The invites that a suspension takes with it. */
export interface CancelledInvites {
  invites: number;
  underWay: boolean;
}

/** The pending invites that someone sent, edited or saw the links of. */
export interface TheirInvites {
  /** 1,001 means more than 1,000. */
  count: number;
  /** Addresses of the newest, at most 10. */
  newest: string[];
}

/** Counts the pending invites someone handled. @throws NotAdmin, UserChanged, LastAdmin */
export async function invitesHandledBy(
  actor: Principal,
  expectedVersion: UserVersion,
): Promise<TheirInvites> {
  return readAs(actor, "users:write", async () => {
    const { user, now } = await userAtVersion(expectedVersion);
    if (user.status === "active" && isInAdmin(user, now)) await findAnotherAdmin(user);
    const filter = pendingOf(user, now);
    const newest = await Invite.find(filter, { email: 1 })
      .sort({ createdAt: -1, _id: -1 })
      .limit(NAMED)
      .lean();
    return {
      count: await Invite.countDocuments(filter, { limit: MAX_COUNTED + 1 }),
      newest: newest.map(({ email }) => email),
    };
  });
}

function pendingOf(user: UserDocument, now: Date): QueryFilter<InviteDocument> {
  const sent = sentBefore(user);
  return { $or: [handledBy(user), ...(sent ? [sent] : [])], status: "pending", expiresAt: { $gt: now } };
}

/**
 * Suspends someone: their groups give them nothing until they are reactivated, and they lose an admin's rights. If they
 * are already suspended, only cancels invites that were kept, if asked to.
 *
 * @param theirInvites what happens to the pending invites that they sent, edited or saw the links of
 * @returns how many invites are cancelled, and whether that is still under way. Their links and mails no longer work
 * either way
 * @throws NotAdmin, UserChanged, LastAdmin
 */
export async function suspendUser(
  actor: Principal,
  expected: UserVersion | UserAtVersion,
  theirInvites: "keep" | "cancel",
): Promise<CancelledInvites> {
  return changeAs(actor, "users:write", async () => {
    const { user, now } = await userAtVersion(expected);
    return suspend(actor, user, now, theirInvites);
  });
}

/** The same, within the change that read the user. @throws NotAdmin, NotPermitted, UserChanged, LastAdmin */
export async function suspend(
  actor: Principal,
  user: UserDocument,
  now: Date,
  theirInvites: "keep" | "cancel",
): Promise<CancelledInvites> {
  if (user.status !== "active")
    return theirInvites === "cancel" ? cancelKept(actor, user, now) : { invites: 0, underWay: false };
  await requireForRights(actor, groupIdsAt(user, now));
  if (isInAdmin(user, now)) await assertAnotherAdmin(user);
  if (user.slack) await lockExclusive(rightsOf(user.slack));
  const many = theirInvites === "cancel" ? await countMany(user, now) : 0;
  const cancelling = { by: recordOf(actor), at: now };
  await User.updateOne(
    { _id: user._id },
    {
      $set: { status: "suspended", ...(many > 0 && { cancelling }) },
      $inc: { changes: 1 },
      $currentDate: { changedAt: true },
    },
  );
  await recordAudit(actor, now, {
    ...suspensionEvent(user, now, "user.suspended"),
    before: { status: "active" },
    after: { status: "suspended", ...(many > 0 && { invitesToCancel: many }) },
  });
  if (theirInvites === "keep") return { invites: 0, underWay: false };
  return cancelTheirs(actor, user, now, many);
}

/** Cancels what a suspension kept. @throws NotPermitted */
async function cancelKept(actor: Principal, user: UserDocument, now: Date): Promise<CancelledInvites> {
  if (!(await Invite.exists(pendingOf(user, now)))) return { invites: 0, underWay: false };
  await requireForRights(actor, groupIdsAt(user, now));
  if (user.cancelling) return { invites: 0, underWay: true };
  const many = await countMany(user, now);
  if (many > 0)
    await User.updateOne({ _id: user._id }, { $set: { cancelling: { by: recordOf(actor), at: now } } });
  return cancelTheirs(actor, user, now, many);
}

/** @param many how many a job cancels; 0 where they are few enough to be cancelled at once */
async function cancelTheirs(actor: Principal, user: UserDocument, now: Date, many: number) {
  const atOnce = many > 0 ? sentBefore(user) : pendingOf(user, now);
  const cancelled = atOnce ? await cancelPending(actor, now, atOnce, [String(user._id)]) : [];
  if (many > 0) {
    await lockHandled(user._id);
    await enqueue(now, { kind: "cancel-invites", userId: user._id, dueAt: now });
  }
  return { invites: many + cancelled.length, underWay: many > 0 };
}

/** Counts the pending invites that a user handled if they are too many to cancel at once; otherwise returns 0. */
async function countMany(user: UserDocument, now: Date): Promise<number> {
  const count = await Invite.countDocuments({
    ...handledBy(user),
    status: "pending",
    expiresAt: { $gt: now },
  });
  return count > MAX_AT_ONCE ? count : 0;
}

/**
 * Ends a suspension: their groups count again. Does nothing to an active user.
 *
 * @returns the request that another admin has to approve before they are in Admin again; null if none is needed
 * @throws NotAdmin, UserChanged
 */
export async function reactivateUser(
  actor: Principal,
  expected: UserVersion | UserAtVersion,
): Promise<string | null> {
  return changeAs(actor, "users:write", async () => {
    const { user, now } = await userAtVersion(expected);
    if (user.status !== "suspended") return null;
    await requireForRights(actor, groupIdsAt(user, now));
    const held = await holdBackAdmin(actor, user, now);
    await reactivate(actor, held?.user ?? user, now);
    return held?.requestId ?? null;
  });
}

/** Reactivates a user within the change that read them. @throws NotAdmin, NotPermitted, UserChanged */
export async function reactivate(actor: Principal, user: UserDocument, now: Date): Promise<void> {
  if (user.status !== "suspended") return;
  await requireForRights(actor, groupIdsAt(user, now));
  if (isInAdmin(user, now)) await lockMembers([builtInGroupIds.admin]);
  await User.updateOne(
    { _id: user._id },
    {
      $set: { status: "active" },
      $unset: { awaited: 1, erased: 1, erasing: 1 },
      $inc: { changes: 1 },
      $currentDate: { changedAt: true },
    },
  );
  await recordAudit(actor, now, {
    ...suspensionEvent(user, now, "user.reactivated"),
    before: { status: "suspended" },
    after: { status: "active" },
    newAdmin: adminAccount({ ...user, status: "active" }, now),
  });
  if (user.awaited) await settleInvite(actor, user, now);
}

function suspensionEvent<A extends "user.suspended" | "user.reactivated">(
  user: UserDocument,
  now: Date,
  action: A,
) {
  return {
    action,
    target: { kind: "user" as const, id: String(user._id), label: user.email },
    about: [user.email, ...groupIdsAt(user, now).map(String)],
  };
}
