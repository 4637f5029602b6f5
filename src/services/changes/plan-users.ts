import { groupIdsAt, lastingMemberOf } from "../../models/membership.ts";
import { User, type UserDocument } from "../../models/user.ts";
import { approvalFor } from "../approvals/admin-approval.ts";
import { adminObstacles, subjectOf } from "../approvals/ask-for-admin.ts";
import { actingUserId } from "../linked-user.ts";
import { isInAdmin } from "../users/admins.ts";
import { LastAdmin } from "../users/refusals.ts";
import { versionOf } from "../users/user-version.ts";
import { type GroupsNow, groupsNow, hasId } from "./groups-now.ts";
import type { Plan, PlannedRow, Planning } from "./planned-row.ts";
import { problemOf } from "./row-problem.ts";
import { admin, areSteps, stepsOf, takesAdmin, type UserSteps } from "./user-steps.ts";

/** Prepares the review of a change to users. */
export async function planUsers({ actor, facts, now }: Planning): Promise<Plan<UserDocument>> {
  const groups = await groupsNow();
  const about = { facts, groups, now, selfId: await actingUserId(actor) };
  const approval = await approvalFor(facts.adds);
  const lasting = await lastingAdmins();

  /** Whether someone without an end is left in Admin once these steps are done; counts them as done. */
  const leavesAnAdmin = (user: UserDocument, steps: UserSteps) => {
    if (user.status !== "active" || !isInAdmin(user, now) || !takesAdmin(steps)) return true;
    const id = String(user._id);
    if (![...lasting].some((each) => each !== id)) return false;
    lasting.delete(id);
    return true;
  };

  return async (users) => {
    const planned = users.map((user) => ({ user, steps: stepsOf(user, about) }));
    const asking = approval ? planned.filter(({ steps }) => areSteps(steps) && hasId(steps.gets, admin)) : [];
    const wanted = asking.map(({ user }) => ({ subject: subjectOf(user), end: null }));
    const obstacles = approval ? await adminObstacles(actor, approval, wanted) : [];
    return planned.map((each): PlannedRow => {
      const { user, steps } = each;
      const row = {
        targetId: user._id,
        email: user.email,
        name: user.name,
        version: versionNow(user, groups, now),
      };
      if (!areSteps(steps)) return { ...row, problem: steps };
      const obstacle = obstacles[asking.indexOf(each)];
      if (obstacle) return { ...row, problem: problemOf(obstacle) };
      const last = new LastAdmin({ name: user.name, othersEnd: false });
      return { ...row, problem: leavesAnAdmin(user, steps) ? null : problemOf(last) };
    });
  };
}

async function lastingAdmins(): Promise<Set<string>> {
  const admins = await User.find({ ...lastingMemberOf(admin), status: "active" }, { _id: 1 }).lean();
  return new Set(admins.map(({ _id }) => String(_id)));
}

/** Names a user's version, as far as an admin can change it. */
export function versionNow(user: UserDocument, groups: GroupsNow, now: Date): string {
  const existing = groupIdsAt(user, now).flatMap((id) => groups.get(String(id)) ?? []);
  return versionOf(user, existing, now).state;
}
