import {
  AccessRequest,
  type AccessRequestDocument,
  type KeptMembership,
} from "../../models/access-request.ts";
import { type Membership, membershipsAt } from "../../models/membership.ts";
import type { UserDocument } from "../../models/user.ts";
import { type Principal, recordOf } from "../actor.ts";
import { requestEvent } from "../approvals/request-event.ts";
import { recordAudit } from "../audit.ts";
import { changeAs } from "../authorize.ts";
import { type End, endOf } from "../ends.ts";
import { NotFound } from "../errors.ts";
import { groupsWithIds } from "../groups/groups.ts";
import { writeGroups } from "../users/change-groups.ts";
import { writeEnd } from "../users/set-membership-end.ts";
import { assertNotOwn } from "./answer-request.ts";
import { userFor } from "./grant.ts";
import { requestWithId, settledFirst } from "./request-conflict.ts";

/** An admin's verdict on an emergency, as recorded. */
export interface EmergencyAnswered {
  person: string;
  group: string;
  /** The membership that stays although the emergency was taken away; null where none does. */
  kept: { from: KeptMembership["from"]; end: End | null } | null;
}

/**
 * Records an admin's verdict on an emergency afterwards: they have seen it, or they take away what it gave. An earlier
 * membership gets its earlier end back; one that someone extended or gave again since stays. The first answer counts.
 *
 * @throws NotAdmin, NotPermitted; OwnRequest; NotFound; RequestSettled if someone was first; LastAdmin, GroupManaged
 */
export async function answerEmergency(
  actor: Principal,
  requestId: string,
  answer: "seen" | "taken_away",
): Promise<EmergencyAnswered> {
  return changeAs(actor, "requests:write", async ({ now }) => {
    const request = await requestWithId(requestId);
    if (request.rule !== "emergency") throw new NotFound({ what: "request" });
    await assertNotOwn(actor, request);
    const user = answer === "taken_away" ? await userFor(request) : null;
    const current = user && membershipsAt(user, now).find(({ groupId }) => groupId.equals(request.groupId));
    const kept = current ? staying(current, request, now) : null;
    const { matchedCount } = await AccessRequest.updateOne(
      { _id: requestId, afterwards: { $exists: false } },
      {
        $set: { afterwards: { answer, by: recordOf(actor), at: now, ...(kept && { kept }) } },
        $inc: { version: 1 },
      },
    );
    if (matchedCount === 0) throw settledFirst(request);
    const { groupName } = request;
    if (user && current) await takeAway(actor, { user, current, kept, groupName, now });
    if (answer === "taken_away") await forgetEnd(request);
    const end = kept && endOf(kept);
    await recordAudit(actor, now, {
      ...requestEvent(answer === "seen" ? "request.emergency_seen" : "request.emergency_taken_away", request),
      before: null,
      after: kept ? { kept: kept.from, until: end?.until ?? null } : {},
    });
    return { person: request.asker.name, group: groupName, kept: kept && { from: kept.from, end } };
  });
}

/** Returns what stays of a membership without what an emergency gave; null for nothing. */
function staying(
  current: Membership,
  { settledAt = current.since, until: given, earlierEnd }: AccessRequestDocument,
  now: Date,
): KeptMembership | null {
  const { until, since } = current;
  const isLonger = !until || (given && until > given);
  const isShorter = until && earlierEnd && until < earlierEnd.until;
  if (isLonger || isShorter || since > settledAt) return { from: "since", ...endOf(current) };
  return earlierEnd && earlierEnd.until > now ? { from: "before", ...earlierEnd } : null;
}

interface Taken {
  user: UserDocument;
  current: Membership;
  kept: KeptMembership | null;
  groupName: string;
  now: Date;
}

async function takeAway(actor: Principal, { user, current, kept, groupName, now }: Taken): Promise<void> {
  const { groupId } = current;
  if (kept?.from === "since") return;
  if (!kept) return writeGroups(actor, user, now, { gets: [], loses: [groupId] }, null);
  const [group = { name: groupName }] = await groupsWithIds([groupId]);
  await writeEnd(actor, { user, now, current, group }, endOf(kept));
}

/** Keeps a later emergency of theirs from giving this one's end back when it is taken away as well. */
async function forgetEnd({ asker, groupId, until, earlierEnd }: AccessRequestDocument): Promise<void> {
  const { userId } = asker;
  if (!userId || !until) return;
  await AccessRequest.updateMany(
    { "asker.userId": userId, groupId, rule: "emergency" as const, "earlierEnd.until": until },
    earlierEnd ? { $set: { earlierEnd } } : { $unset: { earlierEnd: 1 } },
  );
}
