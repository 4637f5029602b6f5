import type { Types } from "mongoose";
import { RunLine } from "../../models/run-line.ts";
import type { Principal } from "../actor.ts";
import { approvalFor } from "../approvals/admin-approval.ts";
import { readAs } from "../authorize.ts";
import { runWithId } from "../runs/run-conflict.ts";
import { changeOf } from "../runs/run-facts.ts";
import { type RunView, runView } from "../runs/show-run.ts";
import { problemText } from "./row-problem.ts";

/** Rows that would not be changed, for the same reason. */
export interface LeftOutRows {
  count: number;
  /** The first of them, each with its explanation. */
  first: { email: string; why: string }[];
}

/** What a change would do, for review before it starts. */
export interface ChangeReview {
  run: RunView;
  /** Some people would get into Admin, which another admin must approve. */
  needsApproval: boolean;
  /** The first of the addresses that would be changed. */
  first: string[];
  leftOut: LeftOutRows[];
}

const SHOWN = 5;
const FIRST_SHOWN = 10;

/** Reads what a change would do. @throws NotAdmin; NotFound */
export async function reviewChange(actor: Principal, runId: string): Promise<ChangeReview> {
  return readAs(actor, "invites:read", async () => {
    const run = await runWithId(runId, "change");
    const { adds, zone } = changeOf(run);
    const first = await RunLine.find({ runId, outcome: "new" }, { email: 1 })
      .sort({ line: 1 })
      .limit(FIRST_SHOWN)
      .lean();
    return {
      run: await runView(run),
      first: first.map(({ email }) => email),
      needsApproval: (await approvalFor(adds)) !== null,
      leftOut: await leftOutOf(run._id, zone),
    };
  });
}

/** Groups what is left out by reason, most frequent first. */
async function leftOutOf(runId: Types.ObjectId, zone: string): Promise<LeftOutRows[]> {
  const codes = await RunLine.aggregate<{ _id: string; count: number }>([
    { $match: { runId, outcome: { $nin: ["new", "unchanged"] } } },
    { $group: { _id: "$problem.code", count: { $sum: 1 } } },
    { $sort: { count: -1, _id: 1 } },
  ]);
  const groups: LeftOutRows[] = [];
  for (const { _id: code, count } of codes) {
    const lines = await RunLine.find({ runId, "problem.code": code }).sort({ line: 1 }).limit(SHOWN).lean();
    const first = lines.flatMap(({ email, problem }) =>
      problem ? [{ email, why: problemText(problem, zone) }] : [],
    );
    groups.push({ count, first });
  }
  return groups;
}
