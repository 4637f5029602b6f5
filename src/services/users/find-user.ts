import { isValidObjectId } from "mongoose";
import type { LanguageCode } from "../../locales/languages.ts";
import { nameOf } from "../../models/actor-record.ts";
import { AuditEvent } from "../../models/audit-event.ts";
import type { Ineligibility } from "../../models/ineligibility.ts";
import { LastUse } from "../../models/last-use.ts";
import { membershipsAt } from "../../models/membership.ts";
import { pauseReason, User, type UserDocument } from "../../models/user.ts";
import type { AccountId, Principal } from "../actor.ts";
import { approvalFor } from "../approvals/admin-approval.ts";
import { readAs } from "../authorize.ts";
import { DAY_MS } from "../durations.ts";
import { atAddress } from "../email-address.ts";
import { type End, endOf } from "../ends.ts";
import { NotFound } from "../errors.ts";
import { type EndedMembership, endedMemberships } from "../groups/ended-memberships.ts";
import { type GroupSummary, groupNames, groupsWithIds } from "../groups/groups.ts";
import { linkedAs } from "../linked-user.ts";
import { databaseTime } from "../transaction.ts";
import { languageOf } from "./language-of.ts";
import { formatPhone } from "./phone.ts";
import { type UserVersion, versionOf } from "./user-version.ts";

const RECENT_MS = 30 * DAY_MS;

/** The person someone asks for: by email address, or by account. */
export type Who = { by: "email"; email: string } | ({ by: "account" } & AccountId);

/**
 * When a decision last allowed something because of a membership, and whether that was within 30 days; null if nobody
 * asks for decisions.
 */
export type LastUsed = { day: Date; recent: boolean } | "never" | null;

/** A user as admins see them. */
export interface UserProfile {
  userId: string;
  name: string;
  email: string;
  title: string | null;
  /** As people read it, not as it is stored. */
  phone: string | null;
  timeZone: string;
  /** The language they read; null if nothing says which. */
  language: LanguageCode | null;
  status: "active" | "suspended";
  /** Who suspended them, and when; null for an active user. */
  suspended: { by: string; at: Date } | null;
  /** A provider asked for them, and they have yet to register: that is why they are suspended. */
  awaited: boolean;
  /** When their details were erased. */
  erased: Date | null;
  /** Who wants them erased, if another admin has to agree. */
  erasing: { by: string; at: Date } | null;
  linkedUserId: string | null;
  /** Why the linked account has no rights. */
  paused: Ineligibility | null;
  invitedBy: string;
  registeredAt: Date;
  groups: (GroupSummary & { since: Date; by: string; end: End | null; lastUsed: LastUsed })[];
  /** Another admin has to approve their being in Admin with a new account, again, or for longer. */
  adminNeedsApproval: boolean;
  /** Memberships that have ended, until they are taken away. */
  ended: EndedMembership[];
  /** The version that a change made from here expects. */
  version: UserVersion;
}

/** Finds the id of the one user with this address or account; null when there is none. @throws NotAdmin */
export async function findUser(actor: Principal, who: Who): Promise<string | null> {
  return readAs(actor, "users:read", async () => {
    const user = await User.exists(who.by === "email" ? atAddress(who.email) : linkedAs(who));
    return user && String(user._id);
  });
}

/** Reads a user with their groups. @throws NotAdmin, NotFound */
export async function userProfile(actor: Principal, userId: string): Promise<UserProfile> {
  return readAs(actor, "users:read", async () => {
    const user = isValidObjectId(userId) ? await User.findById(userId).lean() : null;
    if (!user) throw new NotFound({ what: "user" });
    return profileOf(user, await databaseTime());
  });
}

async function profileOf(user: UserDocument, now: Date): Promise<UserProfile> {
  const memberships = membershipsAt(user, now);
  const groups = await groupsWithIds(memberships.map(({ groupId }) => groupId));
  const lastUsed = await lastUses(user, now);
  const membership = new Map(memberships.map((each) => [String(each.groupId), each]));
  return {
    userId: String(user._id),
    name: user.name,
    email: user.email,
    title: user.title ?? null,
    phone: user.phone ? await formatPhone(user.phone) : null,
    timeZone: user.timeZone,
    language: languageOf(user) ?? null,
    status: user.status,
    suspended: await suspension(user),
    awaited: user.awaited?.active === true,
    erased: user.erased ?? null,
    erasing: user.erasing ? { by: nameOf(user.erasing.by), at: user.erasing.at } : null,
    linkedUserId: user.slack?.userId ?? null,
    paused: pauseReason(user.slack),
    version: versionOf(user, groups, now),
    invitedBy: nameOf(user.invitedBy),
    registeredAt: user.registeredAt,
    groups: groups.flatMap((group) => {
      const { since, by, ...rest } = membership.get(group.id) ?? {};
      if (!since || !by) return [];
      return [{ ...group, since, by: nameOf(by), end: endOf(rest), lastUsed: lastUsed(group.id) }];
    }),
    adminNeedsApproval: (await approvalFor(memberships.map(({ groupId }) => groupId))) !== null,
    ended: endedMemberships(user, now, await groupNames(user.memberships.map(({ groupId }) => groupId))),
  };
}

async function lastUses({ _id }: UserDocument, now: Date): Promise<(groupId: string) => LastUsed> {
  const uses = await LastUse.findById(_id).lean();
  const unused = uses || (await LastUse.exists({})) ? "never" : null;
  return (groupId) => {
    const day = uses?.days[groupId];
    if (!day) return unused;
    return { day: new Date(day), recent: now.getTime() - Date.parse(day) < RECENT_MS };
  };
}

async function suspension({ _id, status }: UserDocument): Promise<UserProfile["suspended"]> {
  if (status === "active") return null;
  const event = await AuditEvent.findOne({ about: String(_id), action: "user.suspended" })
    .sort({ at: -1, _id: -1 })
    .lean();
  return event && { by: nameOf(event.actor), at: event.at };
}
