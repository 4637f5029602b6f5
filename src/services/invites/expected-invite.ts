import { nameOf } from "../../models/actor-record.ts";
import { AuditEvent } from "../../models/audit-event.ts";
import { Invite, type InviteDocument } from "../../models/invite.ts";
import type { DomainError } from "../errors.ts";
import { databaseTime } from "../transaction.ts";
import { conflictOf, inviteConflict } from "./invite-conflict.ts";
import { InviteEdited } from "./refusals.ts";

/**
 * The invite a change expects: the generation that was on a screen, or the version that a program read. If a program
 * names none, the change applies to the invite as it is.
 */
export type ExpectedInvite = number | { version?: number | undefined };

/** Counts the versions of an invite: its generation, and one more after each edit. */
export function inviteVersion({
  generation,
  edits = 0,
}: Pick<InviteDocument, "generation" | "edits">): number {
  return generation + edits;
}

/** Filters for the invite as it is expected. */
export function asExpected(expected: ExpectedInvite) {
  if (typeof expected === "number") return { generation: expected };
  if (expected.version === undefined) return {};
  return { $expr: { $eq: [{ $add: ["$generation", { $ifNull: ["$edits", 0] }] }, expected.version] } };
}

/** Explains why an invite isn't as expected: who settled it, sent it again or edited it, and when. */
export async function whyUnexpected(inviteId: string, expected: ExpectedInvite): Promise<DomainError> {
  const invite = await Invite.findById(inviteId).lean();
  const now = await databaseTime();
  const isOpen = invite?.status === "pending" && invite.expiresAt > now;
  const edit =
    isOpen && typeof expected !== "number"
      ? await AuditEvent.findOne({
          "target.id": inviteId,
          action: "invite.edited",
          at: { $gte: invite.queuedAt },
        })
          .sort({ at: -1, _id: -1 })
          .lean()
      : null;
  if (invite && edit) return new InviteEdited({ email: invite.email, by: nameOf(edit.actor), at: edit.at });
  return invite ? conflictOf(invite, now) : inviteConflict(inviteId);
}
