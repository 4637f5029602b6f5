import { randomBytes } from "node:crypto";
import { Types } from "mongoose";
import { afterAll, beforeEach, expect, test } from "vitest";
import { AccessRequest } from "../../src/models/access-request.ts";
import { AuditEvent } from "../../src/models/audit-event.ts";
import { Client } from "../../src/models/client.ts";
import { disconnect } from "../../src/models/connection.ts";
import { Export } from "../../src/models/export.ts";
import { builtInGroupIds, Group } from "../../src/models/group.ts";
import { Invite } from "../../src/models/invite.ts";
import { Job } from "../../src/models/job.ts";
import { RunLine } from "../../src/models/run-line.ts";
import { User } from "../../src/models/user.ts";
import { WebhookEndpoint } from "../../src/models/webhook-endpoint.ts";
import type { AccountActor } from "../../src/services/actor.ts";
import { setAdminApproval } from "../../src/services/approvals/set-admin-approval.ts";
import { beginAudit } from "../../src/services/audit/begin-audit.ts";
import { trimUnsealed } from "../../src/services/audit/trim-audit.ts";
import { recordAudit } from "../../src/services/audit.ts";
import { changeBatch } from "../../src/services/changes/change-batch.ts";
import { startChange } from "../../src/services/changes/start-change.ts";
import { authenticate } from "../../src/services/clients/authenticate.ts";
import { changeClientOption } from "../../src/services/clients/change-option.ts";
import { createClient } from "../../src/services/clients/create-client.ts";
import { handOverClient, keepClient } from "../../src/services/clients/hand-over-client.ts";
import { openClient } from "../../src/services/clients/list-clients.ts";
import { revokeClient } from "../../src/services/clients/revoke-client.ts";
import { rotateClient } from "../../src/services/clients/rotate-client.ts";
import { type AuditAction, auditActions } from "../../src/services/events.ts";
import { exportFailed, exportSent, exportUnderWay } from "../../src/services/exports/export-under-way.ts";
import { startExport } from "../../src/services/exports/start-export.ts";
import { deleteGroup } from "../../src/services/groups/delete-group.ts";
import { findGroups } from "../../src/services/groups/list-groups.ts";
import { makeRoom } from "../../src/services/groups/make-room.ts";
import { setGroupRules } from "../../src/services/groups/set-group-rules.ts";
import { createGroup, editGroup } from "../../src/services/groups/write-group.ts";
import { importBatch } from "../../src/services/imports/import-batch.ts";
import { startImport } from "../../src/services/imports/start-import.ts";
import { acceptInvite } from "../../src/services/invites/accept-invite.ts";
import { askForNewLink } from "../../src/services/invites/ask-for-new-link.ts";
import { cancelInvite, undoInvites } from "../../src/services/invites/cancel-invite.ts";
import { cancelMany } from "../../src/services/invites/cancel-many.ts";
import { createInvites } from "../../src/services/invites/create-invites.ts";
import { declineInvite } from "../../src/services/invites/decline-invite.ts";
import { editInvite } from "../../src/services/invites/edit-invite.ts";
import { expireOverdue } from "../../src/services/invites/expire-invites.ts";
import { listPendingInvites } from "../../src/services/invites/list-invites.ts";
import { resendInvite } from "../../src/services/invites/resend-invite.ts";
import { resendMany } from "../../src/services/invites/resend-many.ts";
import { showLink } from "../../src/services/invites/show-link.ts";
import { sendTestMail } from "../../src/services/mail/test-mail.ts";
import { pauseIfChanged } from "../../src/services/pause-link.ts";
import {
  changeProvisionedGroup,
  provisionGroup,
  takeBackGroup,
} from "../../src/services/provisioning/provision-group.ts";
import { createPerson, removePerson } from "../../src/services/provisioning/provision-person.ts";
import { answerRequest } from "../../src/services/requests/answer-request.ts";
import { createRequest } from "../../src/services/requests/create-request.ts";
import { answerEmergency } from "../../src/services/requests/emergencies.ts";
import {
  askAboutRequest,
  remindDeciders,
  replyAboutRequest,
  requestDue,
  withdrawRequest,
} from "../../src/services/requests/follow-request.ts";
import { answerItem } from "../../src/services/reviews/answer-item.ts";
import { remindOfReview } from "../../src/services/reviews/close-review.ts";
import { keepTheRest } from "../../src/services/reviews/keep-rest.ts";
import { startReview, stopRepeating } from "../../src/services/reviews/start-review.ts";
import { cancelRest, pauseRun, resumeRun } from "../../src/services/runs/steer-run.ts";
import { databaseTime, inTransaction } from "../../src/services/transaction.ts";
import { changeGroups } from "../../src/services/users/change-groups.ts";
import { editDetails } from "../../src/services/users/edit-details.ts";
import { takeEndedMembership } from "../../src/services/users/end-membership.ts";
import { eraseUser } from "../../src/services/users/erase-user.ts";
import { userProfile } from "../../src/services/users/find-user.ts";
import { joinAdmin } from "../../src/services/users/join-admin.ts";
import { linkAtFirstCommand, linkAtRegistration, linkByHand } from "../../src/services/users/link-account.ts";
import { editOwnDetails } from "../../src/services/users/own-details.ts";
import { setMembershipEnd } from "../../src/services/users/set-membership-end.ts";
import { reactivateUser, suspendUser } from "../../src/services/users/suspend-user.ts";
import { versionNumber } from "../../src/services/users/user-version.ts";
import {
  deleteEndpoint,
  resumeEndpoint,
  rotateSecret,
  switchOffEndpoint,
} from "../../src/services/webhooks/change-endpoint.ts";
import { createEndpoint } from "../../src/services/webhooks/create-endpoint.ts";
import { redeliver, testEndpoint } from "../../src/services/webhooks/deliveries.ts";
import { editEndpoint } from "../../src/services/webhooks/edit-endpoint.ts";
import { switchOffItself } from "../../src/services/webhooks/health.ts";
import { mia, policy, requestPolicy } from "../support/acting.ts";
import { actingClient } from "../support/acting-client.ts";
import { ofInvites, reviewed, startedChange } from "../support/changes/started-change.ts";
import { documentedActions } from "../support/documented-actions.ts";
import { IMPORT_LIMIT, started, uploaded } from "../support/imports/people.ts";
import { closes, itemOf, reviewOf } from "../support/reviews.ts";
import { seedInvites, seedUsers } from "../support/slack/seed.ts";
import { emptyDatabase } from "../support/worker/empty-database.ts";

