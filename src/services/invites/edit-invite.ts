import { isDeepStrictEqual } from "node:util";
import type { Types } from "mongoose";
import { Group } from "../../models/group.ts";
import { Invite, type InviteDocument } from "../../models/invite.ts";
import type { Acting } from "../acting.ts";
import type { Principal } from "../actor.ts";
import { adminApproval, approvalFor, hasAdmin, withoutAdmin } from "../approvals/admin-approval.ts";
import { askForAdmin, wantedAdmin } from "../approvals/ask-for-admin.ts";
import { recordAudit } from "../audit.ts";
import { changeAs, requireForRights } from "../authorize.ts";
import { DAY_MS } from "../durations.ts";
import { assertAhead, type End, termText } from "../ends.ts";
import { InvalidFields } from "../errors.ts";
import { remainingGroups, requireAll, validIds } from "../groups/groups.ts";
import { assertLastingAdmin } from "../groups/lock-members.ts";
import { refuseManaged } from "../groups/managed-groups.ts";
import { existenceOfAll, lockShared } from "../locks.ts";
import { asExpected, type ExpectedInvite, whyUnexpected } from "./expected-invite.ts";
import { givesNone } from "./gives-none.ts";
import { moveExpiryJobs } from "./invite-jobs.ts";
import { longestExpiryDays } from "./policy.ts";

/** What can be changed in a pending invite. Absent fields stay as they are. */
export interface InviteEdit {
  groupIds?: readonly string[] | undefined;
  expiresAt?: Date | undefined;
  /**
   * When the memberships it gives end, which is also the latest time it expires; null for no end. Only undefined keeps
   * a time that was approved.
   */
  end?: End | null | undefined;
}

/**
 * Changes which groups a pending invite will give, until when, or when it expires. Its link keeps working.
 *
 * @throws NotAdmin; InvalidFields when a group doesn't exist, the time is past, over 30 days away or after the end of
 * the memberships, that end (`until`) is past, or nobody would be in Admin for good; InviteSettled, InviteResent or
 * InviteEdited when someone acted on the invite first
 */
export async function editInvite(
  actor: Principal,
  inviteId: string,
  expected: ExpectedInvite,
  edit: InviteEdit,
): Promise<EditedInvite> {
  return changeAs(actor, "invites:write", async (acting) => {
    if (edit.expiresAt) checkExpiry(edit.expiresAt, acting.now);
    const pending = { _id: inviteId, status: "pending" as const, expiresAt: { $gt: acting.now } };
    const invite = await Invite.findOne({ ...pending, ...asExpected(expected) }).lean();
    if (!invite) throw await whyUnexpected(inviteId, expected);
    return writeEdit(actor, invite, edit, acting);
  });
}

/**
 * The outcome of an edit: whether anything changed, and the request that another admin has to approve before it gives
 * Admin.
 */
export interface EditedInvite {
  email: string;
  changed: boolean;
  adminRequestId: string | null;
}

/**
 * Edits a pending invite that the current transaction read, as `editInvite` does. Throws only before it has written
 * anything that counts.
 *
 * @throws NotAdmin, NotPermitted, GroupManaged, NoOtherAdmin; InvalidFields
 */
