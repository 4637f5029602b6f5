import { createHash } from "node:crypto";
import type { Types } from "mongoose";
import type { GroupDocument, Scope } from "../../models/group.ts";
import { memberOf } from "../../models/membership.ts";
import { User } from "../../models/user.ts";
import { oneLine } from "../one-line.ts";
import { visible } from "./person.ts";

/** What a provider decides about a group, apart from its members. */
export interface WantedGroup {
  displayName: string;
  externalId?: string | undefined;
  description?: string | undefined;
  /** Names separated by commas, or the single word *all*. */
  services?: string | undefined;
  projects?: string | undefined;
  regions?: string | undefined;
  managed?: boolean | undefined;
}

/** A group as identity providers see it. */
export interface GroupResource extends WantedGroup {
  id: string;
  /** Ids of users; null if they were not asked for. */
  members: string[] | null;
  createdAt: Date;
  changedAt: Date;
  version: string;
}

/** Reads what a provider decides about a group; the name as it was sent, unless somebody has changed it here since. */
export function wantedOf(group: GroupDocument): WantedGroup {
  const { displayName, externalId, managed } = group.provisioned ?? {};
  const isSame = displayName !== undefined && oneLine(displayName) === group.name;
  const lists = { services: group.services, projects: group.projects, regions: group.regions };
  return {
    displayName: isSame ? displayName : group.name,
    ...(externalId !== undefined && { externalId }),
    ...(group.description && { description: group.description }),
    ...Object.fromEntries(Object.entries(lists).flatMap(([name, scope]) => textOf(name, scope))),
    ...(managed !== undefined && { managed }),
  };
}

function textOf(name: string, scope: Scope): [string, string][] {
  const text = scope === "all" ? "all" : scope.join(", ");
  return text === "" ? [] : [[name, text]];
}

/** Returns a group as identity providers see it, without its members. */
export function groupResource(group: GroupDocument): GroupResource {
  const createdAt = group._id.getTimestamp();
  return {
    id: String(group._id),
    ...wantedOf(group),
    members: null,
    createdAt,
    changedAt: new Date(
      Math.max(...[createdAt, group.changedAt, group.membersChangedAt].map((at) => at?.getTime() ?? 0)),
    ),
    version: versionOfGroup(group),
  };
}

/** Adds its members, which its version then covers. */
export function withMembers(resource: GroupResource, members: string[]): GroupResource {
  return { ...resource, members, version: versionWith(resource.version, members) };
}

/** Returns the version of a group read without its members: people who join by accepting an invite do not change it. */
function versionOfGroup({ version, membersVersion }: GroupDocument): string {
  return `${version}.${membersVersion}`;
}

function versionWith(version: string, members: readonly string[]): string {
  const digest = createHash("sha256").update(members.join()).digest("base64url");
  return `${version}.${digest.slice(0, 16)}`;
}

/** Tells whether a group is at this version, and its members if the version covers them. */
export async function isAtVersion(group: GroupDocument, version: string): Promise<boolean> {
  const own = versionOfGroup(group);
  if (version === own) return true;
  return version.startsWith(`${own}.`) && version === versionWith(own, await membersOf(group._id));
}

/** Reads the ids of a group's members that providers see, in the order in which they registered. */
export async function membersOf(groupId: Types.ObjectId): Promise<string[]> {
  const users = await User.find({ ...memberOf(groupId), ...visible }, { _id: 1 })
    .sort({ _id: 1 })
    .lean();
  return users.map(({ _id }) => String(_id));
}

/** Counts members from the index alone, up to `most` + 1, including those whose membership has ended. */
export async function countMembersUpTo(groupId: Types.ObjectId, most: number): Promise<number> {
  return User.countDocuments({ "memberships.groupId": groupId }, { limit: most + 1 });
}
