import { isValidObjectId } from "mongoose";
import { builtInGroupIds } from "../../models/group.ts";
import { type Membership, membershipsAt } from "../../models/membership.ts";
import { User, type UserDocument } from "../../models/user.ts";
import type { Principal } from "../actor.ts";
import { approvalFor } from "../approvals/admin-approval.ts";
import { askForAdmin, subjectOf } from "../approvals/ask-for-admin.ts";
import { recordAudit } from "../audit.ts";
import { changeAs, requireForRights } from "../authorize.ts";
import { assertAhead, type End } from "../ends.ts";
import { InvalidFields } from "../errors.ts";
import { type GroupSummary, groupsWithIds } from "../groups/groups.ts";
import { assertLastingAdmin, lockMembers } from "../groups/lock-members.ts";
import { refuseManaged } from "../groups/managed-groups.ts";
import { membershipJobs } from "../groups/membership-jobs.ts";
import { enqueue } from "../jobs.ts";
import { assertAnotherAdmin } from "./admins.ts";
import { type UserAtVersion, type UserVersion, userAtVersion } from "./user-version.ts";

/**
 * Sets when somebody's membership ends, or that it doesn't.
 *
 * @param expectedVersion the one that the admin had on the screen
 * @returns whether anything changed, the group's name, and the request for a later end of Admin that another admin has
 * to approve
 * @throws NotAdmin, UserChanged; LastAdmin when nobody would be in Admin for good; InvalidFields (`group`) when they
 * aren't in the group, (`until`) when the end is in the past
 */
export async function setMembershipEnd(
  actor: Principal,
  expectedVersion: UserVersion | UserAtVersion,
  groupId: string,
  end: End | null,
): Promise<{ group: string; changed: boolean; adminRequestId: string | null }> {
  return changeAs(actor, "users:write", async () => {
    const { user, now } = await userAtVersion(expectedVersion);
    const current = membershipsAt(user, now).find((each) => String(each.groupId) === groupId);
    const [group] = current && isValidObjectId(groupId) ? await groupsWithIds([current.groupId]) : [];
    if (!current || !group)
      throw new InvalidFields({ group: `${user.name} is not in this group. Choose again.` });
    return { group: group.name, ...(await changeEnd(actor, { user, now, current, group }, end)) };
  });
}

/** A membership of a user who was read. */
interface CurrentMembership {
  user: UserDocument;
  /** The database's time. */
  now: Date;
  current: Membership;
  group: Pick<GroupSummary, "name">;
}

/** Does the same as `writeEnd`, but asks another admin where a later end of Admin, or no end, needs approval. */
export async function changeEnd(
  actor: Principal,
  membership: CurrentMembership,
  end: End | null,
): Promise<{ changed: boolean; adminRequestId: string | null }> {
  const { user, now, current } = membership;
  const isLonger = current.until !== undefined && (end === null || end.until > current.until);
  const approval = isLonger ? await approvalFor([current.groupId]) : null;
  if (!approval) return { changed: await writeEnd(actor, membership, end), adminRequestId: null };
  await requireForRights(actor, [current.groupId]);
  const [adminRequestId = null] = await askForAdmin(
    actor,
    approval,
    [{ subject: subjectOf(user), end }],
    now,
  );
  return { changed: false, adminRequestId };
}

/**
 * Sets when a membership that was read ends. Part of the transaction that read it.
 *
 * @returns whether anything changed
 * @throws NotPermitted, LastAdmin; InvalidFields (`until`)
 */
export async function writeEnd(
  actor: Principal,
  { user, now, current, group }: CurrentMembership,
  end: End | null,
): Promise<boolean> {
  await requireForRights(actor, [current.groupId]);
  assertAhead(end, now);
  const { until, zone, ...rest } = current;
  if (until?.getTime() === end?.until.getTime() && zone === end?.zone) return false;
  await refuseManaged([current.groupId]);
  if (!(current.groupId.equals(builtInGroupIds.admin) && end)) await lockMembers([current.groupId]);
  else if (user.status === "active") await assertAnotherAdmin(user);
  else await assertLastingAdmin(user._id);
  const changed = { ...rest, ...end };
  const memberships = user.memberships.map((each) => (each === current ? changed : each));
  await User.updateOne(
    { _id: user._id },
    { $set: { memberships }, $inc: { changes: 1 }, $currentDate: { changedAt: true } },
  );
  await recordAudit(actor, now, {
    action: "user.membership_end_changed",
    target: { kind: "user", id: String(user._id), label: user.email },
    before: { until: until ?? null },
    after: { until: end?.until ?? null, group: group.name },
    about: [user.email, String(current.groupId)],
  });
  await enqueue(now, ...membershipJobs(user._id, [changed], now));
  return true;
}
