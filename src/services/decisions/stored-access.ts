import type { Types } from "mongoose";
import { actionsOf, type GroupDocument, type Scope } from "../../models/group.ts";
import type { IndexedUser } from "./access-index.ts";
import type { DecidingGroup, Given } from "./decide.ts";

/** The fields of a stored user that decisions need, for a projection. */
export const userFields = {
  email: 1,
  status: 1,
  "slack.userId": 1,
  "slack.paused.since": 1,
  "memberships.groupId": 1,
  "memberships.since": 1,
  "memberships.until": 1,
} as const;

/** The fields of a stored group that decisions need, for a projection. */
export const groupFields = { name: 1, services: 1, projects: 1, regions: 1, actions: 1 } as const;

/** A stored user, projected by {@link userFields}. */
export interface StoredUser {
  _id: Types.ObjectId;
  email: string;
  status: string;
  slack?: { userId: string; paused?: object | null | undefined } | undefined;
  memberships: { groupId: Types.ObjectId; since: Date; until?: Date | undefined }[];
}

/** A stored group, projected by {@link groupFields}. */
export type StoredGroup = Pick<GroupDocument, "_id" | keyof typeof groupFields>;

/** Reads a stored user as decisions see them. Any status other than `active` counts as suspended. */
export function indexedUser({ _id, email, status, slack, memberships }: StoredUser): IndexedUser {
  return {
    id: _id.toHexString(),
    email,
    accountUserId: slack?.userId ?? null,
    paused: Boolean(slack?.paused),
    suspended: status !== "active",
    memberships: memberships.map(({ groupId, since, until }) => ({
      groupId: groupId.toHexString(),
      since: since.getTime(),
      until: until?.getTime() ?? null,
    })),
  };
}

/** Reads a stored group as decisions see it. */
export function decidingGroup(group: StoredGroup): DecidingGroup {
  const { _id, name, services, projects, regions } = group;
  return {
    id: _id.toHexString(),
    name,
    services: given(services),
    projects: given(projects),
    regions: given(regions),
    actions: given(actionsOf(group)),
  };
}

const given = (scope: Scope): Given => (scope === "all" ? "all" : new Set(scope));
