import type { Types } from "mongoose";
import { builtInGroupIds, type GroupDocument } from "../../models/group.ts";
import {
  groupIdsAt,
  lastingMemberOf,
  type Membership,
  memberOf,
  membershipsAt,
} from "../../models/membership.ts";
import { User, type UserDocument } from "../../models/user.ts";
import { type Principal, recordOf } from "../actor.ts";
import { refuseAdminAlone } from "../approvals/admin-approval.ts";
import { type AuditEntry, recordAudit } from "../audit.ts";
import { activeAdmin, requireForRights } from "../authorize.ts";
import { InvalidFields } from "../errors.ts";
import { groupNames, validIds } from "../groups/groups.ts";
import { lockMembers } from "../groups/lock-members.ts";
import { existenceOfAll, lockExclusive, lockShared, rightsOf } from "../locks.ts";
import { adminAccount } from "../users/admins.ts";
import { LastAdmin } from "../users/refusals.ts";
import { visible } from "./person.ts";

/** How many members one request can add to a group or remove from it: they are one transaction. */
const MAX_CHANGED = 5_000;

/** The change to a group's members: `all` replaces them, or these are added and removed. Ids of users. */
export interface MemberChange {
  all: readonly string[] | null;
  add: readonly string[];
  remove: readonly string[];
}

type Changed = Pick<UserDocument, "_id" | "email" | "name" | "status" | "slack" | "memberships">;
const fields = { email: 1, name: 1, status: 1, slack: 1, memberships: 1 } as const;

/**
 * Adds users to a group and removes others. Part of a transaction; a simultaneous change of the same group starts over,
 * so none is lost. Whoever is added while in the group until an end is in it for good from then on. A list of all says
 * nothing about ends: the provider may only send back what it read.
 *
 * @returns whether anything changed
 * @throws NotPermitted, LastAdmin and AdminNeedsApproval for Admin; InvalidFields (`members`) when there are too many
 */
export async function changeMembers(
  actor: Principal,
  group: GroupDocument,
  { all, add, remove }: MemberChange,
  now: Date,
): Promise<boolean> {
  const wanted = await usersWith([...(all ?? []), ...add]);
  const kept = new Set(wanted.map(({ _id }) => String(_id)));
  const current = (user: Changed) => membershipsAt(user, now).find((each) => each.groupId.equals(group._id));
  const gaining = wanted.filter((user) => !current(user));
  const added = new Set(add);
  const staying = wanted.filter((user) => added.has(String(user._id)) && current(user)?.until);
  const gone = all ? await othersIn(group._id, kept) : await membersAmong(group._id, remove);
  const losing = gone.filter(({ _id }) => !kept.has(String(_id)));
  const count = gaining.length + staying.length + losing.length;
  if (count === 0) return false;
  if (count > MAX_CHANGED)
    throw new InvalidFields({
      members: `This changes ${count} members. Change up to ${MAX_CHANGED} at a time.`,
    });
  await requireForRights(actor, [group._id]);
  if (gaining.length + staying.length > 0) await refuseAdminAlone([group._id]);
  await lockShared(...existenceOfAll([group._id]));
  const membership = { groupId: group._id, since: now, by: recordOf(actor) };
  await putIn(gaining, membership);
  await keepIn(staying, group._id);
  await takeOut(losing, group._id);
  if (group._id.equals(builtInGroupIds.admin)) await keepAnAdmin(losing);
  const changed = [
    ...gaining.map((user) => ({ user, memberships: [...others(user, group._id), membership] })),
    ...losing.map((user) => ({ user, memberships: others(user, group._id) })),
  ];
  const extended = staying.map((user) => ({
    action: "user.membership_end_changed" as const,
    target: targetOf(user),
    before: { until: current(user)?.until ?? null },
    after: { until: null, group: group.name },
    about: [user.email, String(group._id)],
  }));
  await recordAudit(actor, now, ...(await groupChanges(group, changed, now)), ...extended);
  await lockMembers([group._id]);
  return true;
}

