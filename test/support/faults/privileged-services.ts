import { randomBytes } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { Types } from "mongoose";
import { AccessRequest } from "../../../src/models/access-request.ts";
import { Batch } from "../../../src/models/batch.ts";
import { Client } from "../../../src/models/client.ts";
import { builtInGroupIds, Group } from "../../../src/models/group.ts";
import { Job } from "../../../src/models/job.ts";
import { Review } from "../../../src/models/review.ts";
import { ReviewItem } from "../../../src/models/review-item.ts";
import { Run, type RunStatus } from "../../../src/models/run.ts";
import { WebhookEndpoint } from "../../../src/models/webhook-endpoint.ts";
import type { AccountActor } from "../../../src/services/actor.ts";
import { followAuditLog } from "../../../src/services/audit/follow-audit-log.ts";
import { readAuditLog } from "../../../src/services/audit/read-audit-log.ts";
import { requirePermission } from "../../../src/services/authorize.ts";
import { createChange } from "../../../src/services/changes/create-change.ts";
import { reviewChange } from "../../../src/services/changes/review-change.ts";
import { startChange } from "../../../src/services/changes/start-change.ts";
import { changeClientOption } from "../../../src/services/clients/change-option.ts";
import { createClient } from "../../../src/services/clients/create-client.ts";
import { handOverClient, keepClient } from "../../../src/services/clients/hand-over-client.ts";
import { listClients, openClient } from "../../../src/services/clients/list-clients.ts";
import { revokeClient } from "../../../src/services/clients/revoke-client.ts";
import { rotateClient } from "../../../src/services/clients/rotate-client.ts";
import { explainDecision } from "../../../src/services/decisions/explain-decision.ts";
import { listWhoMay } from "../../../src/services/decisions/list-who-may.ts";
import { InvalidFields } from "../../../src/services/errors.ts";
import { openExport } from "../../../src/services/exports/open-export.ts";
import { startExport } from "../../../src/services/exports/start-export.ts";
import { groupRules } from "../../../src/services/groups/access-rules.ts";
import { deleteGroup } from "../../../src/services/groups/delete-group.ts";
import { groupsToChoose } from "../../../src/services/groups/groups-to-choose.ts";
import { findGroups, groupsMeant } from "../../../src/services/groups/list-groups.ts";
import { groupToChange, openGroup } from "../../../src/services/groups/open-group.ts";
import { groupsAfter, membersAfter, readGroup } from "../../../src/services/groups/read-groups.ts";
import { setGroupRules } from "../../../src/services/groups/set-group-rules.ts";
import { createGroup, editGroup } from "../../../src/services/groups/write-group.ts";
import { reviewImport } from "../../../src/services/imports/review-import.ts";
import { startImport } from "../../../src/services/imports/start-import.ts";
import { showBatch } from "../../../src/services/invites/batch.ts";
import { cancelInvite, undoInvites } from "../../../src/services/invites/cancel-invite.ts";
import { cancelMany, reviewCancellation } from "../../../src/services/invites/cancel-many.ts";
import { createInvites, createInvitesAnd } from "../../../src/services/invites/create-invites.ts";
import { editInvite } from "../../../src/services/invites/edit-invite.ts";
import { lastEnded } from "../../../src/services/invites/last-invite.ts";
import {
  invitesToSelect,
  listPendingInvites,
  pendingInvite,
} from "../../../src/services/invites/list-invites.ts";
import { previewInvites } from "../../../src/services/invites/preview-invites.ts";
import { invitesAfter, readInvite } from "../../../src/services/invites/read-invites.ts";
import { replaceableInvite } from "../../../src/services/invites/replace-invite.ts";
import { resendInvite } from "../../../src/services/invites/resend-invite.ts";
import { resendMany, reviewResend } from "../../../src/services/invites/resend-many.ts";
import { showLink } from "../../../src/services/invites/show-link.ts";
import { sendTestMail } from "../../../src/services/mail/test-mail.ts";
import { createPersonAmongOthers } from "../../../src/services/provisioning/create-people.ts";
import { listProvisionedGroups } from "../../../src/services/provisioning/list-groups.ts";
import { listPeople } from "../../../src/services/provisioning/list-people.ts";
import {
  changeProvisionedGroup,
  countProvisionedMembers,
  provisionGroup,
  readProvisionedGroup,
  removeProvisionedGroup,
  takeBackGroup,
} from "../../../src/services/provisioning/provision-group.ts";
import {
  changePerson,
  createPerson,
  readPerson,
  removePerson,
} from "../../../src/services/provisioning/provision-person.ts";
import { answerRequest, approveConfirmed } from "../../../src/services/requests/answer-request.ts";
import { answerEmergency } from "../../../src/services/requests/emergencies.ts";
import { askAboutRequest } from "../../../src/services/requests/follow-request.ts";
import { listRequests, requestsAfter } from "../../../src/services/requests/list-requests.ts";
import { readRequest } from "../../../src/services/requests/request-details.ts";
import { answerItem, itemToDecide } from "../../../src/services/reviews/answer-item.ts";
import { keepTheRest } from "../../../src/services/reviews/keep-rest.ts";
import { itemsAfter } from "../../../src/services/reviews/read-review-items.ts";
import {
  lastReviewOf,
  listReviews,
  openReview,
  readReview,
  reviewsAfter,
} from "../../../src/services/reviews/read-reviews.ts";
import { startReview, stopRepeating } from "../../../src/services/reviews/start-review.ts";
import { linesAfter, showImport } from "../../../src/services/runs/show-run.ts";
import { cancelRest, pauseRun, resumeRun } from "../../../src/services/runs/steer-run.ts";
import { changeGroups, groupDifference } from "../../../src/services/users/change-groups.ts";
import { putInGroup, takeOutOfGroup } from "../../../src/services/users/change-membership.ts";
import { editDetails } from "../../../src/services/users/edit-details.ts";
import { listEndingUsers } from "../../../src/services/users/ending-users.ts";
import { eraseUser } from "../../../src/services/users/erase-user.ts";
import { findUser, userProfile } from "../../../src/services/users/find-user.ts";
import { groupsAtCommand } from "../../../src/services/users/groups-at-command.ts";
import { joinAdmin } from "../../../src/services/users/join-admin.ts";
import { linkByHand } from "../../../src/services/users/link-account.ts";
import { listUsers } from "../../../src/services/users/list-users.ts";
import { readUser, usersAfter } from "../../../src/services/users/read-users.ts";
import { AdminExists } from "../../../src/services/users/refusals.ts";
import { setMembershipEnd } from "../../../src/services/users/set-membership-end.ts";
import { invitesHandledBy, reactivateUser, suspendUser } from "../../../src/services/users/suspend-user.ts";
import { userActivity } from "../../../src/services/users/user-activity.ts";
import type { UserVersion } from "../../../src/services/users/user-version.ts";
import {
  deleteEndpoint,
  resumeEndpoint,
  rotateSecret,
  switchOffEndpoint,
} from "../../../src/services/webhooks/change-endpoint.ts";
import { createEndpoint } from "../../../src/services/webhooks/create-endpoint.ts";
import { listDeliveries, redeliver, testEndpoint } from "../../../src/services/webhooks/deliveries.ts";
import { editEndpoint } from "../../../src/services/webhooks/edit-endpoint.ts";
import { listEndpoints, openEndpoint } from "../../../src/services/webhooks/list-endpoints.ts";
import { changeDraft, keepDraft, readDraft } from "../../../src/slack/state/drafts.ts";
import { mia, policy, requestPolicy } from "../acting.ts";
import { ofInvites, reviewed } from "../changes/started-change.ts";
import { IMPORT_LIMIT, uploaded } from "../imports/people.ts";
import { seedRun } from "../imports/seed-run.ts";
import { fixtures } from "../slack/fixtures.ts";
import type { World } from "../world.ts";

