import { builtInGroupIds, Group, type GroupDocument } from "../../models/group.ts";
import { Invite } from "../../models/invite.ts";
import { User } from "../../models/user.ts";
import type { Principal } from "../actor.ts";
import { recordAudit } from "../audit.ts";
import { changeAs } from "../authorize.ts";
import { GroupBuiltIn } from "../errors.ts";
import { existenceOf, lockExclusive } from "../locks.ts";
import { databaseTime } from "../transaction.ts";
import { groupConflict } from "./group-conflict.ts";

/** More people than this are not named in the event: it has to fit into a document. */
const MOST_NAMED = 10_000;

/** What went with a group. */
export interface DeletedGroup {
  name: string;
  members: number;
  pendingInvites: number;
}

/**
 * Deletes a group: it leaves people and invites, and an invite left with none gets `Users`.
 *
 * @param expectedVersion the one that was on the screen
 * @throws NotAdmin; GroupBuiltIn; GroupChanged or GroupDeleted when someone acted on it first (says who and when)
 */
export async function deleteGroup(
  actor: Principal,
  groupId: string,
  expectedVersion: number,
): Promise<DeletedGroup> {
  return changeAs(actor, "groups:write", async () => {
    const group = await Group.findOneAndDelete({
      _id: groupId,
      version: expectedVersion,
      builtIn: false,
    }).lean();
    if (!group) throw await refusal(groupId);
    await lockExclusive(existenceOf(group._id));

    const now = await databaseTime();
    const members = await leaveUsers(group);
    const invites = await leaveInvites(group);
    const pendingInvites = invites.filter(({ expiresAt }) => expiresAt > now).length;
    const { name, description, services, projects, regions } = group;
    await recordAudit(actor, now, {
      action: "group.deleted",
      target: { kind: "group", id: groupId, label: name },
      before: { name, description, services, projects, regions, members: members.length, pendingInvites },
      after: null,
      about: [...members, ...invites.map(({ email }) => email)].slice(0, MOST_NAMED),
    });
    return { name, members: members.length, pendingInvites };
  });
}

async function refusal(groupId: string): Promise<Error> {
  const group = await Group.findById(groupId, { name: 1, builtIn: 1 }).lean();
  return group?.builtIn ? new GroupBuiltIn({ name: group.name, refused: "deleted" }) : groupConflict(groupId);
}

/** @returns the ids of those who were in it */
async function leaveUsers({ _id }: GroupDocument): Promise<string[]> {
  const inIt = { "memberships.groupId": _id };
  const users = await User.find(inIt, { _id: 1 }).lean();
  if (users.length > 0) await User.updateMany(inIt, { $pull: { memberships: { groupId: _id } } });
  return users.map((user) => String(user._id));
}

/** @returns the invites that may still be accepted, be it after a resend */
async function leaveInvites({ _id }: GroupDocument): Promise<{ email: string; expiresAt: Date }[]> {
  const promised = { groupIds: _id, status: { $in: ["pending" as const, "expired" as const] } };
  const invites = await Invite.find(promised, { email: 1, expiresAt: 1 }).lean();
  const others = { $filter: { input: "$groupIds", cond: { $ne: ["$$this", _id] } } };
  if (invites.length > 0)
    await Invite.updateMany(
      promised,
      [{ $set: { groupIds: { $cond: [{ $eq: [others, []] }, [builtInGroupIds.users], others] } } }],
      { updatePipeline: true },
    );
  return invites;
}