/** Reads the users with these ids. Skips unknown ids: a provider may name people it sends later, or has removed. */
async function usersWith(ids: readonly string[]): Promise<Changed[]> {
  const unique = [...new Set(ids)];
  if (unique.length === 0) return [];
  return User.find({ _id: { $in: validIds(unique) }, ...visible }, fields).lean();
}

async function othersIn(groupId: Types.ObjectId, kept: ReadonlySet<string>): Promise<Changed[]> {
  const members = await User.find({ ...memberOf(groupId), ...visible }, { _id: 1 }).lean();
  const gone = members.filter(({ _id }) => !kept.has(String(_id)));
  return membersAmong(
    groupId,
    gone.map(({ _id }) => String(_id)),
  );
}

async function membersAmong(groupId: Types.ObjectId, ids: readonly string[]): Promise<Changed[]> {
  if (ids.length === 0) return [];
  return User.find({ _id: { $in: validIds(ids) }, ...memberOf(groupId) }, fields).lean();
}

const others = ({ memberships }: Changed, groupId: Types.ObjectId) =>
  memberships.filter((each) => !each.groupId.equals(groupId));

const targetOf = ({ _id, email }: Changed) => ({ kind: "user" as const, id: String(_id), label: email });
const idsOf = (users: readonly Changed[]) => ({ _id: { $in: users.map(({ _id }) => _id) } });

async function putIn(users: readonly Changed[], membership: Membership): Promise<void> {
  if (users.length === 0) return;
  const rest = { $filter: { input: "$memberships", cond: { $ne: ["$$this.groupId", membership.groupId] } } };
  await User.updateMany(
    idsOf(users),
    [
      {
        $set: {
          memberships: { $concatArrays: [rest, [{ $literal: membership }]] },
          changes: { $add: [{ $ifNull: ["$changes", 0] }, 1] },
          changedAt: "$$NOW",
        },
      },
    ],
    { updatePipeline: true },
  );
}

/** Removes the end of their membership. */
async function keepIn(users: readonly Changed[], groupId: Types.ObjectId): Promise<void> {
  if (users.length === 0) return;
  await User.updateMany(
    idsOf(users),
    {
      $unset: { "memberships.$[each].until": 1, "memberships.$[each].zone": 1 },
      $inc: { changes: 1 },
      $currentDate: { changedAt: true },
    },
    { arrayFilters: [{ "each.groupId": groupId }] },
  );
}

async function takeOut(users: readonly Changed[], groupId: Types.ObjectId): Promise<void> {
  if (users.length === 0) return;
  await User.updateMany(idsOf(users), {
    $pull: { memberships: { groupId } },
    $inc: { changes: 1 },
    $currentDate: { changedAt: true },
  });
}

/** @throws LastAdmin when Admin would have no active, permanent member left */
async function keepAnAdmin(losing: readonly Changed[]): Promise<void> {
  for (const { slack } of losing) if (slack) await lockExclusive(rightsOf(slack));
  const last = losing.find(({ status }) => status === "active");
  if (!last) return;
  const left = await User.exists({ ...lastingMemberOf(builtInGroupIds.admin), status: "active" });
  if (left) return;
  const ending = await User.exists(activeAdmin);
  throw new LastAdmin({ name: last.name, othersEnd: ending !== null });
}

async function groupChanges(
  group: GroupDocument,
  changed: readonly { user: Changed; memberships: Membership[] }[],
  now: Date,
): Promise<AuditEntry[]> {
  const ids = new Map(
    changed.flatMap(({ user }) => user.memberships.map(({ groupId }) => [String(groupId), groupId])),
  );
  const names = await groupNames([...ids.values(), group._id]);
  const namesAt = (memberships: Membership[]) =>
    groupIdsAt({ memberships }, now).flatMap((id) => names.get(String(id)) ?? []);
  const isAdmin = group._id.equals(builtInGroupIds.admin);
  return changed.map(({ user, memberships }) => ({
    action: "user.groups_changed",
    target: targetOf(user),
    before: { groups: namesAt(user.memberships) },
    after: { groups: namesAt(memberships) },
    about: [user.email, String(group._id)],
    newAdmin: isAdmin ? adminAccount({ ...user, memberships }, now) : undefined,
  }));
}
