import { Types } from "mongoose";
import { AuditEvent } from "../../models/audit-event.ts";
import { builtInGroupIds } from "../../models/group.ts";
import { groupIdsAt } from "../../models/membership.ts";
import { isDuplicate } from "../../models/mongo-errors.ts";
import { User, type UserDocument } from "../../models/user.ts";
import { type AccountActor, accountKey, anyEmailOf, recordOf } from "../actor.ts";
import { recordAudit } from "../audit.ts";
import { activeAdmin, changeAs } from "../authorize.ts";
import { atAddress } from "../email-address.ts";
import { InvalidFields } from "../errors.ts";
import { lockMembers } from "../groups/lock-members.ts";
import { cancelPending } from "../invites/cancel-invite.ts";
import { lockMailsTo } from "../invites/daily-limits.ts";
import { AlreadyRegistered } from "../invites/refusals.ts";
import { linkedAs } from "../linked-user.ts";
import { searchTerms } from "../search-terms.ts";
import { databaseTime } from "../transaction.ts";
import { adminAccount } from "./admins.ts";
import { AdminExists } from "./refusals.ts";

const { users, admin } = builtInGroupIds;

/** Finds out whether anyone is an active member of Admin. */
export async function anyAdmin(): Promise<boolean> {
  return (await User.exists(activeAdmin)) !== null;
}

/**
 * Makes an owner the first member of Admin: a registered user, linked to their account. If several owners try at the
 * same moment, one succeeds.
 *
 * @throws NotAdmin; AdminExists when somebody is in Admin by now (says who, and since when); AlreadyRegistered when the
 * address belongs to a user with another account; InvalidFields (`email`) without an address
 */
export async function joinAdmin(actor: AccountActor): Promise<void> {
  try {
    await changeAs(actor, "admins:write", () => join(actor));
  } catch (error) {
    throw isDuplicate(error) ? new AlreadyRegistered() : error;
  }
}

async function join(actor: AccountActor): Promise<void> {
  const { teamId, userId } = actor;
  const email = anyEmailOf(actor);
  const vouched = actor.email === null;
  await lockMembers([users, admin]);
  const first = await User.findOne(activeAdmin).lean();
  if (first) throw await adminExists(first);
  if (!email)
    throw new InvalidFields({
      email: "Your account has no email address to register. Add one, then try again.",
    });
  const now = await databaseTime();
  const known = await User.findOne({
    $or: [linkedAs(actor), { ...atAddress(email), slack: { $exists: false } }],
  })
    .sort({ slack: -1 })
    .lean();
  const joined: UserDocument = {
    ...(known ?? newUser(actor, email, now)),
    status: "active",
    memberships: [
      ...(known?.memberships.filter(({ groupId }) => !groupId.equals(admin)) ?? [
        { groupId: users, since: now, by: recordOf(actor) },
      ]),
      { groupId: admin, since: now, by: recordOf(actor) },
    ],
    slack: { teamId, userId, email, ...(vouched && { unconfirmed: true }), linkedAt: now },
    ...(known && { changes: (known.changes ?? 0) + 1, changedAt: now }),
  };
  await User.replaceOne({ _id: joined._id }, joined, { upsert: true });
  await recordAudit(actor, now, {
    action: "user.joined_admin",
    target: { kind: "user", id: String(joined._id), label: joined.email },
    before: known && auditedState(known, now),
    after: { name: joined.name, ...auditedState(joined, now), ...(vouched && { vouchedEmail: email }) },
    about: [joined.email, ...groupIdsAt(joined, now).map(String)],
    newAdmin: adminAccount(joined, now),
  });
  await lockMailsTo(joined.email, now);
  // A registered person can no longer accept an invite.
  await cancelPending(actor, now, { email: joined.email });
}

function newUser(actor: AccountActor, email: string, now: Date): UserDocument {
  const name = actor.name.normalize("NFC");
  return {
    _id: new Types.ObjectId(),
    email,
    name,
    timeZone: actor.timeZone,
    status: "active",
    memberships: [],
    invitedBy: { kind: "system", name: "the operator" },
    registeredAt: now,
    words: searchTerms(email, name),
  };
}

function auditedState(user: UserDocument, now: Date) {
  const { status, slack } = user;
  return {
    status,
    groups: groupIdsAt(user, now).map(String),
    slack: slack ? accountKey(slack) : null,
  };
}

async function adminExists({ _id, name }: UserDocument): Promise<AdminExists> {
  const event = await AuditEvent.findOne({ "target.id": String(_id), action: "user.joined_admin" })
    .sort({ at: -1, _id: -1 })
    .lean();
  return new AdminExists({ name, at: event?.at ?? null });
}
