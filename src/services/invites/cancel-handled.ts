import type { QueryFilter, Types } from "mongoose";
import type { ActorRecord } from "../../models/actor-record.ts";
import type { InviteDocument } from "../../models/invite.ts";
import { type Cancelling, User, type UserDocument } from "../../models/user.ts";
import type { Principal } from "../actor.ts";
import { lockExclusive, lockShared, rightsOf } from "../locks.ts";
import { databaseTime, inTransaction } from "../transaction.ts";
import { cancelPending } from "./cancel-invite.ts";

const BATCH = 100;

/** Filters for the invites that a user handled, by whichever account; and for those that their account sent while it was no user's, or by an older version. */
export function handledBy({ _id, slack }: UserDocument): QueryFilter<InviteDocument> {
  const handled = { handledBy: _id };
  if (!slack) return handled;
  const { teamId, userId } = slack;
  const sent = { "invitedBy.userId": userId, "invitedBy.teamId": teamId, inviterId: null };
  return { $or: [handled, sent] };
}

const handlingOf = (userId: Types.ObjectId) => `handling:${userId}`;

/** Conflicts with whoever accepts an invite that this user handled. Part of the transaction that dooms them. */
export async function lockHandled(userId: Types.ObjectId): Promise<void> {
  await lockExclusive(handlingOf(userId));
}

/** Relies on nobody's suspension taking this invite along, until the transaction commits. */
export async function lockHandlers(invite: InviteDocument): Promise<void> {
  const { handledBy: handlers = [], invitedBy, inviterId } = invite;
  const { teamId, userId } = invitedBy;
  const account = !inviterId && teamId && userId ? [rightsOf({ teamId, userId })] : [];
  await lockShared(...handlers.map(handlingOf), ...account);
}

/** Finds whose suspension takes a pending invite along that is not cancelled yet: its link and its mails are dead. Mostly null. */
export async function suspensionOf(invite: InviteDocument): Promise<Cancelling | null> {
  const { handledBy: handlers = [], invitedBy, inviterId, queuedAt } = invite;
  const { teamId, userId } = invitedBy;
  const user = await User.findOne(
    {
      // Sent again since then is somebody's who knew.
      "cancelling.at": { $gte: queuedAt },
      $or: [
        { _id: { $in: handlers } },
        ...(!inviterId && teamId && userId ? [{ "slack.teamId": teamId, "slack.userId": userId }] : []),
      ],
    },
    { cancelling: 1 },
  ).lean();
  return user?.cancelling ?? null;
}

/** Cancels up to 100 of the invites that a suspension takes along. @returns whether some may be left */
export async function cancelHandled(userId: Types.ObjectId): Promise<boolean> {
  return inTransaction(async () => {
    const user = await User.findById(userId).lean();
    if (!user?.cancelling) return false;
    const { by, at } = user.cancelling;
    const taken = { $and: [handledBy(user), { queuedAt: { $lte: at } }] };
    const now = await databaseTime();
    const cancelled = await cancelPending(accountOf(by), now, taken, [String(userId)], BATCH);
    if (cancelled.length === BATCH) return true;
    await User.updateOne({ _id: userId }, { $unset: { cancelling: 1 } });
    return false;
  });
}

function accountOf({ teamId = "", userId = "", name, email }: ActorRecord): Principal {
  return {
    kind: "account",
    teamId,
    userId,
    name,
    email: email ?? null,
    timeZone: "UTC",
    owner: false,
    ineligible: null,
  };
}