const users = String(builtInGroupIds.users);
const adminGroup = String(builtInGroupIds.admin);
const nothing = { all: false, names: [] };
const plainGroup = {
  name: "Research",
  description: "",
  services: nothing,
  projects: nothing,
  regions: nothing,
};
const eve: AccountActor = { ...mia, userId: "UEVE", name: "Eve Adams", email: "eve@acme.io", owner: false };

beforeEach(emptyDatabase);
afterAll(disconnect);

const okta = () => actingClient("Okta", ["scim"]);

async function invited(emails = ["eve@acme.io"], by = mia): Promise<string> {
  const request = { emails, groupIds: [users], expiryDays: 7 };
  const [first] = await createInvites(by, request, policy);
  return first?.outcome === "invited" ? first.inviteId : "";
}

async function registered(account?: AccountActor): Promise<string> {
  const inviteId = await invited();
  await acceptInvite({ inviteId, generation: 1 }, { name: "Eve Adams", timeZone: "UTC" }, "nonce");
  const user = await User.findOne({ email: "eve@acme.io" }).orFail().lean();
  if (account) await linkAtFirstCommand(account);
  return String(user._id);
}

const versionOf = async (userId: string) => (await userProfile(mia, userId)).version;
const overdue = (inviteId: string) => Invite.updateOne({ _id: inviteId }, { expiresAt: new Date(0) });
const group = async () => (await createGroup(mia, plainGroup)).groupId;

const client = () => createClient(mia, { name: "Portal", permissions: ["users:read"], expiryDays: 90 });

const webhookSettings = {
  secretKeys: [{ id: "k1", secret: randomBytes(32) }] as const,
  urlFault: () => null,
};
const hooks = { url: "https://hooks.acme.io/iam?token=secret", description: "", events: ["user.*"] };
const webhook = async () => (await createEndpoint(mia, hooks, webhookSettings)).endpointId;
const ofHooks = { label: "hooks.acme.io" };

const people = "eve@acme.io";
const ofPeople = { label: "people.csv" };
const ofChange = { label: "resending 1 invite" };
/** Has the one invite that there is resent, by a change to all. */
const oneResent = async (prepare: typeof reviewed) => {
  await seedInvites(["eve@acme.io"], [String(users)]);
  return prepare(mia, ofInvites("resend"));
};

interface Expected {
  actor?: string;
  label: string;
  before: unknown;
  after: unknown;
}

/** What of users and groups others can see, by id, with its version; when the members changed goes with another. */
async function visible(): Promise<Map<string, { version: number; what: string }>> {
  const users = await User.find({}, { words: 0, cancelling: 0, suspendCards: 0 }).lean();
  const groups = await Group.find(
    {},
    { membersVersion: 0, membersChangedAt: 0, words: 0, approval: 0 },
  ).lean();
  return new Map([
    ...users.map((user): [string, { version: number; what: string }] => [
      String(user._id),
      { version: versionNumber(user), what: JSON.stringify(user) },
    ]),
    ...groups.map((group): [string, { version: number; what: string }] => [
      String(group._id),
      { version: group.version, what: JSON.stringify(group) },
    ]),
  ]);
}

/** Gets everything ready; then does the one thing, of which exactly one event is expected. */
type Mutation = () => Promise<[act: () => Promise<unknown>, event: Expected]>;

const wanted = {
  active: true,
  profile: { userName: "ada", name: { formatted: "Ada Park" }, emails: [{ value: "ada@acme.io" }] },
};
const nobodyElse = { all: null, add: [], remove: [] };

const ofEve = { label: "eve@acme.io" };
const byEve = { ...ofEve, actor: "eve@acme.io" };
const pending = { status: "pending" };
const ofRequest = { label: "Eve Adams: Research" };
const openGroup = async (answers: 1 | 2 = 1) => {
  const id = await group();
  await Group.updateOne({ _id: id }, { $set: { requests: { open: true, answers } } });
  return id;
};
const asks = (groupId: string) =>
  createRequest(eve, { groupId, hours: 24, reason: "To help" }, requestPolicy);
