import { Types } from "mongoose";
import { Batch } from "../../models/batch.ts";
import { Invite } from "../../models/invite.ts";
import { type Acting, readActing } from "../acting.ts";
import { type Principal, recordOf } from "../actor.ts";
import { approvalFor, hasAdmin, withoutAdmin } from "../approvals/admin-approval.ts";
import { askForAdmin, wantedAdmin } from "../approvals/ask-for-admin.ts";
import { recordAudit } from "../audit.ts";
import { changeAs, requireForRights } from "../authorize.ts";
import { assertAhead } from "../ends.ts";
import { requireAll } from "../groups/groups.ts";
import { assertLastingAdmin } from "../groups/lock-members.ts";
import { refuseManagedForInvites } from "../groups/managed-groups.ts";
import { enqueue } from "../jobs.ts";
import { existenceOfAll, lockShared } from "../locks.ts";
import { retryOnDuplicate } from "../retry-on-duplicate.ts";
import { type AddressFacts, addressFacts, checkAddresses, type SkippedAddress } from "./check-addresses.ts";
import { countFirstMails, countInvites, countMails, type OverLimit, shareLeft } from "./daily-limits.ts";
import { expireOverdue } from "./expire-invites.ts";
import { generationJobs } from "./invite-jobs.ts";
import { groupsChosen, type InviteRequest } from "./invite-request.ts";
import { createdEvent, newInvite } from "./new-invite.ts";
import type { InvitePolicy } from "./policy.ts";
import { cancelReplaced } from "./replace-invite.ts";

/** The outcome for one address. */
export type InviteOutcome =
  /** `adminRequestId`: another admin has to approve Admin. Until then the invite gives the other groups, or Users. */
  | {
      email: string;
      outcome: "invited";
      inviteId: string;
      generation: number;
      adminRequestId?: string | undefined;
    }
  | SkippedAddress
  | { email: string; outcome: "limit"; limit: OverLimit };

/**
 * Invites every address that can be invited, in one transaction. Addresses that can't be don't hold back the others.
 *
 * @throws NotAdmin; InvalidFields when a group doesn't exist, or the end (`until`) isn't valid; InviteSettled or
 * InviteResent when someone acted first on the invite that these replace
 */
export async function createInvites(
  actor: Principal,
  request: InviteRequest,
  policy: InvitePolicy,
): Promise<InviteOutcome[]> {
  return createInvitesAnd(actor, request, policy, async (outcomes) => outcomes);
}

/**
 * Does the same as `createInvites`, and writes in the same transaction what the caller remembers of it.
 *
 * @param remember receives the outcome for each address, and when; may run again when the transaction does
 * @returns what `remember` returns
 */
export async function createInvitesAnd<T>(
  actor: Principal,
  request: InviteRequest,
  policy: InvitePolicy,
  remember: (outcomes: InviteOutcome[], at: Date) => Promise<T>,
): Promise<T> {
  return retryOnDuplicate(() =>
    changeAs<T, AddressFacts>(
      actor,
      "invites:write",
      async (seen) => remember(await writeInvites(actor, request, policy, seen), seen.now),
      factsFor(request),
    ),
  );
}

/**
 * Does the same as `createInvites`, in the transaction of a change that is permitted. The only daily limit on imports
 * is that on mails to one address.
 *
 * @param seen what that transaction has already read, if anything
 */
