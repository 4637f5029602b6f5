import { builtInGroupIds, Group } from "../../../src/models/group.ts";
import { User } from "../../../src/models/user.ts";
import { WebhookEndpoint } from "../../../src/models/webhook-endpoint.ts";
import { createGroup } from "../../../src/services/groups/write-group.ts";
import { createInvites } from "../../../src/services/invites/create-invites.ts";
import type { Permission } from "../../../src/services/permissions.ts";
import { createRequest } from "../../../src/services/requests/create-request.ts";
import { pauseRun } from "../../../src/services/runs/steer-run.ts";
import { putInGroup } from "../../../src/services/users/change-membership.ts";
import { suspendUser } from "../../../src/services/users/suspend-user.ts";
import { switchOffEndpoint } from "../../../src/services/webhooks/change-endpoint.ts";
import { createEndpoint } from "../../../src/services/webhooks/create-endpoint.ts";
import { listDeliveries, testEndpoint } from "../../../src/services/webhooks/deliveries.ts";
import { mia, policy, requestPolicy } from "../acting.ts";
import { webhooks } from "../api.ts";
import { started, uploaded } from "../imports/people.ts";
import { registered } from "../people.ts";
import { itemOf, reviewOf } from "../reviews.ts";

/** What exists before a request; each request gets its own. */
interface BeforeRequest {
  inviteId: string;
  userId: string;
  suspendedId: string;
  groupId: string;
  /** A pending request for the group. */
  requestId: string;
  webhookId: string;
  switchedOffId: string;
  /** A message that the webhook was sent. */
  messageId: string;
  /** Imports: one not started, one running, and one paused. */
  uploadedId: string;
  runningId: string;
  pausedId: string;
  /** A review of another group, with a member. */
  reviewId: string;
  itemId: string;
  /** A unique word. */
  fresh: string;
}

/** What is sent to an endpoint besides its method. */
interface ApiRequest {
  path: string;
  body?: unknown;
  /** Sent instead of JSON: a file, and its type. */
  file?: { type: string; text: string };
  /** Permissions needed besides the endpoint's own. */
  also?: Permission[];
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
  const requestId = await asked(groupId, userId);
  // There are at most a hundred.
  await WebhookEndpoint.deleteMany({});
  const webhookId = await webhook();
  await testEndpoint(mia, webhookId);
  const [message] = await listDeliveries(mia, webhookId);
  const switchedOffId = await webhook();
  await switchOffEndpoint(mia, switchedOffId, null);
  const reviewed = await createGroup(mia, { name: `Reviewed ${fresh}`, description: "", ...scopes });
  await putInGroup(mia, { userId }, reviewed.groupId, null);
  const reviewId = await reviewOf(mia, [reviewed.groupId]);
  return {
    reviewId,
    itemId: await itemOf(reviewId, `User ${fresh}`),
    inviteId: outcome.inviteId,
    userId,
    suspendedId,
    groupId,
    requestId,
    fresh,
    webhookId,
    switchedOffId,
    messageId: message?.id ?? "",
    ...(await imports(fresh)),
  };
}

async function imports(fresh: string) {
  const file = (what: string) => `${what}-${fresh}@acme.io`;
  const pausedId = await started(mia, file("paused"));
  await pauseRun(mia, { runId: pausedId });
  return {
    uploadedId: await uploaded(mia, file("uploaded")),
    runningId: await started(mia, file("running")),
    pausedId,
  };
}

/** Asks for a group as a user, from a Slack account that is theirs from now on. */
async function asked(groupId: string, userId: string): Promise<string> {
  await Group.updateOne({ _id: groupId }, { $set: { requests: { open: true, answers: 1 } } });
  const { name, email } = await User.findById(userId).orFail().lean();
  const asker = { ...mia, userId: `U${userId.toUpperCase()}`, name, email, owner: false };
  const slack = { teamId: asker.teamId, userId: asker.userId, email, linkedAt: new Date() };
  await User.updateOne({ _id: userId }, { $set: { slack } });
  return (await createRequest(asker, { groupId, hours: 48, reason: "To help" }, requestPolicy)).requestId;
}

const hook = { url: "https://hooks.invalid/iam", events: ["user.*"], description: "" };
const webhook = async () => (await createEndpoint(mia, hook, webhooks)).endpointId;

