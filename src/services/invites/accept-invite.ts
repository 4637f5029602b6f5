import { createHash } from "node:crypto";
import { Types } from "mongoose";
import { Group } from "../../models/group.ts";
import { Invite, type InviteDocument } from "../../models/invite.ts";
import { groupIdsAt, membershipsAt } from "../../models/membership.ts";
import { isDuplicate } from "../../models/mongo-errors.ts";
import { User, type UserDocument } from "../../models/user.ts";
import { recordOf } from "../actor.ts";
import { recordAudit } from "../audit.ts";
import { HOUR_MS } from "../durations.ts";
import { atAddress } from "../email-address.ts";
import { type End, endOf } from "../ends.ts";
import { orUsers } from "../groups/groups.ts";
import { membershipJobs } from "../groups/membership-jobs.ts";
import { enqueue } from "../jobs.ts";
import { existenceOfAll, lockShared } from "../locks.ts";
import { detailsOf, withDetails } from "../profiles/tell-profile.ts";
import { searchTerms } from "../search-terms.ts";
import { inTransaction } from "../transaction.ts";
import { bothMemberships } from "./both-memberships.ts";
import { lockHandlers, lookUpSuspended, type Suspended, suspensionAmong } from "./cancel-handled.ts";
import { givesNone } from "./gives-none.ts";
import type { LinkClaims } from "./link-token.ts";
import { AlreadyRegistered } from "./refusals.ts";

/** What the invitee entered, checked: name and title up to 100 characters, phone in E.164, an IANA time zone. */
export interface Registration {
  name: string;
  title?: string | undefined;
  phone?: string | undefined;
  timeZone: string;
  /** The language the page was read in. */
  language?: string | undefined;
}

/** A suspension takes the invite with it: nothing is written. */
class TakenAlong extends Error {}

/** Hashes a nonce for the database, so that reading it there doesn't let anyone see the outcome of somebody's form. */
export function nonceHash(nonce: string): string {
  return createHash("sha256").update(nonce).digest("hex");
}

/**
 * Accepts an open invite and registers the person, in one transaction. A second attempt at the same moment finds it
 * accepted.
 *
 * @returns whether this call did it; if not, `openInvitation` reads what the link opens now
 * @throws AlreadyRegistered when the address became a user's through another invite
 */
export async function acceptInvite(
  link: LinkClaims,
  registration: Registration,
  nonce: string,
): Promise<boolean> {
  try {
    return await inTransaction(() => register(link, registration, nonce));
  } catch (error) {
    if (error instanceof TakenAlong) return false;
    throw isDuplicate(error) ? new AlreadyRegistered() : error;
  }
}

async function register(link: LinkClaims, registration: Registration, nonce: string): Promise<boolean> {
  const seen = await openInvite(link);
  if (!seen) return false;
  const { invite, now } = seen;
  const invitee = { kind: "invitee", name: registration.name, email: invite.email } as const;
  await Invite.updateOne(
    { _id: invite._id, generation: invite.generation, status: "pending" },
    {
      $set: {
        status: "accepted",
        settledAt: now,
        settledBy: recordOf(invitee),
        settledNonce: nonceHash(nonce),
      },
    },
  );

  await lockHandlers(invite);
  if (suspensionAmong(seen.suspended, invite.queuedAt)) throw new TakenAlong();
  const groupIds = givesNone(invite) ? [] : orUsers(seen.groups.map(({ _id }) => _id));
  await lockShared(...existenceOfAll(groupIds));
  const user = await written(invite, newUser(invite, registration, groupIds, now));
  const groups = groupIdsAt(user, now).map(String);
  await recordAudit(invitee, now, {
    action: "invite.accepted",
    target: { kind: "invite", id: link.inviteId, label: invite.email },
    before: { status: "pending" },
    after: { status: "accepted", userId: String(user._id), name: user.name, groups },
    about: [invite.email, String(user._id), ...groups],
  });
  await enqueue(
    now,
    { kind: "link-account", userId: user._id, dueAt: now },
    ...membershipJobs(user._id, user.memberships, now),
  );
  return true;
}

/** Writes the user that an invite creates: a new one, or the one a provider asked for, keeping what it said. */
async function written(invite: InviteDocument, made: UserDocument): Promise<UserDocument> {
  const awaited = await User.findOne({ ...atAddress(invite.email), "awaited.active": true }).lean();
  if (!awaited) {
    await User.insertMany([made]);
    return made;
  }
  const {
    name,
    title = awaited.title,
    phone = awaited.phone,
    timeZone,
    language = awaited.language,
    words,
    invitedAccount,
    inviteId,
  } = made;
  const memberships = bothMemberships(membershipsAt(awaited, made.registeredAt), made.memberships);
  const told = {
    name,
    ...(title && { title }),
    ...(phone && { phone }),
    timeZone,
    ...(language && { language }),
  };
  const { provisioned } = awaited;
  const after = { name, title: title ?? "", phone: phone ?? "", timeZone, language: language ?? "" };
  const user: UserDocument = {
    ...awaited,
    ...told,
    ...(provisioned && { provisioned: withDetails(provisioned, detailsOf(awaited), after) }),
    ...(invitedAccount && { invitedAccount }),
    status: "active",
    memberships,
    inviteId,
    words,
  };
  const { _id, changes: _, changedAt: __, awaited: ___, erased: ____, erasing: _____, ...fields } = user;
  await User.updateOne(
    { _id },
    {
      $set: fields,
      $unset: { awaited: 1, erased: 1, erasing: 1 },
      $inc: { changes: 1 },
      $currentDate: { changedAt: true },
    },
  );
  return user;
}

interface OpenInvite {
  invite: InviteDocument;
  now: Date;
  groups: { _id: Types.ObjectId }[];
  suspended: Suspended[];
}

/** Reads an open invite with everything that accepting it depends on, since each read is a round trip. */
async function openInvite({ inviteId, generation }: LinkClaims): Promise<OpenInvite | null> {
  const [row] = await Invite.aggregate<InviteDocument & Omit<OpenInvite, "invite">>([
    { $match: { _id: new Types.ObjectId(inviteId), generation, status: "pending" } },
    { $set: { now: "$$NOW" } },
    lookUpSuspended,
    {
      $lookup: {
        from: Group.collection.name,
        localField: "groupIds",
        foreignField: "_id",
        as: "groups",
        pipeline: [{ $project: { _id: 1 } }],
      },
    },
  ]);
  if (!row || row.expiresAt <= row.now) return null;
  const { now, groups, suspended, ...invite } = row;
  return { invite, now, groups, suspended };
}

function endOfAccepted(
  { groupsUntil, groupsHours, groupsZone: zone }: InviteDocument,
  now: Date,
): End | null {
  const until = groupsHours ? new Date(now.getTime() + groupsHours * HOUR_MS) : groupsUntil;
  return endOf({ until, zone });
}

function newUser(
  invite: InviteDocument,
  { name, title, phone, timeZone, language }: Registration,
  groupIds: Types.ObjectId[],
  now: Date,
): UserDocument {
  const by = invite.invitedBy;
  const end = endOfAccepted(invite, now);
  return {
    _id: new Types.ObjectId(),
    email: invite.email,
    name,
    ...(title && { title }),
    ...(phone && { phone }),
    timeZone,
    ...(language && { language }),
    status: "active",
    memberships: groupIds.map((groupId) => ({ groupId, since: now, by, ...end })),
    ...(invite.account && { invitedAccount: invite.account }),
    inviteId: invite._id,
    invitedBy: by,
    registeredAt: now,
    words: searchTerms(invite.email, name),
  };
}
