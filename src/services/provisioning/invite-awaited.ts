import type { LanguageCode } from "../../locales/languages.ts";
import { groupIdsAt } from "../../models/membership.ts";
import type { UserDocument } from "../../models/user.ts";
import type { Principal } from "../actor.ts";
import { refuseAdminAlone } from "../approvals/admin-approval.ts";
import { cancelPending } from "../invites/cancel-invite.ts";
import { writeInvites } from "../invites/create-invites.ts";
import type { InvitePolicy } from "../invites/policy.ts";
import { LimitReached } from "../invites/refusals.ts";
import { languageOf } from "../users/language-of.ts";
import { reactivate } from "../users/suspend-user.ts";

/**
 * Invites an address, in the transaction of a change; if it has a pending invite, that one stays.
 *
 * @throws LimitReached
 */
export type InviteAddress = (email: string, language: LanguageCode | undefined) => Promise<void>;

/** Tells whether people whom this client adds are invited first, and register themselves. */
export const sendsInvites = (actor: Principal): boolean =>
  actor.kind === "client" && actor.sendsInvites === true;

/** Returns a function that invites people for a client, within its daily limits; null if it registers them at once. */
export function inviterFor(actor: Principal, policy: InvitePolicy): InviteAddress | null {
  if (!sendsInvites(actor)) return null;
  return async (email, language) => {
    const request = {
      ...{ emails: [email], groupIds: [], expiryDays: policy.expiryDays, provisioned: true },
      ...(language && { language }),
    };
    const [made] = await writeInvites(actor, request, policy);
    if (made?.outcome === "limit")
      throw new LimitReached({ limit: made.limit, most: policy.limits[made.limit] });
  };
}

/**
 * Applies a provider's change to somebody who has yet to register: a changed address gets a new link, and the link ends
 * once they should no longer be active. Part of the transaction that changes them.
 *
 * @param invite null if the client registers people at once
 */
export async function followAwaited(
  actor: Principal,
  { before, after, active }: { before: UserDocument; after: UserDocument; active: boolean },
  invite: InviteAddress | null,
  now: Date,
): Promise<void> {
  const wasActive = before.awaited?.active === true;
  const moved = before.email !== after.email;
  if (wasActive && (moved || !active)) await uninvite(actor, before, now);
  if (!active || (wasActive && !moved)) return;
  if (invite) return invite(after.email, languageOf(after));
  await refuseAdminAlone(groupIdsAt(after, now));
  await reactivate(actor, after, now);
}

/** Cancels the pending invite of somebody who has yet to register. Part of the transaction that changes them. */
export async function uninvite(
  actor: Principal,
  { _id, email }: Pick<UserDocument, "_id" | "email">,
  now: Date,
): Promise<void> {
  await cancelPending(actor, now, { email }, [String(_id)]);
}
