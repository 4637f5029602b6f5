import { builtInGroupIds } from "../models/group.ts";
import { Invite, type InviteDocument } from "../models/invite.ts";
import { askedToday } from "./ask-for-new-link.ts";
import { type GroupSummary, groupsWithIds } from "./groups.ts";
import type { LinkClaims } from "./links.ts";
import { databaseTime } from "./transaction.ts";

/** What every page of an invitation may say, once its link verified. */
interface Facts {
  email: string;
  inviter: string;
  inviterEmail: string | null;
}

/** What an invitee finds behind their link. */
export type Invitation =
  | (Facts & { state: "open"; groups: GroupSummary[]; message: string | null; expiresAt: Date })
  | (Facts & { state: "accepted"; groups: GroupSummary[]; at: Date; nonce: string | null })
  | (Facts & { state: "declined"; at: Date; nonce: string | null })
  | (Facts & { state: "cancelled"; at: Date })
  | (Facts & {
      state: "expired";
      at: Date;
      /** A new link was asked for today already. */
      asked: boolean;
    })
  | (Facts & {
      state: "replaced";
      /** When the newer email left; null while it is still on its way. */
      sentAt: Date | null;
    });

/** Looks up what a verified link stands for, and changes nothing. Null when the invite is gone. */
export async function openInvitation({ inviteId, generation }: LinkClaims): Promise<Invitation | null> {
  const invite = await Invite.findById(inviteId).lean();
  return invite && invitationOf(invite, generation, await databaseTime());
}

async function invitationOf(invite: InviteDocument, generation: number, now: Date): Promise<Invitation> {
  const { email, expiresAt } = invite;
  const facts = { email, inviter: invite.invitedBy.name, inviterEmail: invite.invitedBy.email ?? null };
  const at = invite.settledAt ?? expiresAt;
  const nonce = invite.settledNonce ?? null;
  switch (invite.status) {
    case "accepted":
      return { ...facts, state: "accepted", groups: await groupsOf(invite), at, nonce };
    case "declined":
      return { ...facts, state: "declined", at, nonce };
    case "cancelled":
      return { ...facts, state: "cancelled", at };
    case "expired":
      return { ...facts, state: "expired", at, asked: askedToday(invite, now) };
    case "pending":
      if (expiresAt <= now)
        return { ...facts, state: "expired", at: expiresAt, asked: askedToday(invite, now) };
      if (generation < invite.generation)
        return { ...facts, state: "replaced", sentAt: invite.sentAt ?? null };
      return {
        ...facts,
        state: "open",
        groups: await groupsOf(invite),
        message: invite.message ?? null,
        expiresAt,
      };
  }
}

/** The groups an invite still names; `Users` when none is left. */
async function groupsOf({ groupIds }: InviteDocument): Promise<GroupSummary[]> {
  const left = await groupsWithIds(groupIds);
  return left.length > 0 ? left : groupsWithIds([builtInGroupIds.users]);
}
