import { Invite } from "../models/invite.ts";
import { User } from "../models/user.ts";
import type { InvitePolicy } from "./policy.ts";

/** An address that needs no invite, or may not have one. */
export type KnownAddress =
  | { email: string; outcome: "pending"; inviteId: string; generation: number; by: string }
  | { email: string; outcome: "user"; userId: string }
  | { email: string; outcome: "domain" };

/** Which of these addresses need no invite or may not have one, and why; and which have one that is overdue. */
export async function knownAddresses(
  emails: readonly string[],
  { allowedDomains }: InvitePolicy,
  now: Date,
): Promise<{ known: Map<string, KnownAddress>; overdue: string[] }> {
  const known = new Map<string, KnownAddress>();
  if (allowedDomains.length > 0)
    for (const email of emails)
      if (!allowedDomains.includes(email.slice(email.lastIndexOf("@") + 1)))
        known.set(email, { email, outcome: "domain" });
  const pending = await Invite.find({ email: { $in: emails }, status: "pending" }).lean();
  const overdue = pending.filter(({ expiresAt }) => expiresAt <= now).map(({ email }) => email);
  for (const { email, _id, generation, invitedBy } of pending)
    if (!overdue.includes(email))
      known.set(email, {
        email,
        outcome: "pending",
        inviteId: String(_id),
        generation,
        by: invitedBy.name,
      });
  const users = await User.find({ email: { $in: emails } }, { email: 1 }).lean();
  for (const { email, _id } of users) known.set(email, { email, outcome: "user", userId: String(_id) });
  return { known, overdue };
}
