import { Group, type GroupDocument } from "../../models/group.ts";
import { Invite } from "../../models/invite.ts";
import { User } from "../../models/user.ts";
import type { Principal } from "../actor.ts";
import { recordAudit } from "../audit.ts";
import { changeAs } from "../authorize.ts";
import { enqueue } from "../jobs.ts";
import { existenceOf, lockExclusive } from "../locks.ts";
import { groupConflict } from "./group-conflict.ts";
import { countAllMembers } from "./group-counts.ts";
import { leaveDeletedGroup, promisedIn } from "./leave-group.ts";
import { GroupBuiltIn } from "./refusals.ts";

/** With more people than this, the event, which must fit into a document, gives only their number. */
const MAX_NAMED = 10_000;
/**
 * With more people than this, the transaction writes to none of them, so that no other write to them can make it start
 * again.
 */
const MAX_AT_ONCE = 100;

/** What was deleted along with a group. */
export interface DeletedGroup {
  name: string;
  members: number;
  pendingInvites: number;
}

/**
 * Deletes a group: from now on nobody is in it, and no invite gives it. If more than 100 users and invites have it, a
 * job removes its id from them batch by batch; until then they hold the id of a group that doesn't exist.
 *
 * @param expectedVersion the one that was on the screen, or that a program read; null deletes it as it is
 * @throws NotAdmin; GroupBuiltIn; GroupChanged or GroupDeleted when someone acted on it first (says who and when)
 */
export async function deleteGroup(
  actor: Principal,
  groupId: string,
  expectedVersion: number | null,
): Promise<DeletedGroup> {
  return changeAs(actor, "groups:write", ({ now }) => removeGroup(actor, groupId, expectedVersion, now));
}

/** Deletes a group as part of a change. @throws GroupBuiltIn, GroupChanged, GroupDeleted */
export async function removeGroup(
  actor: Principal,
  groupId: string,
  expectedVersion: number | null,
  now: Date,
): Promise<DeletedGroup> {
  const group = await Group.findOneAndDelete({
    _id: groupId,
    ...(expectedVersion !== null && { version: expectedVersion }),
    builtIn: false,
  }).lean();
  if (!group) throw await refusal(groupId);
  await lockExclusive(existenceOf(group._id));

  const members = await membersOf(group, now);
  const invites = await promisedTo(group, now);
  const { name, description, services, projects, regions, actions } = group;
  await recordAudit(actor, now, {
    action: "group.deleted",
    target: { kind: "group", id: groupId, label: name },
    before: {
      name,
      description,
      services,
      projects,
      regions,
      ...(actions && { actions }),
      members: members.count,
      pendingInvites: invites.pending,
    },
    after: null,
    about: [...members.first, ...invites.first].slice(0, MAX_NAMED),
  });
  if (members.first.length + invites.first.length <= MAX_AT_ONCE) await leaveDeletedGroup(group._id);
  else await enqueue(now, { kind: "leave-group", groupId: group._id, dueAt: now });
  return { name, members: members.count, pendingInvites: invites.pending };
}

async function refusal(groupId: string): Promise<Error> {
  const group = await Group.findById(groupId, { name: 1, builtIn: 1 }).lean();
  return group?.builtIn ? new GroupBuiltIn({ name: group.name, refused: "deleted" }) : groupConflict(groupId);
}

/** Counts the members, and reads the ids of the first ones. */
async function membersOf({ _id }: GroupDocument, now: Date): Promise<{ count: number; first: string[] }> {
  const first = await User.find({ "memberships.groupId": _id }, { _id: 1 }).limit(MAX_NAMED).lean();
  return { count: await countAllMembers(_id, now), first: first.map((user) => String(user._id)) };
}

/** Counts the pending invites that promise a group, and reads the addresses of the first that may still be accepted. */
async function promisedTo({ _id }: GroupDocument, now: Date): Promise<{ pending: number; first: string[] }> {
  const pending = { groupIds: _id, status: "pending" as const, expiresAt: { $gt: now } };
  const first = await Invite.find(promisedIn(_id), { email: 1 }).limit(MAX_NAMED).lean();
  return { pending: await Invite.countDocuments(pending), first: first.map(({ email }) => email) };
}
