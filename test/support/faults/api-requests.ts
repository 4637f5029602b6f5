import { builtInGroupIds } from "../../../src/models/group.ts";
import { createGroup } from "../../../src/services/groups/write-group.ts";
import { createInvites } from "../../../src/services/invites/create-invites.ts";
import { suspendUser } from "../../../src/services/users/suspend-user.ts";
import { mia, policy } from "../acting.ts";
import { registered } from "../people.ts";

/** What an API client has before it: each request begins from its own. */
interface BeforeRequest {
  inviteId: string;
  userId: string;
  suspendedId: string;
  groupId: string;
  /** A word that is nobody else's. */
  fresh: string;
}

/** What is sent to an endpoint beside its method. */
interface ApiRequest {
  path: string;
  body?: unknown;
}

/** Prepares what one request needs: an invite, two users and a group. */
export async function beforeRequest(fresh: string): Promise<BeforeRequest> {
  const request = {
    emails: [`${fresh}@acme.io`],
    groupIds: [String(builtInGroupIds.users)],
    expiryDays: 7,
  };
  const [outcome] = await createInvites(mia, request, policy);
  if (outcome?.outcome !== "invited") throw new Error(`not invited: ${outcome?.outcome}`);
  const none = { all: false, names: [] };
  const scopes = { services: none, projects: none, regions: none };
  const { groupId } = await createGroup(mia, { name: `Group ${fresh}`, description: "", ...scopes });
  const suspendedId = await registered(`Suspended ${fresh}`);
  await suspendUser(mia, { userId: suspendedId }, "keep");
  const userId = await registered(`User ${fresh}`);
  return { inviteId: outcome.inviteId, userId, suspendedId, groupId, fresh };
}

/** A request to each endpoint, by its `operationId`, that a client with its permission is granted. */
export const apiRequests: Record<string, (before: BeforeRequest) => ApiRequest> = {
  listInvites: () => ({ path: "/invites" }),
  createInvites: ({ fresh }) => ({ path: "/invites", body: { emails: [`new-${fresh}@acme.io`] } }),
  getInvite: ({ inviteId }) => ({ path: `/invites/${inviteId}` }),
  updateInvite: ({ inviteId, groupId }) => ({ path: `/invites/${inviteId}`, body: { groups: [groupId] } }),
  resendInvite: ({ inviteId }) => ({ path: `/invites/${inviteId}/resend` }),
  cancelInvite: ({ inviteId }) => ({ path: `/invites/${inviteId}/cancel` }),
  showInviteLink: ({ inviteId }) => ({ path: `/invites/${inviteId}/link` }),
  listUsers: () => ({ path: "/users" }),
  getUser: ({ userId }) => ({ path: `/users/${userId}` }),
  updateUser: ({ userId }) => ({ path: `/users/${userId}`, body: { title: "Mine" } }),
  suspendUser: ({ userId }) => ({ path: `/users/${userId}/suspend`, body: {} }),
  reactivateUser: ({ suspendedId }) => ({ path: `/users/${suspendedId}/reactivate` }),
  listMemberships: ({ userId }) => ({ path: `/users/${userId}/groups` }),
  putMembership: ({ userId, groupId }) => ({ path: `/users/${userId}/groups/${groupId}`, body: {} }),
  deleteMembership: ({ userId, groupId }) => ({ path: `/users/${userId}/groups/${groupId}` }),
  listGroups: () => ({ path: "/groups" }),
  createGroup: ({ fresh }) => ({ path: "/groups", body: { name: `New ${fresh}` } }),
  getGroup: ({ groupId }) => ({ path: `/groups/${groupId}` }),
  updateGroup: ({ groupId }) => ({ path: `/groups/${groupId}`, body: { description: "Mine" } }),
  deleteGroup: ({ groupId }) => ({ path: `/groups/${groupId}` }),
  listMembers: ({ groupId }) => ({ path: `/groups/${groupId}/members` }),
  listAuditEvents: () => ({ path: "/audit-events" }),
};
