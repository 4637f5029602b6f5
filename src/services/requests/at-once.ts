import type { Types } from "mongoose";
import { AccessRequest, type AtOnceRule } from "../../models/access-request.ts";
import { Group, type GroupDocument } from "../../models/group.ts";
import { type AccountActor, recordOf } from "../actor.ts";
import { requestEvent } from "../approvals/request-event.ts";
import { recordAudit } from "../audit.ts";
import { type End, shortest } from "../ends.ts";
import { rulesOf } from "../groups/access-rules.ts";
import { grant } from "./grant.ts";
import type { RequestPolicy } from "./policy.ts";
import { InvalidRequest } from "./refusals.ts";
import { requestWithId } from "./request-conflict.ts";

/** The most hours someone can get a group for at once; null where they can't. */
export interface AtOnceHours {
  preApproved: number | null;
  emergency: number | null;
}

/** Computes the hours from the groups they are in, without deleted ones, and at most the group's own maximum. */
export function atOnceHours(group: GroupDocument, own: readonly Types.ObjectId[]): AtOnceHours {
  const { preApproved, emergency, longestHours = null } = rulesOf(group);
  const hoursOf = (rule: typeof preApproved) =>
    rule && own.some((id) => id.equals(rule.group)) ? shortest([rule.hours, longestHours]) : null;
  return { preApproved: hoursOf(preApproved), emergency: hoursOf(emergency) };
}

/** Filters for the groups that members of these get at once. */
export function atOnceFor(own: readonly Types.ObjectId[]): object[] {
  return [{ "requests.preApproved.group": { $in: own } }, { "requests.emergency.group": { $in: own } }];
}

interface Wanted {
  hours: number | null;
  /** They say it can't wait. */
  emergency: boolean;
}

/**
 * Returns the rule that gives someone a group at once; null where someone has to answer. Taking them out of the group
 * that the rule names conflicts with a change that relies on it.
 *
 * @param own the groups they are in, without deleted ones
 * @throws InvalidFields (`emergency`, `hours`) where they say it can't wait but the group has no such rule for them
 */
export async function ruleAtOnce(
  own: readonly Types.ObjectId[],
  group: GroupDocument,
  { hours, emergency }: Wanted,
): Promise<AtOnceRule | null> {
  const most = atOnceHours(group, own);
  if (emergency) {
    if (most.emergency === null)
      throw new InvalidRequest({ emergency: { code: "noEmergency", group: group.name } });
    if (hours === null || hours > most.emergency)
      throw new InvalidRequest({
        hours: { code: "emergencyMost", group: group.name, hours: most.emergency },
      });
  } else if (most.preApproved === null || hours === null || hours > most.preApproved) return null;
  const { preApproved, emergency: urgent } = rulesOf(group);
  const relied = emergency ? urgent : preApproved;
  if (relied) await Group.updateOne({ _id: relied.group }, { $inc: { membersVersion: 1 } });
  return emergency ? "emergency" : "pre_approved";
}

interface Giving {
  rule: AtOnceRule;
  group: GroupDocument;
  hours: number | null;
  /** When the membership ends that they already have; null where they have none. */
  earlierEnd: End | null;
  now: Date;
  policy: RequestPolicy;
}

/** Gives what was just requested, as a rule allows. Part of the transaction that read the rule. @throws GroupManaged */
export async function giveAtOnce(
  actor: AccountActor,
  requestId: string,
  { rule, group, hours, earlierEnd, now, policy }: Giving,
): Promise<void> {
  const request = await requestWithId(requestId);
  const given = await grant(actor, request, { group, hours, now, policy });
  const settled = { status: "approved" as const, settledAt: now, settledBy: recordOf({ kind: "system" }) };
  await AccessRequest.updateOne(
    { _id: requestId },
    { $set: { ...settled, rule, ...given, ...(earlierEnd && { earlierEnd }) } },
  );
  await recordAudit(actor, now, {
    ...requestEvent("request.granted", request),
    before: null,
    after: { rule, hours, ...(given.until && { until: given.until }) },
  });
}