/** What exists before a privileged call; each call gets its own. */
export interface Before {
  inviteId: string;
  batchId: string;
  groupId: string;
  clientId: string;
  tokenId: string;
  endpointId: string;
  /** A message to that endpoint. */
  messageId: string;
  draftId: string;
  version: UserVersion;
  /** A Slack account that isn't linked to anybody. */
  account: AccountActor;
  /** A unique word. */
  fresh: string;
}

type Call = (actor: AccountActor, before: Before) => Promise<unknown>;

const users = String(builtInGroupIds.users);

const newReview = (groupId: string) => ({
  groupIds: [groupId],
  days: 7 as const,
  unanswered: "kept" as const,
  months: null,
  reviewers: "admins" as const,
});

/** Writes a review of a group with one member into the database. */
async function aReview({ groupId, version }: Before): Promise<{ reviewId: string; itemId: string }> {
  const now = new Date();
  const [reviewId, itemId] = [new Types.ObjectId(), new Types.ObjectId()];
  const group = new Types.ObjectId(groupId);
  const by = { kind: "system", name: "iam-bot" } as const;
  await Review.create({
    _id: reviewId,
    groups: [{ groupId: group, name: "Group" }],
    reviewers: { kind: "admins" },
    startedBy: by,
    startedAt: now,
    closesAt: inADay().until,
    days: 7,
    unanswered: "kept",
    counts: { total: 1 },
  });
  await ReviewItem.create({
    _id: itemId,
    reviewId,
    userId: version.userId,
    groupId: group,
    name: "Eve",
    email: "eve@acme.io",
    groupName: "Group",
    since: now,
  });
  return { reviewId: String(reviewId), itemId: String(itemId) };
}

