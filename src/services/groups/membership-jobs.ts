import type { Types } from "mongoose";
import type { Membership } from "../../models/membership.ts";
import { DAY_MS, HOUR_MS } from "../durations.ts";
import type { Due, RuleJob } from "../jobs.ts";

/** How long before the end a member is warned. */
const WARNED_BEFORE_MS = [DAY_MS, HOUR_MS];

/** Builds the jobs that memberships need over time: warnings, unless their time is past, and the end. */
export function membershipJobs(
  userId: Types.ObjectId,
  memberships: readonly Membership[],
  now: Date,
): Due<RuleJob>[] {
  return memberships.flatMap(({ groupId, until }) => {
    if (!until) return [];
    const about = { userId, groupId, until };
    const warnings = WARNED_BEFORE_MS.map((ms) => new Date(until.getTime() - ms)).filter((at) => at > now);
    return [
      ...warnings.map((dueAt) => ({ kind: "membership-warning" as const, ...about, dueAt })),
      { kind: "membership-end" as const, ...about, dueAt: until },
    ];
  });
}
