import type { Types } from "mongoose";
import { membershipsAt } from "../../models/membership.ts";
import type { RunLineDocument } from "../../models/run-line.ts";
import { User, type UserDocument } from "../../models/user.ts";
import type { Principal } from "../actor.ts";
import { NotFound } from "../errors.ts";
import type { Batch } from "../runs/run-batch.ts";
import { changeOf } from "../runs/run-facts.ts";
import { addToGroups } from "../users/change-groups.ts";
import { changeEnd } from "../users/set-membership-end.ts";
import { suspend } from "../users/suspend-user.ts";
import { userConflict } from "../users/user-version.ts";
import { groupsNow } from "./groups-now.ts";
import { versionNow } from "./plan-users.ts";
import { problemOf } from "./row-problem.ts";
import { type RowResult, refusalAmong } from "./row-result.ts";
import { admin, areSteps, stepsOf, type UserFacts, type UserSteps } from "./user-steps.ts";

/**
 * Changes a batch's users one after another, by the ids of each. Part of its transaction, so each sees the results of
 * those before.
 */
export async function changeUsers({ run, lines, actor, acting }: Batch): Promise<Map<string, RowResult>> {
  const { now, selfId } = acting;
  const facts = changeOf(run);
  const found = await User.find({ _id: { $in: lines.flatMap(({ targetId }) => targetId ?? []) } }).lean();
  const theirs = found.flatMap(({ memberships }) => memberships.map(({ groupId }) => groupId));
  const about = { facts, groups: await groupsNow([...facts.adds, ...theirs]), selfId, now };
  const users = new Map(found.map((user) => [String(user._id), user]));
  const results = new Map<string, RowResult>();
  for (const line of lines) {
    const user = users.get(String(line.targetId));
    const result = user
      ? await changeUser(actor, user, line, { ...about, reviewedAt: run.createdAt })
      : problemOf(new NotFound({ what: "user" }));
    results.set(String(line.targetId), result);
  }
  return results;
}

async function changeUser(
  actor: Principal,
  user: UserDocument,
  { version = "" }: RunLineDocument,
  { reviewedAt, ...about }: UserFacts & { reviewedAt: Date },
): Promise<RowResult> {
  const { facts, groups, now } = about;
  if (versionNow(user, groups, now) !== version) {
    const seen = { userId: String(user._id), state: version, at: reviewedAt.getTime() };
    return problemOf(await userConflict(user, seen));
  }
  const steps = stepsOf(user, about);
  if (!areSteps(steps)) return steps;
  return refusalAmong(async () => {
    if (facts.action === "groups") return changeTheirGroups(actor, user, steps, about);
    await suspend(actor, user, now, facts.theirInvites ?? "keep");
    return "done";
  });
}

/** Changes groups and ends, Admin first, so that any refusal is about Admin. */
async function changeTheirGroups(
  actor: Principal,
  { _id }: UserDocument,
  { gets, loses, ends, end }: UserSteps,
  { groups, now }: UserFacts,
): Promise<RowResult> {
  const asked: (string | null)[] = [];
  const endAll = async (ids: readonly Types.ObjectId[]) => {
    for (const id of ids) {
      const user = await User.findById(_id).orFail().lean();
      const current = membershipsAt(user, now).find(({ groupId }) => groupId.equals(id));
      const group = groups.get(String(id));
      if (current && group)
        asked.push((await changeEnd(actor, { user, now, current, group }, end)).adminRequestId);
    }
  };
  await endAll(ends.filter((id) => id.equals(admin)));
  if (gets.length + loses.length > 0) {
    const user = await User.findById(_id).orFail().lean();
    asked.push(await addToGroups(actor, user, now, { gets, loses }, end));
  }
  await endAll(ends.filter((id) => !id.equals(admin)));
  return asked.some((each) => each !== null) ? "asked" : "done";
}
