import type { PipelineStage, Types } from "mongoose";
import { nameOf } from "../../models/actor-record.ts";
import type { CounterDocument } from "../../models/counter.ts";
import { Invite, type InviteDocument } from "../../models/invite.ts";
import { isDuplicate } from "../../models/mongo-errors.ts";
import { registered, User } from "../../models/user.ts";
import { lookUp } from "../acting.ts";
import { type Principal, recordOf } from "../actor.ts";
import { approvalFor } from "../approvals/admin-approval.ts";
import { recordAudit } from "../audit.ts";
import { changeAs, requireForRights } from "../authorize.ts";
import { DAY_MS } from "../durations.ts";
import { atAddress } from "../email-address.ts";
import { endOf, endText } from "../ends.ts";
import { InvalidFields } from "../errors.ts";
import { validIds } from "../groups/groups.ts";
import { enqueue } from "../jobs.ts";
import {
  type CountersAt,
  counterIds,
  countInvites,
  countMails,
  lookUpCounters,
  overMailLimit,
  shareLeft,
} from "./daily-limits.ts";
import { asExpected, type ExpectedInvite, whyUnexpected } from "./expected-invite.ts";
import { alsoHandledBy } from "./handled-by.ts";
import { inviteConflict } from "./invite-conflict.ts";
import { generationJobs } from "./invite-jobs.ts";
import type { InvitePolicy } from "./policy.ts";
import { AccessEnded, AlreadyPending, AlreadyRegistered, LimitReached } from "./refusals.ts";

/**
 * Sends a pending or expired invite again: every earlier link stops working, and its expiry starts again.
 *
 * @returns the address and its new generation
 * @throws NotAdmin; LimitReached; AlreadyPending when the address has been invited again since this one expired;
 * AlreadyRegistered when that invite was accepted; InviteSettled, InviteResent or InviteEdited when someone acted on it
 * first (says who, what and when)
 */
export async function resendInvite(
  actor: Principal,
  inviteId: string,
  expected: ExpectedInvite,
  policy: InvitePolicy,
): Promise<{ email: string; generation: number }> {
  try {
    return await changeAs<{ email: string; generation: number }, ResendFacts>(
      actor,
      "invites:write",
      async (seen) => {
        const { now, selfId } = seen;
        const invite = await Invite.findOneAndUpdate(
          { _id: inviteId, status: { $in: ["pending", "expired"] }, ...asExpected(expected) },
          nextGeneration(actor, selfId, policy.keyId),
          { returnDocument: "after", updatePipeline: true },
        ).lean();
        if (!invite) throw await whyUnexpected(inviteId, expected);
        const { email, generation, groupIds } = invite;
        await requireForRights(actor, groupIds);
        if (await approvalFor(groupIds)) {
          // As it was before this transaction.
          const before = await Invite.findById(inviteId).session(null).orFail().lean();
          const expired = expiredAdmin(before, now);
          if (expired) throw expired;
        }
        if (await User.exists({ ...atAddress(email), ...registered })) throw new AlreadyRegistered();
        const ended = endedAccess(invite, now);
        if (ended) throw ended;
        assertWithinLimits(actor, email, seen, policy);

        await recordAudit(actor, now, resentEvent(invite));
        await enqueue(now, ...generationJobs(now, [invite]));
        await countMails([email], now);
        await countInvites(actor, 1, seen, policy);
        return { email, generation };
      },
      resendFacts(inviteId),
    );
  } catch (error) {
    throw isDuplicate(error) ? await otherPending(inviteId) : error;
  }
}

/**
 * Explains that an invite into Admin has expired and gives nothing, since resending it takes two people; null for a
 * pending one.
 */
export function expiredAdmin({ email, status, expiresAt }: InviteDocument, now: Date): InvalidFields | null {
  if (status === "pending" && expiresAt > now) return null;
  return new InvalidFields({
    invite: `The invite to ${email} expired, and another admin has to approve Admin. Invite them anew.`,
  });
}

interface ResendFacts {
  counters: CounterDocument[];
}

/** Builds the stages that read how much of today's limits is used. */
function resendFacts(inviteId: string): PipelineStage[] {
  return [
    lookUp("invite", Invite, { _id: { $in: validIds([inviteId]) } }, { email: 1 }),
    { $set: { counterIds: counterIds("$invite.email") } },
    lookUpCounters,
  ];
}

/** @throws LimitReached */
function assertWithinLimits(actor: Principal, email: string, at: CountersAt, policy: InvitePolicy): void {
  const { shortBy } = shareLeft(actor, 1, at, policy);
  const limit = shortBy ?? (overMailLimit([email], at, policy).size > 0 ? "address" : null);
  if (limit) throw new LimitReached({ limit, most: policy.limits[limit] });
}

/** Explains that everything an invite gives has ended; null if it hasn't. */
export function endedAccess(
  { email, groupsUntil, groupsZone }: InviteDocument,
  now: Date,
): AccessEnded | null {
  const end = endOf({ until: groupsUntil, zone: groupsZone });
  return end && end.until <= now ? new AccessEnded({ email, end: endText(end) }) : null;
}

/** Builds the update that begins the next generation of a pending or expired invite. */
export function nextGeneration(actor: Principal, selfId: Types.ObjectId | null, keyId: string) {
  const delivery = { state: "queued", generation: { $add: ["$generation", 1] }, at: "$$NOW" };
  return [
    {
      $set: {
        status: "pending",
        generation: { $add: ["$generation", 1] },
        // If the memberships it gives don't end, $min leaves the end out.
        expiresAt: { $min: [{ $add: ["$$NOW", { $multiply: ["$expiryDays", DAY_MS] }] }, "$groupsUntil"] },
        queuedAt: "$$NOW",
        keyId,
        resentBy: { $literal: recordOf(actor) },
        handledBy: alsoHandledBy(selfId),
        delivery,
        deliveryHistory: { $concatArrays: ["$deliveryHistory", [delivery]] },
      },
    },
    { $unset: ["sentAt", "settledAt", "settledBy"] },
  ];
}

/** Builds the audit event of an invite that was sent again. */
export function resentEvent({ _id, email, generation, groupIds, expiresAt }: InviteDocument) {
  return {
    action: "invite.resent" as const,
    target: { kind: "invite" as const, id: String(_id), label: email },
    before: { generation: generation - 1 },
    after: { generation, expiresAt },
    about: [email, ...groupIds.map(String)],
  };
}

async function otherPending(inviteId: string): Promise<Error> {
  const mine = await Invite.findById(inviteId, { email: 1 }).lean();
  const other = mine && (await Invite.findOne({ email: mine.email, status: "pending" }).lean());
  return other
    ? new AlreadyPending({ email: other.email, by: nameOf(other.invitedBy), inviteId: String(other._id) })
    : inviteConflict(inviteId);
}