export async function writeEdit(
  actor: Principal,
  invite: InviteDocument,
  { groupIds, expiresAt: chosenExpiry, end }: InviteEdit,
  { now, selfId }: Acting,
): Promise<EditedInvite> {
  const inviteId = String(invite._id);
  assertAhead(end, now);
  const wanted = groupIds && (await existing(groupIds));
  await requireForRights(actor, [...invite.groupIds, ...(wanted ?? [])]);
  const { email } = invite;
  const approval = wanted && !hasAdmin(invite.groupIds) ? await approvalFor(wanted) : null;
  const chosen = approval && wanted ? withoutAdmin(wanted) : wanted;
  if (end !== undefined && hasAdmin(chosen ?? invite.groupIds)) await refuseLonger(invite, end);
  const groupsUntil = end === undefined ? invite.groupsUntil : end?.until;
  if (chosenExpiry && groupsUntil && chosenExpiry > groupsUntil)
    throw new InvalidFields({ expiresAt: "The memberships that it gives end before that." });
  const latest = chosenExpiry ?? invite.expiresAt;
  const expiresAt = groupsUntil && groupsUntil < latest ? groupsUntil : chosenExpiry;
  if (end && hasAdmin(chosen ?? invite.groupIds)) await assertLastingAdmin(null);
  const { before, after, about } = await difference(invite, { chosen, expiresAt, end });
  const given = wantedAdmin(invite);
  if (chosen) await refuseManaged(chosen.filter((id) => !invite.groupIds.some((had) => had.equals(id))));
  const asking = end === undefined ? given : { subject: given.subject, end };
  const [adminRequestId = null] = approval ? await askForAdmin(actor, approval, [asking], now) : [];
  if (isDeepStrictEqual(before, after)) return { email, changed: false, adminRequestId };

  if (chosen) await lockShared(...existenceOfAll(chosen));
  const edited = {
    ...(chosen && { groupIds: chosen }),
    ...(expiresAt && { expiresAt }),
    ...(end && { groupsUntil: end.until, groupsZone: end.zone }),
  };
  const ended = { groupsHours: 1, ...(end === null && { groupsUntil: 1, groupsZone: 1 }) } as const;
  await Invite.updateOne(
    { _id: inviteId },
    {
      $set: edited,
      $inc: { edits: 1 },
      ...(end !== undefined && { $unset: ended }),
      ...(selfId && { $addToSet: { handledBy: selfId } }),
    },
  );
  await recordAudit(actor, now, {
    action: "invite.edited",
    target: { kind: "invite", id: inviteId, label: email },
    before,
    after,
    about: [email, ...about],
  });
  if (after.expiresAt) await moveExpiryJobs(invite, after.expiresAt, now);
  return { email, changed: true, adminRequestId };
}

/** Refuses to let one person extend what two approved for a time. @throws InvalidFields (`until`) */
async function refuseLonger(invite: InviteDocument, end: End | null): Promise<void> {
  const before = termText(invite);
  const { groupsUntil } = invite;
  if (before === null || (end && groupsUntil && end.until <= groupsUntil)) return;
  if (await adminApproval())
    throw new InvalidFields({
      until: `Admin was approved ${before}. Choose no later end, or take Admin out and add it again, which another admin has to approve.`,
    });
}

function checkExpiry(expiresAt: Date, now: Date): void {
  const left = expiresAt.getTime() - now.getTime();
  if (left > 0 && left <= longestExpiryDays * DAY_MS) return;
  throw new InvalidFields({
    expiresAt: `Choose a time in the next ${longestExpiryDays} days.`,
  });
}

/** Reads the chosen groups. @throws InvalidFields when one doesn't exist, or none is chosen */
async function existing(groupIds: readonly string[]): Promise<Types.ObjectId[]> {
  const groups = await Group.find({ _id: { $in: validIds(groupIds) } }, { _id: 1 }).lean();
  requireAll(groupIds, groups);
  return groups.map(({ _id }) => _id);
}

/** Returns what would change: groups by id, and the time. */
async function difference(
  invite: InviteDocument,
  {
    chosen,
    expiresAt,
    end,
  }: { chosen: readonly Types.ObjectId[] | undefined } & Omit<InviteEdit, "groupIds">,
) {
  const groupsBefore = givesNone(invite) ? [] : (await remainingGroups(invite.groupIds)).map(String);
  const groupsAfter = chosen?.map(String) ?? groupsBefore;
  const newGroups = !isDeepStrictEqual(groupsBefore.toSorted(), groupsAfter.toSorted());
  const newExpiry = expiresAt !== undefined && expiresAt.getTime() !== invite.expiresAt.getTime();
  const before = termText(invite);
  const after =
    end === undefined ? before : end && termText({ groupsUntil: end.until, groupsZone: end.zone });
  const newTerm = before !== after;
  return {
    before: {
      ...(newGroups && { groups: groupsBefore }),
      ...(newExpiry && { expiresAt: invite.expiresAt }),
      ...(newTerm && { term: before }),
    },
    after: {
      ...(newGroups && { groups: groupsAfter }),
      ...(newExpiry && { expiresAt }),
      ...(newTerm && { term: after }),
    },
    about: [...groupsBefore, ...groupsAfter],
  };
}