/** Writes a request by somebody who is not registered into the database. Returns its id. */
async function aRequest({ groupId, fresh }: Before, rest: object = {}): Promise<string> {
  const now = new Date();
  const userId = `UASKS${fresh}${Object.keys(rest).join("")}`;
  const known = await AccessRequest.findOne({ "asker.userId": userId, groupId }).lean();
  if (known) return String(known._id);
  const request = await AccessRequest.create({
    asker: { teamId: "T1", userId, name: "Sam", email: `${userId.toLowerCase()}@acme.io` },
    groupId: new Types.ObjectId(groupId),
    groupName: "Research",
    hours: 24,
    reason: "To help",
    createdAt: now,
    lapsesAt: now,
    answers: [],
    questions: [],
    cards: [],
    ...rest,
  });
  return String(request._id);
}

/** Finds, or writes, an import with this status. Returns its id. */
async function importOf(fresh: string, status: RunStatus): Promise<string> {
  const known = await Run.findOne({ "import.label": fresh, status }).lean();
  return known ? String(known._id) : seedRun(fresh, status);
}

const inADay = () => ({ until: new Date(Date.now() + 86_400_000), zone: "UTC" });
const none = { all: false, names: [] };
const request = { description: "", services: none, projects: none, regions: none };

const webhookSettings = {
  secretKeys: [{ id: "k1", secret: randomBytes(32) }] as const,
  urlFault: () => null,
};
// An address to which nothing is sent.
const hooks = { url: "https://hooks.invalid/", description: "For one call", events: ["*"] };

const everything = { filter: null, order: null, from: { skip: 0 }, count: 10 };
const nobodyElse = { all: null, add: [], remove: [] };
const person = (fresh: string) => ({
  active: true,
  profile: { userName: fresh, emails: [{ value: `scim.${fresh}@acme.io` }] },
});

/** Ignores the refusal if somebody is in Admin: an owner may join it only while it is empty. */
function unlessSomebodyIs(error: unknown): void {
  if (!(error instanceof AdminExists)) throw error;
}

/** Ignores invalid fields: the account belongs to nobody in Admin, or the user is active. */
function unlessNobodyIs(error: unknown): void {
  if (!(error instanceof InvalidFields)) throw error;
}