const asked = async (groupId: string) => {
  await registered(eve);
  return (await asks(groupId)).requestId;
};
const urgent = async () => {
  const groupId = await group();
  await registered(eve);
  const rules = { open: false, answers: 1, emergency: { group: users, hours: 24 } };
  await Group.updateOne({ _id: groupId }, { $set: { requests: rules } });
  const typed = { groupId, hours: 24, reason: "It is down", emergency: true };
  return (await createRequest(eve, typed, requestPolicy)).requestId;
};
const approves = (id: string) => answerRequest(mia, id, { approved: true }, requestPolicy);
const tomorrow = () => ({ until: new Date(Date.now() + 86_400_000), zone: "UTC" });

const reviewOfEve = async (months: 3 | null = null) => {
  await registered();
  return reviewOf(mia, [users], { months });
};

const everyone = { what: "users", text: "eve", which: "everyone" } as const;

/** An export that Mia asked for. */
async function exported() {
  await startExport(mia, everyone);
  const { _id } = await Export.findOne().orFail().lean();
  return { _id, found: (await exportUnderWay(_id, [mia.userId])) ?? expect.fail("it is not under way") };
}

/** Each of them is two: what was decided, and what that gave or took. */
type Two =
  | "request.approved"
  | "request.granted"
  | "request.emergency_taken_away"
  | "review.limited"
  | "review.removed";

