import type { LanguageCode } from "../../locales/languages.ts";
import { Invite } from "../../models/invite.ts";
import type { Principal } from "../actor.ts";
import { readAs } from "../authorize.ts";
import { endOf, lastDayOf } from "../ends.ts";
import { remainingGroups } from "../groups/groups.ts";
import { databaseTime } from "../transaction.ts";
import { cancelPending } from "./cancel-invite.ts";
import { inviteConflict } from "./invite-conflict.ts";
import { chosenLanguageOf } from "./languages-of.ts";

/** An invite as an admin saw it on the screen. */
export interface SeenInvite {
  inviteId: string;
  generation: number;
}

/** What a new invite takes over from the one it replaces. */
export interface ReplaceableInvite {
  email: string;
  groupIds: string[];
  /** The last day of the memberships it gives; null if they don't end. */
  lastDay: string | null;
  /** For how many hours from acceptance it was approved instead. */
  hours: number | null;
  expiryDays: number;
  message: string;
  /** The language the inviter said they read; null if they chose none. */
  language: LanguageCode | null;
  expired: boolean;
}

/**
 * Reads an invite that new ones can replace: pending, or expired.
 *
 * @throws NotAdmin; InviteSettled or InviteResent when someone acted on it first
 */
export async function replaceableInvite(actor: Principal, seen: SeenInvite): Promise<ReplaceableInvite> {
  return readAs(actor, "invites:read", async () => {
    const now = await databaseTime();
    const invite = await Invite.findOne(unanswered(seen)).lean();
    if (!invite) throw await inviteConflict(seen.inviteId);
    const { email, groupIds, expiryDays, message, expiresAt, groupsUntil, groupsZone, groupsHours } = invite;
    const end = endOf({ until: groupsUntil, zone: groupsZone });
    return {
      email,
      groupIds: (await remainingGroups(groupIds)).map(String),
      lastDay: end && lastDayOf(end),
      hours: groupsHours ?? null,
      expiryDays,
      message: message ?? "",
      language: chosenLanguageOf(invite) ?? null,
      expired: expiresAt <= now,
    };
  });
}

/**
 * Cancels the invite that new ones replace, unless it has expired. Part of the transaction that invites.
 *
 * @throws InviteSettled or InviteResent when someone acted on it first
 */
export async function cancelReplaced(actor: Principal, now: Date, seen: SeenInvite): Promise<void> {
  const { inviteId: _id, generation } = seen;
  const cancelled = await cancelPending(actor, now, { _id, generation });
  if (cancelled.length === 0 && !(await Invite.exists(unanswered(seen)))) throw await inviteConflict(_id);
}

function unanswered({ inviteId, generation }: SeenInvite) {
  return { _id: inviteId, generation, status: { $in: ["pending" as const, "expired" as const] } };
}