/** Every service that only admins may call, called as an admin would. */
export const privileged: Record<string, Call> = {
  cancelMany: (actor, { inviteId }) => cancelMany(actor, [{ inviteId, generation: 1 }]),
  reviewCancellation: (actor, { inviteId }) => reviewCancellation(actor, [{ inviteId, generation: 1 }]),
  resendMany: (actor, { inviteId }) => resendMany(actor, [{ inviteId, generation: 1 }], policy),
  reviewResend: (actor, { inviteId }) =>
    reviewResend(actor, [{ inviteId, generation: 1 }], policy, () => true),
  invitesToSelect: (actor) => invitesToSelect(actor, { text: "", mine: false, which: "pending" }),
  cancelInvite: (actor, { inviteId }) => cancelInvite(actor, inviteId, 1),
  replaceableInvite: (actor, { inviteId }) => replaceableInvite(actor, { inviteId, generation: 1 }),
  changeDraft: (actor, { draftId }) => changeDraft(actor, draftId, { page: 1 }),
  changeGroups: (actor, { version, groupId }) => changeGroups(actor, version, [users, groupId]),
  createClient: (actor, { fresh }) =>
    createClient(actor, { name: `Portal ${fresh}`, permissions: ["users:read"], expiryDays: 30 }),
  listClients: (actor) => listClients(actor, null),
  openClient: (actor, { clientId }) => openClient(actor, clientId),
  rotateClient: (actor, { clientId, tokenId }) => rotateClient(actor, clientId, tokenId, 1),
  changeClientOption: async (actor, { clientId }) => {
    const client = await Client.findById(clientId).lean();
    return changeClientOption(actor, clientId, "withoutReasons", !client?.withoutReasons);
  },
  keepClient: (actor, { clientId }) => keepClient(actor, { clientId, ownerId: null }),
  handOverClient: (actor, { clientId, account }) =>
    handOverClient(actor, { clientId, ownerId: null }, account).catch(unlessNobodyIs),
  createPerson: (actor, { fresh }) => createPerson(actor, person(fresh), policy),
  createPersonAmongOthers: (actor, { fresh }) => createPersonAmongOthers(actor, person(`${fresh}2`), policy),
  readPerson: (actor, { version: { userId } }) => readPerson(actor, userId),
  changePerson: (actor, { version: { userId }, fresh }) =>
    changePerson(
      actor,
      { userId },
      ({ active, profile }) => ({ active, profile: { ...profile, title: fresh } }),
      policy,
    ),
  removePerson: (actor, { version: { userId } }) => removePerson(actor, { userId }),
  listPeople: (actor) => listPeople(actor, everything, () => ({})),
  listProvisionedGroups: (actor) => listProvisionedGroups(actor, everything, { members: false }, () => ({})),
  readProvisionedGroup: (actor, { groupId }) => readProvisionedGroup(actor, groupId, { members: true }),
  countProvisionedMembers: (actor, { groupId }) => countProvisionedMembers(actor, groupId, 10),
  provisionGroup: (actor, { fresh }) => provisionGroup(actor, { displayName: `Managed ${fresh}` }, []),
  changeProvisionedGroup: (actor, { groupId, fresh }) =>
    changeProvisionedGroup(actor, { groupId }, (was) => ({ ...was, description: fresh }), nobodyElse),
  removeProvisionedGroup: (actor, { groupId }) => removeProvisionedGroup(actor, { groupId }),
  takeBackGroup: (actor, { groupId }) => takeBackGroup(actor, groupId),
  revokeClient: (actor, { clientId }) => revokeClient(actor, clientId),
  createEndpoint: (actor) => createEndpoint(actor, hooks, webhookSettings),
  editEndpoint: (actor, { endpointId, fresh }) =>
    editEndpoint(actor, endpointId, { description: fresh }, null, webhookSettings),
  rotateSecret: (actor, { endpointId }) => rotateSecret(actor, endpointId, null, webhookSettings),
  switchOffEndpoint: (actor, { endpointId }) => switchOffEndpoint(actor, endpointId, null),
  resumeEndpoint: (actor, { endpointId }) => resumeEndpoint(actor, endpointId, null),
  deleteEndpoint: (actor, { endpointId }) => deleteEndpoint(actor, endpointId, null),
  testEndpoint: (actor, { endpointId }) => testEndpoint(actor, endpointId),
  redeliver: (actor, { endpointId, messageId }) => redeliver(actor, endpointId, messageId),
  listDeliveries: (actor, { endpointId }) => listDeliveries(actor, endpointId),
  listEndpoints: (actor) => listEndpoints(actor),
  openEndpoint: (actor, { endpointId }) => openEndpoint(actor, endpointId),
  createGroup: (actor, { fresh }) => createGroup(actor, { ...request, name: `New ${fresh}` }),
  deleteGroup: (actor, { groupId }) => deleteGroup(actor, groupId, 1),
  editGroup: (actor, { groupId }) =>
    editGroup(actor, groupId, 1, { ...request, name: null, description: "Mine" }),
  putInGroup: (actor, { version: { userId }, groupId }) => putInGroup(actor, { userId }, groupId, null),
  takeOutOfGroup: (actor, { version: { userId }, groupId }) => takeOutOfGroup(actor, { userId }, groupId),
  editDetails: (actor, { version: { userId } }) => editDetails(actor, { userId }, { title: "Mine" }),
  editInvite: (actor, { inviteId, groupId }) => editInvite(actor, inviteId, 1, { groupIds: [groupId] }),
  requirePermission: (actor) => requirePermission(actor, "groups:write"),
  findGroups: (actor) => findGroups(actor, "", null),
  groupsMeant: (actor) => groupsMeant(actor, "Users"),
  findUser: (actor, { fresh }) => findUser(actor, { by: "email", email: `${fresh}@acme.io` }),
  groupDifference: (actor, { version, groupId }) => groupDifference(actor, version, [groupId]),
  groupToChange: (actor, { groupId }) => groupToChange(actor, groupId),
  groupsToChoose: (actor) => groupsToChoose(actor),
  groupsAtCommand: (actor) => groupsAtCommand(actor, "groups:read"),
  createInvites: (actor, { fresh }) =>
    createInvites(actor, { emails: [`new-${fresh}@acme.io`], groupIds: [users], expiryDays: 7 }, policy),
  createInvitesAnd: (actor, { fresh }) =>
    createInvitesAnd(
      actor,
      { emails: [`and-${fresh}@acme.io`], groupIds: [users], expiryDays: 7 },
      policy,
      async (outcomes) => outcomes,
    ),
  startExport: (actor, { fresh }) =>
    startExport(actor, { what: "users", text: fresh.slice(0, 100), which: "everyone" }),
  openExport: (actor) => openExport(actor, { what: "audit", about: "" }),
  createImport: (actor, { fresh }) => uploaded(actor, `file-${fresh}@acme.io`),
  createChange: async (actor) =>
    createChange(actor, ofInvites("resend"), { policy, zone: "UTC", reaches: () => true }),
  reviewChange: async (actor) => reviewChange(actor, await reviewed(mia, ofInvites("resend"))),
  startChange: async (actor) =>
    startChange(actor, await reviewed(mia, ofInvites("resend", { text: "nobody" }))),
  startImport: async (actor, { fresh }) => startImport(actor, await importOf(fresh, "review"), IMPORT_LIMIT),
  pauseRun: async (actor, { fresh }) => pauseRun(actor, { runId: await importOf(fresh, "running") }),
  resumeRun: async (actor, { fresh }) => resumeRun(actor, { runId: await importOf(fresh, "paused") }),
  cancelRest: async (actor, { fresh }) => cancelRest(actor, { runId: await importOf(fresh, "running") }),
  showImport: async (actor, { fresh }) => showImport(actor, await importOf(fresh, "review")),
  reviewImport: async (actor, { fresh }) => reviewImport(actor, await importOf(fresh, "review")),
  linesAfter: async (actor, { fresh }) =>
    linesAfter(actor, await importOf(fresh, "review"), { after: 0, limit: 10 }),
  invitesHandledBy: (actor, { version }) => invitesHandledBy(actor, version),
  linkByHand: (actor, { version, account }) => linkByHand(actor, version, account),
  lastEnded: (actor) => lastEnded(actor, "eve@example.com"),
  listPendingInvites: (actor) => listPendingInvites(actor, { text: "", mine: false, which: "pending" }, null),
  listUsers: (actor) => listUsers(actor, "", null),
  listEndingUsers: (actor) => listEndingUsers(actor, "", null),
  setMembershipEnd: (actor, { version }) => setMembershipEnd(actor, version, users, inADay()),
  explainDecision: (actor) => explainDecision(actor, null, { service: "Tickets" }, "UTC"),
  listWhoMay: (actor) => listWhoMay(actor, "Tickets", null),
  answerRequest: async (actor, before) =>
    answerRequest(actor, await aRequest(before), { approved: true }, requestPolicy),
  answerEmergency: async (actor, before) =>
    answerEmergency(actor, await aRequest(before, { rule: "emergency" }), "seen"),
  approveConfirmed: async (actor, before) =>
    approveConfirmed(actor, await aRequest(before), 24, requestPolicy, async () => {}),
  askAboutRequest: async (actor, before) => askAboutRequest(actor, await aRequest(before), "What for?"),
  readRequest: async (actor, before) => readRequest(actor, await aRequest(before)),
  requestsAfter: (actor) => requestsAfter(actor, undefined, undefined, 10),
  listRequests: (actor) => listRequests(actor, "all", null),
  startReview: (actor, { groupId }) => startReview(actor, newReview(groupId), "UTC"),
  stopRepeating: async (actor, before) => stopRepeating(actor, (await aReview(before)).reviewId),
  itemToDecide: async (actor, before) => itemToDecide(actor, (await aReview(before)).itemId),
  answerItem: async (actor, before) =>
    answerItem(actor, (await aReview(before)).itemId, { kind: "remove", reason: "Left" }),
  keepTheRest: async (actor, before) => keepTheRest(actor, (await aReview(before)).reviewId),
  listReviews: (actor) => listReviews(actor, null),
  lastReviewOf: (actor) => lastReviewOf(actor, "Users"),
  reviewsAfter: (actor) => reviewsAfter(actor, undefined, 10),
  readReview: async (actor, before) => readReview(actor, (await aReview(before)).reviewId),
  openReview: async (actor, before) => openReview(actor, (await aReview(before)).reviewId, "all", null),
  itemsAfter: async (actor, before) =>
    itemsAfter(actor, (await aReview(before)).reviewId, "all", undefined, 10),
  groupRules: (actor, { groupId }) => groupRules(actor, groupId),
  setGroupRules: (actor, { groupId }) =>
    setGroupRules(actor, groupId, 1, { open: true, deciders: null, answers: 1, longestHours: null }),
  openGroup: (actor, { groupId }) => openGroup(actor, groupId, null),
  pendingInvite: (actor, { inviteId }) => pendingInvite(actor, inviteId, 1),
  previewInvites: (actor, { fresh }) => previewInvites(actor, [`${fresh}@acme.io`], policy),
  readDraft: (actor, { draftId }) => readDraft(actor, draftId),
  eraseUser: (actor, { version }) => eraseUser(actor, version).catch(unlessNobodyIs),
  reactivateUser: async (actor, { version }) => reactivateUser(actor, version),
  groupsAfter: (actor) => groupsAfter(actor, "", undefined, 10),
  invitesAfter: (actor) => invitesAfter(actor, { text: "", mine: false, which: "pending" }, undefined, 10),
  membersAfter: (actor, { groupId }) => membersAfter(actor, groupId, undefined, 10),
  readGroup: (actor, { groupId }) => readGroup(actor, "groups:read", groupId),
  readInvite: (actor, { inviteId }) => readInvite(actor, "invites:read", inviteId),
  readUser: (actor, { version }) => readUser(actor, "users:read", version.userId),
  usersAfter: (actor) => usersAfter(actor, {}, undefined, 10),
  followAuditLog: (actor) => followAuditLog(actor, {}, 0, 10),
  readAuditLog: (actor) => readAuditLog(actor, "", null),
  joinAdmin: (actor) => joinAdmin(actor).catch(unlessSomebodyIs),
  sendTestMail: (actor) => sendTestMail(actor, 0),
  resendInvite: (actor, { inviteId }) => resendInvite(actor, inviteId, 1, policy),
  showBatch: (actor, { batchId }) => showBatch(actor, batchId),
  showLink: (actor, { inviteId }) => showLink(actor, inviteId, 1),
  suspendUser: (actor, { version }) => suspendUser(actor, version, "keep"),
  undoInvites: (actor, { inviteId }) => undoInvites(actor, [inviteId]),
  userActivity: (actor, { version }) => userActivity(actor, version.userId, null),
  userProfile: (actor, { version }) => userProfile(actor, version.userId),
};