const mutations: Record<Exclude<AuditAction, Two>, Mutation[]> = {
  "review.started": [
    async () => {
      const wanted = {
        groupIds: [users],
        days: 14,
        unanswered: "kept",
        months: 3,
        reviewers: "admins",
      } as const;
      const after = { groups: ["Users"], reviewers: "admins", days: 14, unanswered: "kept", months: 3 };
      return [() => startReview(mia, wanted, "UTC"), { label: "Users", before: null, after }];
    },
  ],
  "review.kept": [
    async () => {
      const id = await reviewOfEve();
      const keeps = async () => answerItem(mia, await itemOf(id, "Eve Adams"), { kind: "keep" });
      return [keeps, { ...ofEve, before: null, after: { group: "Users", review: id } }];
    },
    async () => {
      const id = await reviewOfEve();
      return [() => keepTheRest(mia, id), { ...ofEve, before: null, after: { group: "Users", review: id } }];
    },
  ],
  "review.proposed": [
    async () => {
      const id = await reviewOfEve();
      await Group.updateOne({ _id: users }, { managedBy: { clientId: "c1", name: "Okta" } });
      const reason = "Left";
      const removes = async () => answerItem(mia, await itemOf(id, "Eve Adams"), { kind: "remove", reason });
      return [removes, { ...ofEve, before: null, after: { group: "Users", review: id, reason } }];
    },
  ],
  "review.left": [
    async () => {
      const id = await reviewOfEve();
      await User.updateOne({ email: "eve@acme.io" }, { memberships: [] });
      const keeps = async () => answerItem(mia, await itemOf(id, "Eve Adams"), { kind: "keep" });
      return [keeps, { ...ofEve, before: null, after: { group: "Users", review: id } }];
    },
  ],
  "review.reminded": [
    async () => {
      const id = await reviewOfEve();
      const event = { label: "Users", actor: "iam-bot", before: null, after: {} };
      return [() => remindOfReview(new Types.ObjectId(id)), event];
    },
  ],
  "review.closed": [
    async () => {
      const id = await reviewOfEve();
      const after = { total: 1, kept: 0, limited: 0, removed: 0, proposed: 0, left: 0, joined: 0 };
      return [() => closes(id), { label: "Users", actor: "iam-bot", before: null, after }];
    },
  ],
  "review.repetition_stopped": [
    async () => {
      const id = await reviewOfEve(3);
      return [() => stopRepeating(mia, id), { label: "Users", before: { months: 3 }, after: null }];
    },
  ],
  "invite.created": [
    async () => [
      invited,
      {
        ...ofEve,
        before: null,
        after: { email: "eve@acme.io", groups: [users], expiresAt: expect.any(Date) },
      },
    ],
  ],
  "invite.resent": [
    async () => {
      const id = await invited();
      const after = { generation: 2, expiresAt: expect.any(Date) };
      return [() => resendInvite(mia, id, 1, policy), { ...ofEve, before: { generation: 1 }, after }];
    },
    async () => {
      const seen = { inviteId: await invited(), generation: 1 };
      const after = { generation: 2, expiresAt: expect.any(Date) };
      return [() => resendMany(mia, [seen], policy), { ...ofEve, before: { generation: 1 }, after }];
    },
  ],
  "invite.accepted": [
    async () => {
      const link = { inviteId: await invited(), generation: 1 };
      const after = { status: "accepted", name: "Eve Adams", groups: [users], userId: expect.any(String) };
      return [
        () => acceptInvite(link, { name: "Eve Adams", timeZone: "UTC" }, "nonce"),
        { ...ofEve, actor: "Eve Adams", before: pending, after },
      ];
    },
  ],
  "invite.declined": [
    async () => {
      const link = { inviteId: await invited(), generation: 1 };
      return [
        () => declineInvite(link, "nonce"),
        { ...byEve, before: pending, after: { status: "declined" } },
      ];
    },
  ],
  "invite.cancelled": [
    async () => {
      const id = await invited();
      return [() => cancelInvite(mia, id, 1), { ...ofEve, before: pending, after: { status: "cancelled" } }];
    },
    async () => {
      const id = await invited();
      const seen = { inviteId: id, generation: 1 };
      return [() => cancelMany(mia, [seen]), { ...ofEve, before: pending, after: { status: "cancelled" } }];
    },
    async () => {
      const id = await invited();
      return [() => undoInvites(mia, [id]), { ...ofEve, before: pending, after: { status: "cancelled" } }];
    },
  ],
  "invite.edited": [
    async () => {
      const id = await invited();
      const groups = [users, adminGroup];
      return [
        () => editInvite(mia, id, 1, { groupIds: groups }),
        { ...ofEve, before: { groups: [users] }, after: { groups: expect.arrayContaining(groups) } },
      ];
    },
    async () => {
      const id = await invited();
      const { expiresAt } = await Invite.findById(id).orFail().lean();
      const later = new Date(expiresAt.getTime() + 60_000);
      return [
        () => editInvite(mia, id, 1, { groupIds: [users], expiresAt: later }),
        { ...ofEve, before: { expiresAt }, after: { expiresAt: later } },
      ];
    },
  ],
  "invite.link_shown": [
    async () => {
      const id = await invited();
      return [() => showLink(mia, id, 1), { ...ofEve, before: null, after: { generation: 1 } }];
    },
  ],
  "invite.expired": [
    async () => {
      const id = await invited();
      await overdue(id);
      const which = { _id: new Types.ObjectId(id), generation: 1 };
      return [
        () => inTransaction(async () => expireOverdue(which, await databaseTime())),
        { ...ofEve, actor: "iam-bot", before: pending, after: { status: "expired" } },
      ];
    },
  ],
  "invite.asked": [
    async () => {
      const id = await invited();
      await overdue(id);
      return [
        () => askForNewLink({ inviteId: id, generation: 1 }),
        { ...byEve, before: null, after: { generation: 1 } },
      ];
    },
  ],
  "user.linked": [linkAtFirstCommand, linkAtRegistration].map((link) => async () => {
    await registered();
    const after = { slack: "T1:UEVE", name: "Eve Adams" };
    const actor = link === linkAtFirstCommand ? "Eve Adams" : "iam-bot";
    return [() => link(eve), { ...ofEve, actor, before: { slack: null }, after }];
  }),
  "user.paused": [
    async () => {
      await registered(eve);
      const asGuest = { ...eve, ineligible: "guest" as const };
      return [
        () => pauseIfChanged(asGuest),
        { ...ofEve, actor: "iam-bot", before: { paused: null }, after: { paused: "guest" } },
      ];
    },
  ],
  "user.joined_admin": [
    async () => {
      const after = { name: "Mia Chen", status: "active", groups: [users, adminGroup], slack: "T1:UMIA" };
      return [() => joinAdmin(mia), { label: "mia@acme.io", before: null, after }];
    },
  ],
  "user.details_changed": [
    async () => {
      await registered(eve);
      const typed = { name: "Eve Adams", title: "Engineer", phone: "", timeZone: "UTC", language: "" };
      const [before, after] = [{ title: "" }, { title: "Engineer" }];
      return [() => editOwnDetails(eve, typed), { ...ofEve, actor: "Eve Adams", before, after }];
    },
    async () => {
      const userId = await registered();
      const [before, after] = [{ phone: "" }, { phone: "(a number)" }];
      return [() => editDetails(mia, { userId }, { phone: "+49 30 901820" }), { ...ofEve, before, after }];
    },
  ],
  "mail.tested": [
    async () => [
      () => sendTestMail(mia, 0),
      { label: "Mia Chen", before: null, after: { to: "mia@acme.io" } },
    ],
  ],
  "user.groups_changed": [
    async () => {
      const at = await versionOf(await registered());
      return [
        () => changeGroups(mia, at, [adminGroup]),
        { ...ofEve, before: { groups: ["Users"] }, after: { groups: ["Admin"] } },
      ];
    },
  ],
  "group.approvals_changed": [
    async () => [
      () => setAdminApproval({ owners: [mia.userId], lapseDays: 7 }),
      { label: "Admin", actor: "the operator", before: { approvals: 1 }, after: { approvals: 2 } },
    ],
  ],
  "group.rules_changed": [
    async () => {
      const id = await group();
      const choice = { open: true, deciders: null, answers: 1 as const, longestHours: 24 };
      return [
        () => setGroupRules(mia, id, 1, choice),
        { label: "Research", before: { open: false }, after: { ...choice, loosened: true } },
      ];
    },
  ],
  "request.created": [
    async () => {
      const groupId = await openGroup();
      await registered(eve);
      const after = { group: "Research", hours: 24, reason: "To help" };
      return [() => asks(groupId), { ...ofRequest, actor: "Eve Adams", before: null, after }];
    },
  ],
  "request.confirmation_mailed": [
    async () => {
      const groupId = await openGroup();
      const id = await asked(groupId);
      await Group.updateOne({ _id: groupId }, { $set: { "requests.confirmByMail": true } });
      const { teamId, userId, email } = mia;
      const slack = { teamId, userId, email: email ?? "", linkedAt: new Date() };
      await seedUsers([mia.name], builtInGroupIds.admin, { email: email ?? "", slack });
      return [() => approves(id), { ...ofRequest, before: null, after: { hours: 24 } }];
    },
  ],
  "request.emergency_seen": [
    async () => {
      const id = await urgent();
      return [() => answerEmergency(mia, id, "seen"), { ...ofRequest, before: null, after: {} }];
    },
  ],
  "request.approved_first": [
    async () => {
      const id = await asked(await openGroup(2));
      return [() => approves(id), { ...ofRequest, before: null, after: { hours: 24 } }];
    },
  ],
  "request.denied": [
    async () => {
      const id = await asked(await openGroup());
      return [
        () => answerRequest(mia, id, { approved: false, reason: "Not now" }, requestPolicy),
        { ...ofRequest, before: pending, after: { status: "denied", reason: "Not now" } },
      ];
    },
  ],
  "request.asked": [
    async () => {
      const id = await asked(await openGroup());
      const question = "What for?";
      return [() => askAboutRequest(mia, id, question), { ...ofRequest, before: null, after: { question } }];
    },
  ],
  "request.replied": [
    async () => {
      const id = await asked(await openGroup());
      await askAboutRequest(mia, id, "What for?");
      const expected = { ...ofRequest, actor: "Eve Adams", before: null, after: { reply: "For work" } };
      return [() => replyAboutRequest(eve, id, null, "For work"), expected];
    },
  ],
  "request.withdrawn": [
    async () => {
      const id = await asked(await openGroup());
      const expected = { ...ofRequest, actor: "Eve Adams", before: pending, after: { status: "withdrawn" } };
      return [() => withdrawRequest(eve, id), expected];
    },
  ],
  "request.reminded": [
    async () => {
      const id = await asked(await openGroup());
      await AccessRequest.updateOne({ _id: id }, { createdAt: new Date(0) });
      return [() => remindDeciders(eve, id), { ...ofRequest, actor: "Eve Adams", before: null, after: {} }];
    },
  ],
  "request.escalated": [
    async () => {
      const id = new Types.ObjectId(await asked(await openGroup()));
      return [() => requestDue(id, "escalate"), { ...ofRequest, actor: "iam-bot", before: null, after: {} }];
    },
  ],
  "request.lapsed": [
    async () => {
      const id = await asked(await openGroup());
      await AccessRequest.updateOne({ _id: id }, { lapsesAt: new Date(0) });
      const expected = { ...ofRequest, actor: "iam-bot", before: null, after: { status: "lapsed" } };
      return [() => requestDue(new Types.ObjectId(id), "lapse"), expected];
    },
  ],
  "user.membership_end_changed": [
    async () => {
      const at = await versionOf(await registered());
      return [
        () => setMembershipEnd(mia, at, users, tomorrow()),
        { ...ofEve, before: { until: null }, after: { group: "Users", until: expect.any(Date) } },
      ];
    },
  ],
  "user.membership_ended": [
    async () => {
      const userId = await registered();
      await setMembershipEnd(mia, await versionOf(userId), users, tomorrow());
      const until = new Date(Date.now() - 1);
      await User.updateOne({ _id: userId }, { $set: { "memberships.0.until": until } });
      const ending = { userId: new Types.ObjectId(userId), groupId: builtInGroupIds.users, until };
      return [
        () => inTransaction(async () => takeEndedMembership(ending, await databaseTime())),
        { ...ofEve, actor: "iam-bot", before: { groups: ["Users"], until }, after: { groups: [] } },
      ];
    },
  ],
  "user.suspended": [
    async () => {
      const at = await versionOf(await registered());
      const [before, after] = [{ status: "active" }, { status: "suspended" }];
      return [() => suspendUser(mia, at, "cancel"), { ...ofEve, before, after }];
    },
  ],
  "user.reactivated": [
    async () => {
      const userId = await registered();
      await suspendUser(mia, await versionOf(userId), "keep");
      const at = await versionOf(userId);
      const [before, after] = [{ status: "suspended" }, { status: "active" }];
      return [() => reactivateUser(mia, at), { ...ofEve, before, after }];
    },
  ],
  "user.erasure_asked": [
    async () => {
      const userId = await registered();
      await suspendUser(mia, await versionOf(userId), "keep");
      await setAdminApproval({ owners: [], lapseDays: 7 });
      return [() => eraseUser(mia, { userId }), { ...ofEve, before: null, after: null }];
    },
  ],
  "user.erased": [
    async () => {
      const userId = await registered();
      await suspendUser(mia, await versionOf(userId), "keep");
      const at = await versionOf(userId);
      return [() => eraseUser(mia, at), { ...ofEve, before: null, after: null }];
    },
  ],
  "group.created": [
    async () => [
      group,
      { label: "Research", before: null, after: { name: "Research", description: "", services: [] } },
    ],
  ],
  "group.edited": [
    async () => {
      const id = await group();
      const request = { ...plainGroup, name: "Labs", services: { all: true, names: [] } };
      const [before, after] = [
        { name: "Research", services: [] },
        { name: "Labs", services: "all" },
      ];
      return [() => editGroup(mia, id, 1, request), { label: "Research", before, after }];
    },
  ],
  "user.provisioned": [
    async () => {
      const provider = await okta();
      const after = { email: "ada@acme.io", name: "Ada Park", status: "active" };
      return [
        () => createPerson(provider, wanted, policy),
        { actor: "Okta", label: "ada@acme.io", before: null, after },
      ];
    },
  ],
  "user.deprovisioned": [
    async () => {
      const userId = await registered();
      await suspendUser(mia, await versionOf(userId), "keep");
      const provider = await okta();
      return [
        () => removePerson(provider, { userId }),
        { ...ofEve, actor: "Okta", before: null, after: null },
      ];
    },
  ],
  "group.renamed": [
    async () => {
      await Group.updateOne({ _id: builtInGroupIds.auditors }, { name: "Away", nameKey: "away" });
      await Group.updateOne({ _id: await group() }, { name: "Auditors", nameKey: "auditors" });
      const before = { name: "Auditors" };
      return [
        () => makeRoom("auditors"),
        { actor: "iam-bot", label: "Auditors", before, after: { name: "Auditors (2)" } },
      ];
    },
  ],
  "group.managed": [
    async () => {
      const groupId = await group();
      const provider = await okta();
      const manages = () =>
        changeProvisionedGroup(provider, { groupId }, (was) => ({ ...was, externalId: "00g1" }), nobodyElse);
      return [manages, { actor: "Okta", label: "Research", before: null, after: { managedBy: "Okta" } }];
    },
  ],
  "group.taken_back": [
    async () => {
      const id = await provisionGroup(await okta(), { displayName: "Research" }, []);
      return [
        () => takeBackGroup(mia, id),
        { label: "Research", before: { managedBy: "Okta" }, after: null },
      ];
    },
  ],
  "group.deleted": [
    async () => {
      const id = await group();
      await changeGroups(mia, await versionOf(await registered()), [id]);
      const before = { name: "Research", description: "", services: [], members: 1, pendingInvites: 0 };
      return [() => deleteGroup(mia, id, 1), { label: "Research", before, after: null }];
    },
  ],
  "client.created": [
    async () => [
      client,
      {
        label: "Portal",
        before: null,
        after: {
          name: "Portal",
          owner: "the operator",
          permissions: ["users:read"],
          expires: expect.any(Date),
        },
      },
    ],
  ],
  "client.rotated": [
    async () => {
      const { clientId } = await client();
      const { token } = await openClient(mia, clientId);
      const before = { expires: expect.any(Date) };
      const after = { expires: expect.any(Date), olderEnds: expect.any(Date) };
      return [() => rotateClient(mia, clientId, token.id, 24), { label: "Portal", before, after }];
    },
  ],
  "client.kept": [
    async () => {
      await joinAdmin(mia);
      const { clientId } = await client();
      await Client.updateOne({ _id: clientId }, { ownerLeft: { at: new Date(), kept: false } });
      const ownerId = (await openClient(mia, clientId)).owner?.userId ?? null;
      const after = { owner: "mia@acme.io" };
      return [() => keepClient(mia, { clientId, ownerId }), { label: "Portal", before: null, after }];
    },
  ],
  "client.handed_over": [
    async () => {
      const { clientId } = await client();
      await joinAdmin(mia);
      const [before, after] = [{ owner: "the operator" }, { owner: "mia@acme.io" }];
      const seen = { clientId, ownerId: null };
      return [() => handOverClient(mia, seen, mia), { label: "Portal", before, after }];
    },
  ],
  "client.reasons_changed": [
    async () => {
      const { clientId } = await client();
      const [before, after] = [{ reasons: "on" }, { reasons: "off" }];
      return [
        () => changeClientOption(mia, clientId, "withoutReasons", true),
        { label: "Portal", before, after },
      ];
    },
  ],
  "client.invites_changed": [
    async () => {
      const { clientId } = await client();
      const [before, after] = [{ invites: "off" }, { invites: "on" }];
      return [
        () => changeClientOption(mia, clientId, "sendsInvites", true),
        { label: "Portal", before, after },
      ];
    },
  ],
  "client.revoked": [
    async () => {
      const { clientId } = await client();
      const before = { permissions: ["users:read"] };
      return [() => revokeClient(mia, clientId), { label: "Portal", before, after: null }];
    },
  ],
  "webhook.created": [
    async () => [
      webhook,
      {
        ...ofHooks,
        before: null,
        after: { host: "hooks.acme.io", description: "", events: ["user.*"] },
      },
    ],
  ],
  "webhook.edited": [
    async () => {
      const id = await webhook();
      const before = { host: "hooks.acme.io", description: "", events: ["user.*"] };
      const after = { host: "hooks.acme.io", description: "Tickets", events: ["user.*"], urlChanged: true };
      const change = { url: "https://hooks.acme.io/other", description: "Tickets" };
      return [() => editEndpoint(mia, id, change, 1, webhookSettings), { label: "Tickets", before, after }];
    },
  ],
  "webhook.secret_rotated": [
    async () => {
      const id = await webhook();
      const after = { oldSignsUntil: expect.any(Date) };
      return [() => rotateSecret(mia, id, 1, webhookSettings), { ...ofHooks, before: null, after }];
    },
  ],
  "webhook.tested": [
    async () => {
      const id = await webhook();
      return [() => testEndpoint(mia, id), { ...ofHooks, before: null, after: null }];
    },
  ],
  "webhook.redelivered": [
    async () => {
      const id = await webhook();
      await testEndpoint(mia, id);
      const message = `msg_${(await Job.findOne({ kind: "webhook" }).orFail().lean())._id}`;
      return [() => redeliver(mia, id, message), { ...ofHooks, before: null, after: { message } }];
    },
  ],
  "webhook.switched_off": [
    async () => {
      const id = await webhook();
      const after = { status: "off", reason: "switched_off" };
      return [() => switchOffEndpoint(mia, id, 1), { ...ofHooks, before: { status: "on" }, after }];
    },
    async () => {
      const seen = await WebhookEndpoint.findById(await webhook())
        .orFail()
        .lean();
      const after = { status: "off", reason: "gone" };
      const actor = "iam-bot";
      return [() => switchOffItself(seen, "gone"), { ...ofHooks, actor, before: { status: "on" }, after }];
    },
  ],
  "webhook.resumed": [
    async () => {
      const id = await webhook();
      await switchOffEndpoint(mia, id, 1);
      const before = { status: "off", reason: "switched_off" };
      return [() => resumeEndpoint(mia, id, 2), { ...ofHooks, before, after: { status: "on" } }];
    },
  ],
  "webhook.deleted": [
    async () => {
      const id = await webhook();
      return [() => deleteEndpoint(mia, id, 1), { ...ofHooks, before: { events: ["user.*"] }, after: null }];
    },
  ],
  "import.started": [
    async () => {
      const id = await uploaded(mia, people);
      const after = { lines: 1, planned: 1 };
      return [() => startImport(mia, id, IMPORT_LIMIT), { ...ofPeople, before: null, after }];
    },
  ],
  "import.paused": [
    async () => {
      const runId = await started(mia, people);
      return [() => pauseRun(mia, { runId }), { ...ofPeople, before: null, after: { reason: "asked" } }];
    },
  ],
  "import.resumed": [
    async () => {
      const runId = await started(mia, people);
      await pauseRun(mia, { runId });
      return [() => resumeRun(mia, { runId }), { ...ofPeople, before: null, after: {} }];
    },
  ],
  "import.cancelled": [
    async () => {
      const runId = await started(mia, people);
      return [() => cancelRest(mia, { runId }), { ...ofPeople, before: null, after: { done: 0, left: 1 } }];
    },
  ],
  "import.ended": [
    async () => {
      const runId = new Types.ObjectId(await started(mia, people));
      await RunLine.updateMany({ runId }, { outcome: "pending" });
      const after = { done: 0, counts: { new: 1 } };
      const actor = "iam-bot";
      return [
        () => importBatch({ runId, done: 0 }, { policy, owners: [mia.userId] }),
        { ...ofPeople, actor, before: null, after },
      ];
    },
  ],
  "change.started": [
    async () => {
      const id = await oneResent(reviewed);
      const after = {
        lines: 1,
        planned: 1,
        action: "resend",
        filter: { text: "", which: "pending", mine: false },
      };
      return [() => startChange(mia, id), { ...ofChange, before: null, after }];
    },
  ],
  "change.paused": [
    async () => {
      const runId = await oneResent(startedChange);
      return [() => pauseRun(mia, { runId }), { ...ofChange, before: null, after: { reason: "asked" } }];
    },
  ],
  "change.resumed": [
    async () => {
      const runId = await oneResent(startedChange);
      await pauseRun(mia, { runId });
      return [() => resumeRun(mia, { runId }), { ...ofChange, before: null, after: {} }];
    },
  ],
  "change.cancelled": [
    async () => {
      const runId = await oneResent(startedChange);
      return [() => cancelRest(mia, { runId }), { ...ofChange, before: null, after: { done: 0, left: 1 } }];
    },
  ],
  "change.ended": [
    async () => {
      const runId = new Types.ObjectId(await oneResent(startedChange));
      await RunLine.updateMany({ runId }, { outcome: "moved" });
      const settings = { policy, owners: [mia.userId], reaches: () => true };
      const after = { done: 0, counts: { new: 1 } };
      return [
        () => changeBatch({ runId, done: 0 }, settings),
        { ...ofChange, actor: "iam-bot", before: null, after },
      ];
    },
  ],
  "export.started": [
    async () => [
      () => startExport(mia, everyone),
      { label: "users", before: null, after: { what: "users", text: "eve" } },
    ],
  ],
  "export.sent": [
    async () => {
      const { found } = await exported();
      const sends = async () => inTransaction(() => exportSent(found, mia, 1, new Date()));
      return [sends, { label: "users", before: null, after: { what: "users", text: "eve", rows: 1 } }];
    },
  ],
  "export.failed": [
    async () => {
      const { _id } = await exported();
      const fails = () => inTransaction(() => exportFailed(_id, "missing_scope", new Date()));
      return [fails, { label: "users", actor: "iam-bot", before: null, after: { reason: "missing_scope" } }];
    },
  ],
  "access.refused": [
    async () => [
      () => listPendingInvites(eve, { text: "", mine: false, which: "pending" }, null).catch(() => {}),
      {
        label: "Eve Adams",
        actor: "Eve Adams",
        before: null,
        after: { reason: "not_admin" },
      },
    ],
    async () => {
      const { token } = await client();
      const portal = await authenticate(token, "192.0.2.1");
      const after = { reason: "not_permitted", permission: "groups:read" };
      return [
        async () => portal && findGroups(portal, "", null).catch(() => {}),
        { label: "Portal", actor: "Portal", before: null, after },
      ];
    },
  ],
  "audit.trimmed": [
    async () => {
      await AuditEvent.updateMany({}, { $unset: { sequence: 1, seal: 1 } });
      const before = new Date(2_000, 0);
      await recordAudit({ kind: "system" }, new Date(1_999, 0), {
        action: "user.linked",
        target: { kind: "user", id: "1", label: "Old" },
        before: null,
        after: null,
        about: [],
      });
      return [
        () => trimUnsealed(before),
        { label: "the audit log", actor: "iam-bot", before: null, after: { before, count: 1 } },
      ];
    },
  ],
  "audit.begun": [
    async () => [
      () => beginAudit(randomBytes(32), "the key is new"),
      {
        label: "the audit log",
        actor: "iam-bot",
        before: null,
        after: { reason: "the key is new", sealed: 0, lastSeal: "", problems: [] },
      },
    ],
  ],
};

