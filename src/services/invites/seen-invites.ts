import { Invite, type InviteDocument } from "../../models/invite.ts";
import { type DomainError, InvalidFields, NotFound } from "../errors.ts";
import { conflictOf } from "./invite-conflict.ts";
import type { SeenInvite } from "./replace-invite.ts";

/** How many invites can be resent or cancelled at once. */
export const MAX_AT_ONCE = 100;

/** An invite that is left out, and why; its address is absent if nothing is left of it. */
export interface LeftOut {
  inviteId: string;
  email?: string;
  why: DomainError;
}

/** One of several invites that are about to be acted on, now or in a review. */
export interface ReadyInvite extends SeenInvite {
  email: string;
  expired: boolean;
  delivery: InviteDocument["delivery"];
}

/** @throws InvalidFields when there are none, or too many */
export function assertFewEnough({ length }: readonly SeenInvite[]): void {
  if (length === 0) throw new InvalidFields({ invites: "Select at least one invite." });
  if (length > MAX_AT_ONCE)
    throw new InvalidFields({
      invites: `You selected ${length} invites. Up to ${MAX_AT_ONCE} can be resent or cancelled at once.`,
    });
}

/** Reads several invites, in the order they were seen, leaving out those that have moved on since. */
export async function readSeen(
  seen: readonly SeenInvite[],
  now: Date,
  isOpen: (invite: InviteDocument) => boolean,
): Promise<{ found: InviteDocument[]; leftOut: LeftOut[] }> {
  const invites = await Invite.find({ _id: { $in: seen.map(({ inviteId }) => inviteId) } }).lean();
  const byId = new Map(invites.map((invite) => [String(invite._id), invite]));
  const found = new Set<InviteDocument>();
  const leftOut: LeftOut[] = [];
  for (const { inviteId, generation } of seen) {
    const invite = byId.get(inviteId);
    if (!invite) leftOut.push({ inviteId, why: new NotFound({ what: "invite" }) });
    else if (invite.generation === generation && isOpen(invite)) found.add(invite);
    else leftOut.push({ inviteId, email: invite.email, why: conflictOf(invite, now) });
  }
  return { found: [...found], leftOut };
}

/** Describes an invite that can be acted on. */
export function readyInvite(invite: InviteDocument, now: Date): ReadyInvite {
  const { _id, generation, email, expiresAt, delivery } = invite;
  return { inviteId: String(_id), generation, email, expired: expiresAt <= now, delivery };
}