/** Those of them that change nothing and show no link or secret, so that auditors may call them. */
export const reads: ReadonlySet<string> = new Set([
  "startExport",
  "openExport",
  "explainDecision",
  "findGroups",
  "groupsMeant",
  "findUser",
  "followAuditLog",
  "groupRules",
  "itemsAfter",
  "listReviews",
  "openReview",
  "readReview",
  "reviewsAfter",
  "groupsAfter",
  "groupsAtCommand",
  "groupsToChoose",
  "invitesAfter",
  "invitesToSelect",
  "lastEnded",
  "lastReviewOf",
  "linesAfter",
  "listClients",
  "listDeliveries",
  "listEndingUsers",
  "listEndpoints",
  "listPendingInvites",
  "listRequests",
  "listUsers",
  "listWhoMay",
  "membersAfter",
  "openClient",
  "openEndpoint",
  "openGroup",
  "pendingInvite",
  "readAuditLog",
  "readGroup",
  "readInvite",
  "readRequest",
  "readUser",
  "replaceableInvite",
  "requestsAfter",
  "reviewChange",
  "reviewImport",
  "showBatch",
  "showImport",
  "userActivity",
  "userProfile",
  "usersAfter",
]);

/** Every other service that takes an actor, and why anybody may call it. */
export const open: Record<string, string> = {
  adminStatus: "says whether they are an admin",
  mayAnswer: "says whether they may answer a request",
  permissionsOf: "says what they may do",
  notAdmin: "is how they are refused",
  notRegistered: "is how they are refused",
  auditingRefusals: "is how they are refused",
  readingLanguage: "says which language they read",
  isActiveMember: "says whether they are in a group",
  isAdminNow: "says whether they are an admin",
  ownGroupIds: "reads which groups they are in",
  changeAsAnyone: "changes what is the account's own",
  readAsAnyone: "reads what is the account's own",
  changeAsDecider: "makes the check itself",
  changeAsAlso: "makes the check itself",
  actsAsMember: "says whether they are in a group",
  isUser: "says whether they are a user",
  groupsToReview: "says what they review",
  giveAtOnce: "gives the account what the rules of a group say, which ruleAtOnce read",
  removeMember: "is part of a decision, which checks",
  settle: "is part of a decision, which checks",
  addToGroups: "is part of changes that check",
  addToInvite: "is part of an approval, which checks",
  askForAdmin: "is part of changes that check",
  adminObstacles: "is part of changes and reviews that check",
  adminFaults: "is part of imports and their reviews, which check",
  readOwnOrAll: "makes the check itself",
  requireForRun: "makes the check itself",
  keepReview: "is part of reviews that check",
  startRun: "makes the check itself",
  writeEdit: "is part of changes that check",
  writeResent: "is part of changes that check",
  cancelThese: "is part of changes that check",
  assertNotOwn: "is part of answers that check",
  changeEnd: "is part of changes that check",
  grant: "is part of an approval, which checks",
  withdrawRequests: "is part of changes that check",
  holdBackAdmin: "is part of changes that check",
  writeInvites: "is part of changes that check",
  createRequest: "asks for the account itself",
  requestableGroups: "lists what everyone may ask for",
  homeRequests: "counts what waits for the account itself",
  countWaiting: "counts what waits for the account itself",
  waitingFor: "filters for what waits for the account itself",
  remindDeciders: "is about the account's own request",
  replyAboutRequest: "is about the account's own request",
  withdrawRequest: "is about the account's own request",
  anyEmailOf: "reads what the workspace said of them",
  actingUser: "says who acts",
  linkedTo: "says which user an account acts as",
  withRole: "says which user an account acts as",
  actingUserId: "says who acts",
  principalKey: "returns the key of the actor",
  storedPrincipal: "describes who acts",
  mayNow: "says whether they may",
  pauseRunning: "is part of changes that check",
  recordRun: "is part of changes that check",
  recordExport: "is part of changes that check",
  exportSent: "is part of sending, which checks",
  requireAlso: "makes the check itself",
  requireForRights: "makes the check itself",
  changeAs: "makes the check itself",
  cancelPending: "is part of changes that check",
  changeMembers: "is part of changes that check",
  changeProfile: "is part of changes that check",
  newcomer: "is part of changes that check",
  reactivate: "is part of changes that check",
  removeGroup: "is part of changes that check",
  settleInvite: "is part of changes that check",
  personKey: "returns the key of the actor",
  followAwaited: "is part of changes that check",
  uninvite: "is part of changes that check",
  inviterFor: "is part of changes that check",
  sendsInvites: "reads how a client is set",
  suspend: "is part of changes that check",
  writeGroupEdit: "is part of changes that check",
  writeNewGroup: "is part of changes that check",
  cancelReplaced: "is part of inviting, which checks",
  readAs: "makes the check itself",
  keepDraft: "keeps what an admin sent, for themselves",
  hasLinkedEmail: "compares what was read",
  homeOf: "shows everyone what is theirs",
  countInvites: "is part of changes that check",
  readActing: "says who acts, and whether they are an admin",
  linkAtFirstCommand: "gives the account what its email was promised",
  linkAtRegistration: "gives the account what its email was promised",
  syncAccount: "links and pauses the account's own user",
  pauseIfChanged: "only takes rights away",
  pauseWhereChanged: "only takes rights away",
  userAwaitingAccount: "says which user waits for the account",
  changeOwn: "changes what is the account's own",
  readOwn: "reads what is the account's own",
  editOwnDetails: "changes what is the account's own",
  ownDetails: "reads what is the account's own",
  testMailOf: "reads what is the account's own",
  recordAudit: "writes the event of a change that checked",
  recordOf: "says who somebody is",
  recordRefusal: "writes that somebody may not",
  remainingToday: "compares counts that were read",
  shareLeft: "compares counts that were read",
  askToConfirm: "is part of answering, which checks",
  useConfirmation: "is part of answering, which checks",
  confirmAnswer: "answers by approveConfirmed, which checks",
  writeEnd: "is part of changes that check",
  writeGroups: "is part of changes that check",
  writeDetails: "is part of changes that check",
  nextGeneration: "is part of resending, which checks",
};

