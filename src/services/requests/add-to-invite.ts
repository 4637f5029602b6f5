import type { Types } from "mongoose";
import type { AccessRequestDocument } from "../../models/access-request.ts";
import { Invite, type InviteDocument } from "../../models/invite.ts";
import type { Principal } from "../actor.ts";
import { recordAudit } from "../audit.ts";
import { actingUserId } from "../linked-user.ts";
import { InvalidRequest, type RequestFault } from "./refusals.ts";

/**
 * Adds an approved group to a pending invite. Part of the transaction of the approval; accepting the invite at the same
 * moment conflicts with it.
 *
 * @returns false where it has been accepted by now
 * @throws InvalidFields (`request`, `hours`) where it no longer gives anything, or for a different time than approved
 */
export async function addToInvite(
  actor: Principal,
  { subject, hours: asked, wanted }: AccessRequestDocument,
  { groupId, hours, now }: { groupId: Types.ObjectId; hours: number | null; now: Date },
): Promise<boolean> {
  const invite = await Invite.findById(subject?.inviteId).orFail().lean();
  if (invite.status === "accepted") return false;
  const refusal = whyNot(invite, now);
  if (refusal) throw new InvalidRequest({ request: refusal });
  if (hours !== asked) throw new InvalidRequest({ hours: { code: "sameTime" } });
  const isLonger = wanted && !(invite.groupsUntil && invite.groupsUntil <= wanted.until);
  if (isLonger || (invite.groupsHours ?? null) !== hours)
    throw new InvalidRequest({ request: { code: "otherTime", email: invite.email } });
  const selfId = await actingUserId(actor);
  await Invite.updateOne(
    { _id: invite._id },
    {
      $addToSet: { groupIds: groupId, ...(selfId && { handledBy: selfId }) },
      $inc: { edits: 1 },
    },
  );
  const before = invite.groupIds.map(String);
  await recordAudit(actor, now, {
    action: "invite.edited",
    target: { kind: "invite", id: String(invite._id), label: invite.email },
    before: { groups: before },
    after: { groups: [...before, String(groupId)] },
    about: [invite.email, ...before, String(groupId)],
  });
  return true;
}

function whyNot({ email, status, expiresAt }: InviteDocument, now: Date): RequestFault | null {
  if (status === "pending" && expiresAt > now) return null;
  return status === "pending" || status === "expired"
    ? { code: "inviteExpired", email }
    : { code: "inviteSettled", email, status };
}