const each = Object.entries(mutations).flatMap(([action, scenarios]) =>
  scenarios.map(
    (scenario, index) =>
      [index === 0 ? action : `${action}, scenario ${index + 1}`, action, scenario] as const,
  ),
);

test.each(each)("%s: exactly one event, with who, what, before and after", async (_, action, prepare) => {
  const [act, { actor = "Mia Chen", label, before, after }] = await prepare();
  const known = await AuditEvent.distinct("_id");
  const seen = await visible();
  await act();
  for (const [id, { version, what }] of await visible()) {
    const earlier = seen.get(id);
    if (earlier && earlier.what !== what) expect(version, what).toBe(earlier.version + 1);
  }
  const events = await AuditEvent.find({ _id: { $nin: known } }).lean();
  expect(events.map((event) => event.action)).toEqual([action]);
  const [event] = events;
  expect(event?.actor.name).toBe(actor);
  expect(event?.target.label).toBe(label);
  if (after === null) expect(event?.after).toBeNull();
  else expect(event?.after).toMatchObject(Object(after));
  if (before === null) expect(event?.before).toBeNull();
  else expect(event?.before).toMatchObject(Object(before));
  const documented = documentedActions.get(action);
  expect(documented?.target.split(", ")).toContain(event?.target.kind);
  expect(documented?.before).toEqual(expect.arrayContaining(Object.keys(event?.before ?? {})));
  expect(documented?.after).toEqual(expect.arrayContaining(Object.keys(event?.after ?? {})));
});

