import type { QueryFilter } from "mongoose";
import { Invite, type InviteDocument } from "../../models/invite.ts";
import { lookUp } from "../acting.ts";
import { type Actor, type Principal, recordOf } from "../actor.ts";
import { recordAudit } from "../audit.ts";
import { changeAs } from "../authorize.ts";
import { validIds } from "../groups/groups.ts";
import { asExpected, type ExpectedInvite, whyUnexpected } from "./expected-invite.ts";

/** What was cancelled. */
export interface CancelledInvite {
  email: string;
  /** Whether any mail had left before. */
  mailed: boolean;
}

/**
 * Cancels a pending invite: its link stops working, and an unsent mail is never sent.
 *
 * @throws NotAdmin; InviteSettled, InviteResent or InviteEdited when someone acted on it first (says who, what and
 * when)
 */
export async function cancelInvite(
  actor: Principal,
  inviteId: string,
  expected: ExpectedInvite,
): Promise<CancelledInvite> {
  return changeAs<CancelledInvite, { invites: InviteDocument[] }>(
    actor,
    "invites:write",
    async ({ now, invites }) => {
      const [invite] = invites.filter(({ status, expiresAt }) => status === "pending" && expiresAt > now);
      if (!invite) throw await whyUnexpected(inviteId, expected);
      await cancelThese(actor, now, [invite]);
      return { email: invite.email, mailed: wasMailed(invite) };
    },
    [lookUp("invites", Invite, { _id: { $in: validIds([inviteId]) }, ...asExpected(expected) })],
  );
}

/**
 * Cancels, all at once, those of these invites that nobody touched since they were first sent.
 *
 * @returns how many were cancelled, and for how many of those a mail had left before
 * @throws NotAdmin
 */
export async function undoInvites(
  actor: Principal,
  inviteIds: readonly string[],
): Promise<{ cancelled: number; mailed: number }> {
  return changeAs(actor, "invites:write", async ({ now }) => {
    const first = { _id: { $in: inviteIds }, generation: 1 };
    const invites = await cancelPending(actor, now, first);
    return { cancelled: invites.length, mailed: invites.filter(wasMailed).length };
  });
}

/** Whether any mail of an invite has left. */
export function wasMailed({ delivery, generation }: InviteDocument): boolean {
  return delivery.state !== "queued" || generation > 1;
}

/**
 * Cancels the pending invites that a filter finds, with an audit event each. Part of a transaction.
 *
 * @param about what the events are about, beside the invite, its address and its groups
 * @param most cancels at most this many; all if absent
 * @returns the invites as they were
 */
export async function cancelPending(
  actor: Actor,
  now: Date,
  filter: QueryFilter<InviteDocument>,
  about: readonly string[] = [],
  most?: number,
): Promise<InviteDocument[]> {
  const pending = { $and: [filter, { status: "pending" as const, expiresAt: { $gt: now } }] };
  const invites = await Invite.find(pending)
    .limit(most ?? 0)
    .lean();
  if (invites.length > 0) await cancelThese(actor, now, invites, about);
  return invites;
}

/** Cancels invites that this transaction read as pending. */
export async function cancelThese(
  actor: Actor,
  now: Date,
  invites: readonly InviteDocument[],
  about: readonly string[] = [],
): Promise<void> {
  await Invite.updateMany(
    { _id: { $in: invites.map(({ _id }) => _id) }, status: "pending" },
    { $set: { status: "cancelled", settledAt: now, settledBy: recordOf(actor) } },
  );
  await recordAudit(
    actor,
    now,
    ...invites.map(({ _id, email, groupIds }) => ({
      action: "invite.cancelled" as const,
      target: { kind: "invite" as const, id: String(_id), label: email },
      before: { status: "pending" },
      after: { status: "cancelled" },
      about: [email, ...groupIds.map(String), ...about],
    })),
  );
}
