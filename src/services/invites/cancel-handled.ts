import type { QueryFilter, Types } from "mongoose";
import type { ActorRecord } from "../../models/actor-record.ts";
import type { InviteDocument } from "../../models/invite.ts";
import { type Cancelling, User, type UserDocument } from "../../models/user.ts";
import type { Actor } from "../actor.ts";
import { lockExclusive, lockShared } from "../locks.ts";
import { databaseTime, inTransaction } from "../transaction.ts";
import { cancelPending } from "./cancel-invite.ts";

const BATCH = 100;

/** Filters for the invites that a user handled, with any account. */
export function handledBy({ _id }: UserDocument): QueryFilter<InviteDocument> {
  return { handledBy: _id };
}

/** Filters for the other invites their account sent, before it was linked or with an older version. */
export function sentBefore({ _id, slack }: UserDocument): QueryFilter<InviteDocument> | null {
  if (!slack) return null;
  const { teamId, userId } = slack;
  return {
    "invitedBy.userId": userId,
    "invitedBy.teamId": teamId,
    inviterId: null,
    handledBy: { $ne: _id },
  };
}

const handlingOf = (userId: Types.ObjectId) => `handling:${userId}`;

/** Conflicts with accepting an invite that this user handled. Part of the transaction that cancels these invites. */
export async function lockHandled(userId: Types.ObjectId): Promise<void> {
  await lockExclusive(handlingOf(userId));
}

/** Makes sure, until the transaction commits, that nobody's suspension takes this invite with it. */
export async function lockHandlers({ handledBy: handlers = [] }: InviteDocument): Promise<void> {
  await lockShared(...handlers.map(handlingOf));
}

/** Users whose invites are being cancelled. */
export interface Suspended {
  cancelling?: Cancelling | undefined;
}

/** The stage that reads, as `suspended`, the users who handled an invite and whose invites are being cancelled. */
export const lookUpSuspended = {
  $lookup: {
    from: User.collection.name,
    localField: "handledBy",
    foreignField: "_id",
    as: "suspended",
    pipeline: [{ $match: { cancelling: { $exists: true } } }, { $project: { cancelling: 1 } }],
  },
};

/** Picks the suspension that takes an invite with it. Whoever resent an invite since then knew of it. */
export function suspensionAmong(suspended: readonly Suspended[], queuedAt: Date): Cancelling | null {
  return suspended.find(({ cancelling }) => cancelling && cancelling.at >= queuedAt)?.cancelling ?? null;
}

/**
 * Finds the suspensions that take these pending invites with them where they aren't cancelled yet: their links and
 * mails already don't work.
 *
 * @returns the suspension for each invite; mostly null
 */
export async function suspensionsOf(
  invites: readonly InviteDocument[],
): Promise<(invite: InviteDocument) => Cancelling | null> {
  const handlers = new Set(invites.flatMap(({ handledBy = [] }) => handledBy.map(String)));
  if (handlers.size === 0) return () => null;
  const suspended = await User.find(
    { _id: { $in: [...handlers] }, cancelling: { $exists: true } },
    { cancelling: 1 },
  ).lean();
  return ({ handledBy = [], queuedAt }) =>
    suspensionAmong(
      suspended.filter(({ _id }) => handledBy.some((id) => id.equals(_id))),
      queuedAt,
    );
}

/** Finds the same for one invite. Mostly null. */
export async function suspensionOf(invite: InviteDocument): Promise<Cancelling | null> {
  return (await suspensionsOf([invite]))(invite);
}

/** Cancels up to 100 of the invites that a suspension takes with it. @returns whether some may be left */
export async function cancelHandled(userId: Types.ObjectId): Promise<boolean> {
  return inTransaction(async () => {
    const user = await User.findById(userId).lean();
    if (!user?.cancelling) return false;
    const { by, at } = user.cancelling;
    const taken = { $and: [handledBy(user), { queuedAt: { $lte: at } }] };
    const now = await databaseTime();
    const cancelled = await cancelPending(actorOf(by), now, taken, [String(userId)], BATCH);
    if (cancelled.length === BATCH) return true;
    await User.updateOne({ _id: userId }, { $unset: { cancelling: 1 } });
    return false;
  });
}

/** Builds an actor who is recorded as somebody was, and holds no permission. */
function actorOf({ kind, teamId = "", userId = "", name, email, clientId, clientName }: ActorRecord): Actor {
  if (kind === "operator") return { kind };
  if (kind !== "client") return { kind: "account", teamId, userId, name, email: email ?? null, ...noRights };
  const account = teamId && userId ? { teamId, userId } : undefined;
  return {
    kind,
    clientId: clientId ?? "",
    tokenId: "",
    name: clientName ?? name,
    permissions: [],
    owner: email === undefined ? { kind: "operator" } : { kind: "user", userId: "", name, email, account },
  };
}

const noRights = { timeZone: "UTC", owner: false, ineligible: null } as const;