test("docs/api.md lists every action, and no other", () => {
  expect([...documentedActions.keys()].sort()).toEqual([...auditActions].sort());
});

test("linking by hand is one event, and so is each invite that goes with a suspension", async () => {
  const userId = await registered();
  await linkByHand(mia, await versionOf(userId), eve);
  expect(await AuditEvent.find({ action: "user.linked" }).lean()).toMatchObject([
    { actor: { name: "Mia Chen" }, before: { slack: null }, after: { slack: "T1:UEVE" } },
  ]);
  await changeGroups(mia, await versionOf(userId), [adminGroup]);
  await invited(["one@acme.io", "two@acme.io"], eve);
  await User.create({
    ...(await User.findById(userId).orFail().lean()),
    _id: new Types.ObjectId(),
    email: "other@acme.io",
    slack: undefined,
  });
  const known = await AuditEvent.distinct("_id");
  await suspendUser(mia, await versionOf(userId), "cancel");
  const events = await AuditEvent.find({ _id: { $nin: known } }).lean();
  expect(events.map(({ action, target }) => `${action} ${target.label}`).toSorted()).toEqual([
    "invite.cancelled one@acme.io",
    "invite.cancelled two@acme.io",
    "user.suspended eve@acme.io",
  ]);
  for (const event of events) expect(event.about).toContain(userId);
});

test("what is refused by a rule changes nothing, and no event says otherwise", async () => {
  const userId = await registered(eve);
  await changeGroups(mia, await versionOf(userId), [adminGroup]);
  const id = await group();
  const at = await versionOf(userId);
  const stored = async () =>
    JSON.stringify(await Promise.all([AuditEvent.find().lean(), User.find().lean(), Group.find().lean()]));
  const before = await stored();
  const refused = [
    () => suspendUser(mia, at, "keep"),
    () => changeGroups(mia, at, [users]),
    () => createGroup(mia, { ...plainGroup, name: "rESEARCH" }),
    () => editGroup(mia, adminGroup, 1, plainGroup),
    () => deleteGroup(mia, users, 1),
    () => deleteGroup(mia, id, 7),
    () => cancelInvite(mia, String(new Types.ObjectId()), 1),
  ];
  for (const act of refused) await expect(act()).rejects.toThrow();
  expect(await editGroup(mia, id, 1, plainGroup)).toMatchObject({ changed: false });
  expect(await stored()).toBe(before);
});
