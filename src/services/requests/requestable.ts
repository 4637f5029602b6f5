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

/** A group someone can request. */
export interface Requestable extends GroupSummary {
  description: string;
  /** Whether someone answers requests for it; otherwise it is given at once, or not at all. */
  answered: boolean;
  /** The longest time it can be given for; null where there is no limit. */
  longestHours: number | null;
  /** The most hours they can get it for at once, without an answer. */
  atOnce: AtOnceHours;
  /** What they already have of it: when their membership ends (null for no end), or that they have asked. */
  standing: { kind: "open" } | { kind: "asked" } | { kind: "has"; end: End | null };
}

/** Filters for requests people made for themselves: requests an admin made for others don't count against them. */
export const askedBy = (userId: string) => ({
  "asker.userId": userId,
  subject: { $exists: false },
});

/**
 * Lists the groups that can be requested or had at once, by name, with what someone already has or has asked for.
 *
 * @param alsoId a group they may request because they are in it until its end
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
