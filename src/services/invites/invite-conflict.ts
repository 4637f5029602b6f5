import { nameOf } from "../../models/actor-record.ts";
import { Invite, type InviteDocument } from "../../models/invite.ts";
import { type DomainError, NotFound } from "../errors.ts";
import { databaseTime } from "../transaction.ts";
import { InviteResent, InviteSettled } from "./refusals.ts";

/** Explains why a conditional write on an invite found nothing: who settled it or sent it again, and when. */
export async function inviteConflict(inviteId: string): Promise<DomainError> {
  const invite = await Invite.findById(inviteId).lean();
  return invite ? conflictOf(invite, await databaseTime()) : new NotFound({ what: "invite" });
}

/** Explains how an invite differs from what an admin had on the screen. */
export function conflictOf(invite: InviteDocument, now: Date) {
  const { email, status, expiresAt, settledBy, settledAt, resentBy, invitedBy, queuedAt } = invite;
  if (status === "pending" && expiresAt > now)
    return new InviteResent({ email, by: nameOf(resentBy ?? invitedBy), at: queuedAt });
  const end = status === "pending" ? "expired" : status;
  return new InviteSettled({
    email,
    status: end,
    by: settledBy ? nameOf(settledBy) : "iam-bot",
    at: settledAt ?? expiresAt,
  });
}
