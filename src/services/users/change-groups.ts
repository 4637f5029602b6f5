import type { Types } from "mongoose";
import { builtInGroupIds } from "../../models/group.ts";
import { groupIdsAt, type Membership, membershipsAt } from "../../models/membership.ts";
import { User, type UserDocument } from "../../models/user.ts";
import { type Principal, recordOf, type SystemActor } from "../actor.ts";
import { adminApproval, approvalFor, withoutAdmin } from "../approvals/admin-approval.ts";
import { askForAdmin, subjectOf } from "../approvals/ask-for-admin.ts";
import { recordAudit } from "../audit.ts";
import { changeAs, readAs, requireForRights } from "../authorize.ts";
import { assertAhead, type End, endOf } from "../ends.ts";
import { InvalidFields } from "../errors.ts";
import { type GroupSummary, groupsWithIds, validIds } from "../groups/groups.ts";
import { assertLastingAdmin, findLastingAdmin, lockMembers } from "../groups/lock-members.ts";
import { refuseManaged } from "../groups/managed-groups.ts";
import { membershipJobs } from "../groups/membership-jobs.ts";
import { enqueue } from "../jobs.ts";
import { lockExclusive, rightsOf } from "../locks.ts";
import { adminAccount, assertAnotherAdmin, findAnotherAdmin } from "./admins.ts";
import { type UserVersion, userAtVersion } from "./user-version.ts";

/** What a choice of groups changes for someone. */
export interface GroupDifference {
  name: string;
  gets: GroupSummary[];
  loses: GroupSummary[];
  /** Another admin has to approve their joining Admin. */
  needsApproval: boolean;
}

const noneChosen = "Choose at least one group. To remove all of someone’s access, suspend them instead.";
/** Why nobody is taken out of the last group they are in. */
export const noGroupLeft =
  "This is the only group that they are in. To remove all of someone’s access, suspend them instead.";
const groupGone = "A group you chose no longer exists. Choose again.";

/**
 * Compares the chosen groups with those that someone is in.
 *
 * @throws as `changeGroups` would
 */
export async function groupDifference(
  actor: Principal,
  expectedVersion: UserVersion,
  groupIds: readonly string[],
  end: End | null = null,
): Promise<GroupDifference> {
  return readAs(actor, "users:write", async () => {
    const { user, now } = await userAtVersion(expectedVersion);
    const { chosen, gets, loses } = difference(user, now, groupIds);
    assertAhead(end, now);
    if (end && has(gets, builtInGroupIds.admin)) await findLastingAdmin(user._id);
    if (has(loses, builtInGroupIds.admin) && user.status === "active") await findAnotherAdmin(user);
    await refuseManaged([...gets, ...loses]);
    const groups = await existingGroups(chosen);
    const gained = new Set(gets.map(String));
    return {
      name: user.name,
      gets: groups.filter(({ id }) => gained.has(id)),
      loses: await groupsWithIds(loses),
      needsApproval: (await approvalFor(gets)) !== null,
    };
  });
}

/**
 * Puts someone in exactly these groups.
 *
 * @param end when new memberships end; existing ones keep their end
 * @returns the request that another admin has to approve before they are in Admin; null if none is needed
 * @param expectedVersion the one that the admin had on the screen
 * @throws NotAdmin, UserChanged, LastAdmin, GroupManaged; InvalidFields (`groups`) when no group or a deleted one is
 * chosen, (`until`) when the end is in the past, or they would be in Admin until then and nobody for good
 */
export async function changeGroups(
  actor: Principal,
  expectedVersion: UserVersion,
  groupIds: readonly string[],
  end: End | null = null,
): Promise<string | null> {
  return changeAs(actor, "users:write", async () => {
    const { user, now } = await userAtVersion(expectedVersion);
    const { chosen, ...change } = difference(user, now, groupIds);
    await existingGroups(chosen);
    return addToGroups(actor, user, now, change, end);
  });
}

/** Which groups somebody gets, and which they lose. */
interface GroupChange {
  gets: readonly Types.ObjectId[];
  loses: readonly Types.ObjectId[];
}

/**
 * Does the same as `writeGroups`, but asks another admin where Admin needs approval. Part of the transaction that read
 * the user.
 *
 * @returns the id of the request; null if none is needed
 */