export async function writeInvites(
  actor: Principal,
  request: InviteRequest,
  policy: InvitePolicy,
  seen?: Acting & AddressFacts,
): Promise<InviteOutcome[]> {
  const facts = seen ?? (await readActing<AddressFacts>(actor, factsFor(request))).seen;
  const { now, selfId } = facts;
  const { emails, runId } = request;
  const { groupIds, skipped, expired, invitable, overMailLimit } = checkAddresses(emails, facts, policy);
  if (!request.provisioned) requireAll(groupsChosen(request), groupIds);
  await refuseManagedForInvites(groupIds);
  await requireForRights(actor, groupIds);
  const taken = await takenOver(request);
  await checkEnd({ ...request, ...taken }, groupIds, now);
  if (expired.length > 0) await expireOverdue({ email: { $in: expired } }, now);
  const share = runId
    ? { granted: invitable.length, shortBy: null }
    : shareLeft(actor, invitable.length, facts, policy);
  const granted = invitable.slice(0, share.granted);
  const batchId = runId ?? new Types.ObjectId();
  const approval = request.approved ? null : await approvalFor(groupIds);
  const chosenInvites = granted.map((email) =>
    newInvite(email, {
      actor,
      selfId,
      request: { ...request, ...taken },
      batchId,
      now,
      keyId: policy.keyId,
      language: policy.language,
    }),
  );

  const waiting = approval ? chosenInvites.filter((invite) => hasAdmin(invite.groupIds)) : [];
  const invites = chosenInvites.map((invite) =>
    waiting.includes(invite) ? { ...invite, groupIds: withoutAdmin(invite.groupIds) } : invite,
  );
  const asked: string[] = [];
  if (invites.length > 0) {
    if (request.replaces) await cancelReplaced(actor, now, request.replaces);
    // Checked by the compiler.
    await Invite.insertMany(invites, { lean: true });
    await lockShared(...existenceOfAll(groupIds));
    await recordAudit(actor, now, ...invites.map(createdEvent));
    if (!runId)
      await Batch.insertMany(
        [{ _id: batchId, invitedBy: recordOf(actor), createdAt: now, size: invites.length }],
        { lean: true },
      );
    const mailDueAt = new Date(now.getTime() + policy.undoSeconds * 1000);
    const mail = runId ? "imported-email" : "invite-email";
    await enqueue(now, ...generationJobs(mailDueAt, invites, mail));
    if (runId) await countFirstMails(granted, facts);
    else {
      await countMails(granted, now);
      await countInvites(actor, granted.length, facts, policy);
    }
    if (approval) asked.push(...(await askForAdmin(actor, approval, waiting.map(wantedAdmin), now)));
  }

  const requests = new Map(waiting.map(({ email }, index) => [email, asked[index]]));
  const written = new Map(invites.map((invite) => [invite.email, invite]));
  return emails.map((email): InviteOutcome => {
    const invite = written.get(email);
    if (invite) {
      const adminRequestId = requests.get(email);
      const made = { inviteId: String(invite._id), generation: 1 };
      return { email, outcome: "invited", ...made, ...(adminRequestId && { adminRequestId }) };
    }
    const limit = overMailLimit.has(email) ? "address" : (share.shortBy ?? "total");
    return skipped.get(email) ?? { email, outcome: "limit", limit };
  });
}

/**
 * Keeps what was said about the person whose invite this one replaces: the approved time, unless an end is chosen, and
 * the name, where one address takes the place of another.
 */
async function takenOver({
  emails: [email = "", ...others],
  end,
  lasting,
  details,
  replaces,
}: InviteRequest): Promise<Pick<InviteRequest, "lasting" | "details">> {
  const replaced = replaces ? await Invite.findById(replaces.inviteId).lean() : null;
  const { name, groupsHours: hours, groupsZone: zone = "UTC" } = replaced ?? {};
  return {
    lasting: hours && !end ? (lasting ?? { hours, zone }) : lasting,
    details: name && others.length === 0 ? new Map([[email, { name, ...details?.get(email) }]]) : details,
  };
}

/** Builds the stages that read what inviting depends on. */
const factsFor = (request: InviteRequest) => addressFacts(request.emails, groupsChosen(request));

async function checkEnd(
  { end, lasting }: InviteRequest,
  groupIds: readonly Types.ObjectId[],
  now: Date,
): Promise<void> {
  assertAhead(end, now);
  if ((end || lasting) && hasAdmin(groupIds)) await assertLastingAdmin(null);
}