/** A valid request to each endpoint by a client with its permission, by `operationId`. */
export const apiRequests: Record<string, (before: BeforeRequest) => ApiRequest> = {
  listInvites: () => ({ path: "/invites" }),
  createInvites: ({ fresh }) => ({ path: "/invites", body: { emails: [`new-${fresh}@acme.io`] } }),
  getInvite: ({ inviteId }) => ({ path: `/invites/${inviteId}` }),
  updateInvite: ({ inviteId, groupId }) => ({ path: `/invites/${inviteId}`, body: { groups: [groupId] } }),
  resendInvite: ({ inviteId }) => ({ path: `/invites/${inviteId}/resend` }),
  cancelInvite: ({ inviteId }) => ({ path: `/invites/${inviteId}/cancel` }),
  showInviteLink: ({ inviteId }) => ({ path: `/invites/${inviteId}/link` }),
  createImport: ({ fresh }) => ({
    path: "/imports",
    file: { type: "text/csv", text: `imported-${fresh}@acme.io` },
  }),
  getImport: ({ uploadedId }) => ({ path: `/imports/${uploadedId}` }),
  listImportLines: ({ uploadedId }) => ({ path: `/imports/${uploadedId}/lines` }),
  startImport: ({ uploadedId }) => ({ path: `/imports/${uploadedId}/start` }),
  pauseImport: ({ runningId }) => ({ path: `/imports/${runningId}/pause` }),
  resumeImport: ({ pausedId }) => ({ path: `/imports/${pausedId}/resume` }),
  cancelImport: ({ runningId }) => ({ path: `/imports/${runningId}/cancel` }),
  exportUsers: () => ({ path: "/exports/users" }),
  exportInvites: () => ({ path: "/exports/invites" }),
  exportMembers: ({ groupId }) => ({ path: `/exports/groups/${groupId}/members` }),
  exportRequests: () => ({ path: "/exports/requests" }),
  exportReviewItems: ({ reviewId }) => ({ path: `/exports/reviews/${reviewId}/items` }),
  exportAuditEvents: () => ({ path: "/exports/audit-events" }),
  listUsers: () => ({ path: "/users" }),
  getUser: ({ userId }) => ({ path: `/users/${userId}` }),
  updateUser: ({ userId }) => ({ path: `/users/${userId}`, body: { title: "Mine" } }),
  suspendUser: ({ userId }) => ({ path: `/users/${userId}/suspend`, body: {} }),
  eraseUser: ({ suspendedId }) => ({ path: `/users/${suspendedId}/erase` }),
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
  listRequests: () => ({ path: "/requests" }),
  getRequest: ({ requestId }) => ({ path: `/requests/${requestId}` }),
  approveRequest: ({ requestId }) => ({ path: `/requests/${requestId}/approve`, body: {} }),
  denyRequest: ({ requestId }) => ({ path: `/requests/${requestId}/deny`, body: { reason: "Not now" } }),
  getAccessRules: ({ groupId }) => ({ path: `/groups/${groupId}/access-rules` }),
  putAccessRules: ({ groupId }) => ({ path: `/groups/${groupId}/access-rules`, body: { open: false } }),
  listReviews: () => ({ path: "/reviews" }),
  startReview: ({ groupId }) => ({ path: "/reviews", body: { groups: [groupId] } }),
  getReview: ({ reviewId }) => ({ path: `/reviews/${reviewId}` }),
  listReviewItems: ({ reviewId }) => ({ path: `/reviews/${reviewId}/items` }),
  decideReviewItem: ({ itemId }) => ({ path: `/review-items/${itemId}/decide`, body: { decision: "keep" } }),
  keepTheRest: ({ reviewId }) => ({ path: `/reviews/${reviewId}/keep-the-rest` }),
  stopReviewRepeating: ({ reviewId }) => ({ path: `/reviews/${reviewId}/stop-repeating` }),
  listWebhooks: () => ({ path: "/webhooks" }),
  createWebhook: () => ({ path: "/webhooks", body: hook, also: ["users:read"] }),
  getWebhook: ({ webhookId }) => ({ path: `/webhooks/${webhookId}` }),
  editWebhook: ({ webhookId }) => ({
    path: `/webhooks/${webhookId}`,
    body: { description: "Mine" },
    also: ["users:read"],
  }),
  deleteWebhook: ({ webhookId }) => ({ path: `/webhooks/${webhookId}` }),
  rotateWebhookSecret: ({ webhookId }) => ({
    path: `/webhooks/${webhookId}/rotate-secret`,
    also: ["users:read"],
  }),
  testWebhook: ({ webhookId }) => ({ path: `/webhooks/${webhookId}/test` }),
  switchOffWebhook: ({ webhookId }) => ({ path: `/webhooks/${webhookId}/switch-off` }),
  // The client that resumes it must be allowed to read what it tells about users.
  resumeWebhook: ({ switchedOffId }) => ({
    path: `/webhooks/${switchedOffId}/resume`,
    also: ["users:read"],
  }),
  listWebhookDeliveries: ({ webhookId }) => ({ path: `/webhooks/${webhookId}/deliveries` }),
  redeliverWebhook: ({ webhookId, messageId }) => ({
    path: `/webhooks/${webhookId}/deliveries/${messageId}/redeliver`,
  }),
  listAuditEvents: () => ({ path: "/audit-events" }),
};
