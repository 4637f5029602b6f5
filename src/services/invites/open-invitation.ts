import { Types } from "mongoose";
import type { LanguageCode } from "../../locales/languages.ts";
import { isOrganisation } from "../../models/actor-record.ts";
import { builtInGroupIds, Group, type GroupDocument } from "../../models/group.ts";
import { Invite, type InviteDocument } from "../../models/invite.ts";
import { User, type UserDocument } from "../../models/user.ts";
import { readableEmails } from "../email-address.ts";
import { type Term, termOf } from "../ends.ts";
import { type GroupSummary, groupsWithIds, inOrder } from "../groups/groups.ts";
import { together } from "../together.ts";
import { askedToday } from "./ask-for-new-link.ts";
import { lookUpSuspended, suspensionAmong } from "./cancel-handled.ts";
import { givesNone } from "./gives-none.ts";
import { chosenLanguageOf, mailLanguageOf } from "./languages-of.ts";
import type { LinkClaims, SignedLink } from "./link-token.ts";
import { isOfItsKey } from "./verify-link.ts";

/** What every page of an invitation may say, once its link is verified. */
interface Facts {
  email: string;
  inviter: string;
  inviterEmail: string | null;
  /** The language the inviter chose for the invitee, and that of the emails; undefined if nothing says which. */
  languages: { chosen: LanguageCode | undefined; mail: LanguageCode | undefined };
}

/** What an invitee finds behind their link. */
export type Invitation =
  | (Facts & {
      state: "open";
      groups: GroupSummary[];
      /** How long it gives its groups; null for ever. */
      term: Term | null;
      message: string | null;
      /** Their name, if an import gave it. */
      name: string | null;
      expiresAt: Date;
      now: Date;
    })
  | (Facts & {
      state: "accepted";
      groups: GroupSummary[];
      at: Date;
      nonce: string | null;
      /** An identity provider registered the person. */
      provisioned: boolean;
    })
  | (Facts & { state: "declined"; at: Date; nonce: string | null })
  | (Facts & { state: "cancelled"; at: Date })
  | (Facts & {
      state: "expired";
      at: Date;
      /** A new link has already been asked for today. */
      asked: boolean;
    })
  | (Facts & {
      state: "replaced";
      /** When the newer email left; null while it is still on its way. */
      sentAt: Date | null;
    });

/**
 * An invite with those of its groups that still exist, any suspension that takes it with it, and the database's time.
 */
type Found = InviteDocument & {
  groups: GroupDocument[];
  suspended: Pick<UserDocument, "cancelling">[];
  now: Date;
};

/**
 * Reads what a link opens, in one query, which links opened at the same time may share.
 *
 * @param organisation who invites if no person does
 * @returns null when the invite is gone, or another key signs for its generation
 */
export async function openInvitation(link: SignedLink, organisation: string): Promise<Invitation | null> {
  const found = await findInvite(link.inviteId);
  return found && isOfItsKey(link, found) ? invitationOf(found, link.generation, organisation) : null;
}

const findInvite: (inviteId: string) => Promise<Found | undefined> = together(
  async (ids) => {
    const invites = await Invite.aggregate<Found>([
      { $match: { _id: { $in: ids.map((id) => new Types.ObjectId(id)) } } },
      {
        $lookup: { from: Group.collection.name, localField: "groupIds", foreignField: "_id", as: "groups" },
      },
      lookUpSuspended,
      { $set: { now: "$$NOW" } },
    ]);
    const found = new Map(invites.map((invite) => [String(invite._id), invite]));
    return ids.map((id) => found.get(id));
  },
  { most: 50 },
);

/**
 * Whether the person who registered with this invite's address has an account: one is linked, or will be, because an
 * invite mentioned it.
 */
export async function hasAccount({ inviteId }: LinkClaims): Promise<boolean> {
  const invite = await Invite.findById(inviteId, { email: 1 }).lean();
  const account = [{ slack: { $exists: true } }, { invitedAccount: { $exists: true } }];
  return invite !== null && (await User.exists({ email: invite.email, $or: account })) !== null;
}

async function invitationOf(invite: Found, generation: number, organisation: string): Promise<Invitation> {
  const { email, expiresAt, now } = invite;
  const facts = {
    email: readableEmails(email),
    inviter: isOrganisation(invite.invitedBy) ? organisation : invite.invitedBy.name,
    inviterEmail: invite.invitedBy.email ?? null,
    languages: { chosen: chosenLanguageOf(invite), mail: mailLanguageOf(invite) },
  };
  const at = invite.settledAt ?? expiresAt;
  const nonce = invite.settledNonce ?? null;
  switch (invite.status) {
    case "accepted":
      return {
        ...facts,
        state: "accepted",
        groups: await groupsOf(invite),
        at,
        nonce,
        provisioned: invite.settledBy?.kind === "client",
      };
    case "declined":
      return { ...facts, state: "declined", at, nonce };
    case "cancelled":
      return { ...facts, state: "cancelled", at };
    case "expired":
      return { ...facts, state: "expired", at, asked: askedToday(invite, now) };
    case "pending": {
      const suspension = suspensionAmong(invite.suspended, invite.queuedAt);
      if (suspension) return { ...facts, state: "cancelled", at: suspension.at };
      if (expiresAt <= now)
        return { ...facts, state: "expired", at: expiresAt, asked: askedToday(invite, now) };
      if (generation < invite.generation)
        return { ...facts, state: "replaced", sentAt: invite.sentAt ?? null };
      return {
        ...facts,
        state: "open",
        groups: await groupsOf(invite),
        term: termOf(invite),
        message: invite.message ?? null,
        name: invite.name ?? null,
        expiresAt,
        now,
      };
    }
  }
}

/** Lists the groups an invite still names; `Users` when none is left. */
async function groupsOf(invite: Found): Promise<GroupSummary[]> {
  const { groups } = invite;
  return groups.length > 0 || givesNone(invite) ? inOrder(groups) : groupsWithIds([builtInGroupIds.users]);
}
