import { Invite, type InviteDocument } from "../../models/invite.ts";
import { type DomainError, InviteResent, InviteSettled, NotFound } from "../errors.ts";

/** Explains why a conditional write on an invite found nothing: who settled it or sent it again, and when. */
export async function inviteConflict(inviteId: string): Promise<DomainError> {
  const invite = await Invite.findById(inviteId).lean();
  return invite ? conflictOf(invite) : new NotFound({ what: "invite" });
}

function conflictOf({
  email,
  status,
  expiresAt,
  settledBy,
  settledAt,
  resentBy,
  invitedBy,
  queuedAt,
}: InviteDocument) {
  if (status === "pending" && expiresAt > new Date())
    return new InviteResent({ email, by: (resentBy ?? invitedBy).name, at: queuedAt });
  const end = status === "pending" ? "expired" : status;
  return new InviteSettled({
    email,
    status: end,
    by: settledBy?.name ?? "iam-bot",
    at: settledAt ?? expiresAt,
  });
}