/** Lists the exported functions of `src/services` and `src/slack/state` that take an actor. */
export function servicesWithActor(): string[] {
  const files = ["src/services", "src/slack/state"].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" }).map((file) => `${folder}/${file}`),
  );
  return files
    .filter((file) => file.endsWith(".ts"))
    .flatMap((file) => {
      const exported = readFileSync(file, "utf8").matchAll(
        /^export (?:async )?(?:function (\w+)[^(]*|const (\w+) = (?:async )?)\(([^)]*)/gm,
      );
      return [...exported].flatMap(([, name, constant = "", parameters = ""]) =>
        /: (AccountActor|Principal|Actor)\b/.test(parameters) ? [name ?? constant] : [],
      );
    });
}

/** Prepares what one privileged call needs: an invite, a batch, a group, a user and a draft. */
export async function before(
  world: World,
  mia: AccountActor,
  account: AccountActor,
  fresh: string,
): Promise<Before> {
  const [outcome] = await createInvites(
    mia,
    { emails: [`invited-${fresh}@acme.io`], groupIds: [users], expiryDays: 7 },
    policy,
  );
  if (outcome?.outcome !== "invited") throw new Error(`not invited: ${outcome?.outcome}`);
  const batch = await Batch.findOne().sort({ _id: -1 }).orFail().lean();
  const groupId = String(await fixtures(world).group(`Group x${fresh}`));
  await Group.updateOne({ _id: new Types.ObjectId(groupId) }, { version: 1 });
  const { version } = await userProfile(mia, await fixtures(world).registered(`User ${fresh}`));
  const draftId = await keepDraft(mia, { page: 0 });
  const program = { name: `Program ${fresh}`, permissions: ["users:read"], expiryDays: 30 };
  const { clientId } = await createClient(mia, program);
  const tokenId = (await openClient(mia, clientId)).token.id;
  // There may be a hundred at most.
  await WebhookEndpoint.deleteMany({ description: hooks.description });
  const { endpointId } = await createEndpoint(mia, hooks, webhookSettings);
  await testEndpoint(mia, endpointId);
  const message = await Job.findOne({ kind: "webhook" }).sort({ _id: -1 }).orFail().lean();
  return {
    endpointId,
    messageId: `msg_${message._id}`,
    inviteId: outcome.inviteId,
    draftId,
    batchId: String(batch._id),
    groupId,
    clientId,
    tokenId,
    version,
    account,
    fresh,
  };
}