export async function addToGroups(
  actor: Principal,
  user: UserDocument,
  now: Date,
  { gets, loses }: GroupChange,
  end: End | null,
): Promise<string | null> {
  const approval = await approvalFor(gets);
  if (!approval) {
    await writeGroups(actor, user, now, { gets, loses }, end);
    return null;
  }
  await requireForRights(actor, gets);
  assertAhead(end, now);
  if (end) await assertLastingAdmin(user._id);
  const left = groupIdsAt(user, now).filter((id) => !has(loses, id));
  const wanted = withoutAdmin([...left, ...gets]);
  const others = wanted.filter((id) => !has(left, id));
  // Refusals come before anything is written.
  await refuseManaged([...others, ...loses]);
  const [requestId = null] = await askForAdmin(actor, approval, [{ subject: subjectOf(user), end }], now);
  await writeGroups(actor, user, now, { gets: others, loses }, end);
  return requestId;
}

/**
 * Takes somebody out of Admin who would regain an admin's rights, and asks the other admins, if one of them has to
 * approve. Part of the transaction that read the user.
 *
 * @returns the id of the request, and the user as they are then; null if none is needed
 */
export async function holdBackAdmin(
  actor: Principal,
  user: UserDocument,
  now: Date,
): Promise<{ requestId: string; user: UserDocument } | null> {
  const membership = membershipsAt(user, now).find(({ groupId }) => groupId.equals(builtInGroupIds.admin));
  const approval = membership ? await adminApproval() : null;
  if (!membership || !approval) return null;
  const current = groupIdsAt(user, now);
  const gets = withoutAdmin(current).filter((id) => !has(current, id));
  await writeGroups(actor, user, now, { gets, loses: [builtInGroupIds.admin] }, null);
  const wanted = { subject: subjectOf(user), end: endOf(membership) };
  const [requestId = ""] = await askForAdmin(actor, approval, [wanted], now);
  return { requestId, user: await User.findById(user._id).orFail().lean() };
}

/**
 * Puts a user who was read into groups that exist, and takes them out of others. Part of the transaction that read
 * them. The caller has made sure that no one else needs to approve.
 *
 * @param end when the new memberships end
 * @throws NotPermitted, LastAdmin; InvalidFields (`until`) as `changeGroups`
 */
export async function writeGroups(
  actor: Principal | SystemActor,
  user: UserDocument,
  now: Date,
  { gets, loses }: GroupChange,
  end: End | null,
): Promise<void> {
  await requireForRights(actor, [...gets, ...loses]);
  if (gets.length + loses.length === 0) return;
  await refuseManaged([...gets, ...loses]);
  assertAhead(end, now);
  if (end && has(gets, builtInGroupIds.admin)) await assertLastingAdmin(user._id);
  const leavesAdmin = has(loses, builtInGroupIds.admin);
  if (leavesAdmin && user.status === "active") await assertAnotherAdmin(user);
  if (leavesAdmin && user.slack) await lockExclusive(rightsOf(user.slack));
  await lockMembers(gets);
  await lockMembers(loses.filter((id) => !id.equals(builtInGroupIds.admin)));
  const given = gets.map((groupId): Membership => ({ groupId, since: now, by: recordOf(actor), ...end }));
  const memberships = [
    ...user.memberships.filter(({ groupId }) => !has(loses, groupId) && !has(gets, groupId)),
    ...given,
  ];
  await User.updateOne(
    { _id: user._id },
    { $set: { memberships }, $inc: { changes: 1 }, $currentDate: { changedAt: true } },
  );
  const names = async (ids: readonly Types.ObjectId[]) => (await groupsWithIds(ids)).map(({ name }) => name);
  await recordAudit(actor, now, {
    action: "user.groups_changed",
    target: { kind: "user", id: String(user._id), label: user.email },
    before: { groups: await names(groupIdsAt(user, now)) },
    after: {
      groups: await names(groupIdsAt({ memberships }, now)),
      ...(end && gets.length > 0 && { until: end.until }),
    },
    about: [user.email, ...[...gets, ...loses].map(String)],
    newAdmin: has(gets, builtInGroupIds.admin) ? adminAccount({ ...user, memberships }, now) : undefined,
  });
  await enqueue(now, ...membershipJobs(user._id, given, now));
}

/** Reads the chosen groups, including deleted ones that the user may not have left yet. @throws InvalidFields */
async function existingGroups(chosen: readonly Types.ObjectId[]): Promise<GroupSummary[]> {
  const groups = await groupsWithIds(chosen);
  if (groups.length < chosen.length) throw new InvalidFields({ groups: groupGone });
  return groups;
}

function difference(user: UserDocument, now: Date, groupIds: readonly string[]) {
  const chosen = validIds([...new Set(groupIds)]);
  if (chosen.length === 0) throw new InvalidFields({ groups: noneChosen });
  const current = groupIdsAt(user, now);
  return {
    chosen,
    gets: chosen.filter((id) => !has(current, id)),
    loses: current.filter((id) => !has(chosen, id)),
  };
}

const has = (ids: readonly Types.ObjectId[], id: Types.ObjectId) => ids.some((each) => each.equals(id));
