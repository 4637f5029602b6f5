import { isValidObjectId, type Types } from "mongoose";
import { nameOf } from "../../models/actor-record.ts";
import { builtInGroupIds, Group, type GroupDocument, givesRights } from "../../models/group.ts";
import type { Ineligibility } from "../../models/ineligibility.ts";
import { Invite } from "../../models/invite.ts";
import { memberOf } from "../../models/membership.ts";
import { pauseReason, User, type UserDocument } from "../../models/user.ts";
import type { Principal } from "../actor.ts";
import { readAs } from "../authorize.ts";
import type { End } from "../ends.ts";
import { beyond, type Page, type PageCursor, readPage, sortFrom } from "../page.ts";
import { databaseTime } from "../transaction.ts";
import { endedIn } from "./ended-memberships.ts";
import { groupConflict } from "./group-conflict.ts";
import { countMembers, countPendingInto } from "./group-counts.ts";
import { type GroupSummary, groupSummary } from "./groups.ts";

const MAX_NAMED = 10;

/** A group as it can be edited: what it gives, and the version that an edit is made on. */
export interface GroupDetail extends GroupSummary {
  description: string;
  version: number;
  /** What may be done to it: nothing to `Admin` and `Auditors`; to `Users`, an edit of everything but the name. */
  may: { edit: boolean; rename: boolean; delete: boolean };
  /** The API client whose provider alone decides who is in it. */
  managedBy: string | null;
}

export interface GroupMember {
  userId: string;
  name: string;
  email: string;
  status: "active" | "suspended";
  linked: boolean;
  /** Why the linked account has no rights. */
  paused: Ineligibility | null;
  /** When their membership ended, while it is still stored; null if it counts. */
  ended: End | null;
}

/** What is read for `Admin` only; lists of at most 10, `more` if there are others. */
export interface AdminRights {
  invites: { email: string; by: string }[];
  moreInvites: boolean;
  /** Members who can't act right now: suspended, without a linked account, or with one whose rights are paused. */
  paused: GroupMember[];
  morePaused: boolean;
}

/** A group, and how many people are in it and invited into it: each counted up to 1,001. */
interface GroupWithCounts {
  group: GroupDetail;
  memberCount: number;
  pendingCount: number;
}

export interface GroupPage extends GroupWithCounts {
  members: Page<GroupMember>;
  admin: AdminRights | null;
}

/**
 * Reads a group: what it gives, and a page of its members, ordered by name, including members whose membership has
 * ended but is still stored.
 *
 * @throws NotAdmin, GroupDeleted, NotFound
 */
export async function openGroup(
  actor: Principal,
  groupId: string,
  cursor: PageCursor | null,
): Promise<GroupPage> {
  return readAs(actor, "groups:read", async () => {
    const group = await findGroup(groupId);
    const now = await databaseTime();
    return {
      ...(await withCounts(group, now)),
      members: await membersOf(group._id, cursor, now),
      admin: group._id.equals(builtInGroupIds.admin) ? await adminRights(now) : null,
    };
  });
}

/** Reads a group that is about to be edited or deleted. @throws NotAdmin, GroupDeleted, NotFound */
export async function groupToChange(actor: Principal, groupId: string): Promise<GroupWithCounts> {
  return readAs(actor, "groups:write", async () =>
    withCounts(await findGroup(groupId), await databaseTime()),
  );
}

async function withCounts(group: GroupDocument, now: Date): Promise<GroupWithCounts> {
  return {
    group: detail(group),
    memberCount: await countMembers(group._id, now),
    pendingCount: await countPendingInto(group._id, now),
  };
}

/** Reads a group. The caller checks the permission. @throws GroupDeleted, NotFound */
export async function findGroup(groupId: string): Promise<GroupDocument> {
  const group = isValidObjectId(groupId) ? await Group.findById(groupId).lean() : null;
  if (!group) throw await groupConflict(groupId);
  return group;
}

function detail(group: GroupDocument): GroupDetail {
  return {
    ...groupSummary(group),
    description: group.description,
    version: group.version,
    may: {
      edit: !givesRights(group._id),
      rename: !group.builtIn,
      delete: !group.builtIn,
    },
    managedBy: group.managedBy?.name ?? null,
  };
}

async function membersOf(
  groupId: Types.ObjectId,
  cursor: PageCursor | null,
  now: Date,
): Promise<Page<GroupMember>> {
  const page = await readPage(cursor, {
    read: (start, most) =>
      User.find({ "memberships.groupId": groupId, ...beyond(start, "name", 1) })
        .sort(sortFrom(start, "name", 1))
        .limit(most)
        .lean(),
    keyOf: ({ name, _id }) => ({ key: name, id: String(_id) }),
  });
  return { ...page, rows: page.rows.map((user) => member(user, groupId, now)) };
}

function member(user: UserDocument, groupId: Types.ObjectId, now: Date): GroupMember {
  const { _id, name, email, status, slack } = user;
  return {
    userId: String(_id),
    name,
    email,
    status,
    linked: slack !== undefined,
    paused: pauseReason(slack),
    ended: endedIn(user, groupId, now),
  };
}

async function adminRights(now: Date): Promise<AdminRights> {
  const groupId = builtInGroupIds.admin;
  const invites = await Invite.find(
    { groupIds: groupId, status: "pending", expiresAt: { $gt: now } },
    { email: 1, invitedBy: 1 },
  )
    .limit(MAX_NAMED + 1)
    .lean();
  const paused = await User.find({
    ...memberOf(groupId),
    $or: [{ status: "suspended" }, { slack: { $exists: false } }, { "slack.paused": { $exists: true } }],
  })
    .sort({ name: 1, _id: 1 })
    .limit(MAX_NAMED + 1)
    .lean();
  return {
    invites: invites.slice(0, MAX_NAMED).map(({ email, invitedBy }) => ({ email, by: nameOf(invitedBy) })),
    moreInvites: invites.length > MAX_NAMED,
    paused: paused.slice(0, MAX_NAMED).map((user) => member(user, groupId, now)),
    morePaused: paused.length > MAX_NAMED,
  };
}
