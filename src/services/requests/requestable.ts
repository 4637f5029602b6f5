import { AccessRequest } from "../../models/access-request.ts";
import { Group } from "../../models/group.ts";
import { groupIdsAt, membershipsAt } from "../../models/membership.ts";
import type { AccountActor } from "../actor.ts";
import { readAsAnyone } from "../authorize-self.ts";
import { type End, endOf } from "../ends.ts";
import { rulesOf } from "../groups/access-rules.ts";
import { type GroupSummary, groupSummary } from "../groups/groups.ts";
import { groupsThere } from "../groups-there.ts";
import { databaseTime } from "../transaction.ts";
import { type AtOnceHours, atOnceFor, atOnceHours } from "./at-once.ts";

/** A group that somebody can ask for. */
export interface Requestable extends GroupSummary {
  description: string;
  /** Whether somebody answers who asks for it; else they get it at once, or not. */
  answered: boolean;
  /** The longest time that is given; null where there is none. */
  longestHours: number | null;
  /** For how many hours at most they get it at once, without an answer. */
  atOnce: AtOnceHours;
  /** What they have of it already: until when they are in it (null for good), or that they have asked. */
  standing: { kind: "open" } | { kind: "asked" } | { kind: "has"; end: End | null };
}

/** Filters for what somebody asked for themselves: what an admin asks others to approve is not held against them. */
export const askedBy = (userId: string) => ({
  "asker.userId": userId,
  subject: { $exists: false },
});

/**
 * Lists the groups that are open to requests, or that they get at once, in the order of their names, with what somebody has or asked for already.
 *
 * @param alsoId one that they may ask for because they are in it until its end
 * @throws NotRegistered
 */
export async function requestableGroups(actor: AccountActor, alsoId = ""): Promise<Requestable[]> {
  return readAsAnyone(actor, async (self) => {
    const now = await databaseTime();
    const has = new Map(
      (self ? membershipsAt(self, now) : []).map((each) => [String(each.groupId), endOf(each)] as const),
    );
    const own = await groupsThere(self ? groupIdsAt(self, now) : []);
    const also = has.get(alsoId) ? [alsoId] : [];
    const groups = await Group.find({
      $or: [{ "requests.open": true }, { _id: { $in: also } }, ...atOnceFor(own)],
      // Only an identity provider puts people into those.
      managedBy: { $exists: false },
    })
      .sort({ nameKey: 1 })
      .lean();
    const asked = await AccessRequest.distinct("groupId", { ...askedBy(actor.userId), status: "pending" });
    const askedIds = new Set(asked.map(String));
    return groups.map((group) => {
      const id = String(group._id);
      const end = has.get(id);
      const atOnce = atOnceHours(group, own);
      const answered = rulesOf(group).open || end !== undefined;
      return {
        ...groupSummary(group),
        description: group.description,
        answered,
        longestHours: answered
          ? (rulesOf(group).longestHours ?? null)
          : Math.max(atOnce.preApproved ?? 0, atOnce.emergency ?? 0),
        atOnce,
        standing: askedIds.has(id)
          ? { kind: "asked" as const }
          : end === undefined
            ? { kind: "open" as const }
            : { kind: "has" as const, end },
      };
    });
  });
}
