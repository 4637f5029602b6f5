import { Types } from "mongoose";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { AccessRequest } from "../../src/models/access-request.ts";
import { AuditEvent } from "../../src/models/audit-event.ts";
import { disconnect } from "../../src/models/connection.ts";
import { builtInGroupIds, Group } from "../../src/models/group.ts";
import { Invite } from "../../src/models/invite.ts";
import { groupIdsAt } from "../../src/models/membership.ts";
import { User } from "../../src/models/user.ts";
import type { AccountActor, ClientActor } from "../../src/services/actor.ts";
import { setAdminApproval } from "../../src/services/approvals/set-admin-approval.ts";
import { changeBatch } from "../../src/services/changes/change-batch.ts";
import type { ChangeRequest } from "../../src/services/changes/find-rows.ts";
import { importBatch } from "../../src/services/imports/import-batch.ts";
import { acceptInvite } from "../../src/services/invites/accept-invite.ts";
import { cancelInvite } from "../../src/services/invites/cancel-invite.ts";
import { createInvites } from "../../src/services/invites/create-invites.ts";
import { editInvite } from "../../src/services/invites/edit-invite.ts";
import { resendInvite } from "../../src/services/invites/resend-invite.ts";
import { resendMany } from "../../src/services/invites/resend-many.ts";
import { changeProvisionedGroup } from "../../src/services/provisioning/provision-group.ts";
import { changePerson, createPerson, readPerson } from "../../src/services/provisioning/provision-person.ts";
import { answerRequest } from "../../src/services/requests/answer-request.ts";
import { createRequest } from "../../src/services/requests/create-request.ts";
import { changeGroups } from "../../src/services/users/change-groups.ts";
import { putInGroup } from "../../src/services/users/change-membership.ts";
import { userProfile } from "../../src/services/users/find-user.ts";
import { joinAdmin } from "../../src/services/users/join-admin.ts";
import { linkAtFirstCommand, linkByHand } from "../../src/services/users/link-account.ts";
import { setMembershipEnd } from "../../src/services/users/set-membership-end.ts";
import { reactivateUser, suspendUser } from "../../src/services/users/suspend-user.ts";
import { colleague, linkOf, policy, requestPolicy } from "../support/acting.ts";
import { actingClient } from "../support/acting-client.ts";
import { ofInvites, ofUsers, startedChange } from "../support/changes/started-change.ts";
import { started } from "../support/imports/people.ts";
import { seedUsers } from "../support/slack/seed.ts";
import { emptyDatabase } from "../support/worker/empty-database.ts";

const [users, admin] = [String(builtInGroupIds.users), String(builtInGroupIds.admin)];
const HOUR = 3_600_000;

const [ada, ben, cleo] = [colleague("UADA", "Ada"), colleague("UBEN", "Ben"), colleague("UCLEO", "Cleo")];
const eveAt = "eve@acme.io";
const eve = { ...colleague("UEVE", "Eve"), email: eveAt };
/** Named in IAM_OWNERS, and not registered. */
const owner: AccountActor = { ...colleague("UOWNER", "Olga"), owner: true };

const registered = async (who: AccountActor, groupId: string, rest: object = {}) => {
  const [id = ""] = await seedUsers([who.name], groupId, {
    email: who.email ?? "",
    slack: linkOf(who),
    ...rest,
  });
  return id;
};
const bothGroups = (until?: Date) => ({
  memberships: [users, admin].map((id) => ({
    groupId: new Types.ObjectId(id),
    since: new Date(0),
    by: { kind: "slack" as const, name: "Mia Chen" },
    ...(until && id === admin && { until, zone: "UTC" }),
  })),
});

const inAdmin = async (email: string) => {
  const user = await User.findOne({ email }).lean();
  return user?.status === "active" && groupIdsAt(user, new Date()).some((id) => String(id) === admin);
};
const groupsOf = async (email: string) =>
  groupIdsAt(await User.findOne({ email }).orFail().lean(), new Date()).map(String);
const version = async (id: string) => (await userProfile(ada, id)).version;
const waiting = () => AccessRequest.find({ status: "pending" }).lean();
const yes = { approved: true } as const;
const approves = (by: AccountActor | ClientActor, id: unknown) =>
  answerRequest(by, String(id), yes, requestPolicy);

async function invited(groupIds: string[], more: object = {}) {
  const request = { emails: ["eve@acme.io"], groupIds, expiryDays: 7, ...more };
  const [outcome] = await createInvites(ada, request, policy);
  if (outcome?.outcome !== "invited") throw new Error("not invited");
  return outcome;
}
const accepts = ({ inviteId, generation }: { inviteId: string; generation: number }) =>
  acceptInvite({ inviteId, generation }, { name: "Eve", timeZone: "UTC" }, "nonce");
async function expires(inviteId: string) {
  await Invite.updateOne({ _id: inviteId }, { expiresAt: new Date(Date.now() - HOUR) });
}

const runSettings = { policy, owners: [owner.userId], reaches: () => true };
async function changesAll(change: ChangeRequest): Promise<void> {
  await changeBatch({ runId: new Types.ObjectId(await startedChange(ada, change)), done: 0 }, runSettings);
}

/** Before the rule is switched on: what the way begins from. Then the way itself; the address of who gets there. */
type Way = () => Promise<() => Promise<unknown>>;

/** Ways of an admin's, which ask another admin; what else they give is given at once. */
const askingWays: Record<string, Way> = {
  "an invite into Admin alone": async () => async () => accepts(await invited([admin])),
  "an invite into Admin and another group": async () => async () => accepts(await invited([users, admin])),
  "an invite in the place of another, with its address corrected": async () => {
    const { inviteId, generation } = await invited([users], {});
    await Invite.updateOne({ _id: inviteId }, { email: "eva@acme.io" });
    return async () => accepts(await invited([users, admin], { replaces: { inviteId, generation } }));
  },
  "Edit Groups of a pending invite": async () => {
    const invite = await invited([users]);
    return async () => {
      await editInvite(ada, invite.inviteId, invite.generation, { groupIds: [users, admin] });
      await accepts(invite);
    };
  },
  "Change Groups": async () => {
    const id = await registered(eve, users);
    return async () => changeGroups(ada, await version(id), [users, admin]);
  },
  "one membership": async () => {
    const id = await registered(eve, users);
    return () => putInGroup(ada, { userId: id }, admin, null);
  },
  "Change All, of users": async () => {
    await registered(eve, users);
    return () => changesAll(ofUsers("groups", { add: [admin], text: "eve" }));
  },
  "Change All, of pending invites": async () => {
    const invite = await invited([users]);
    return async () => {
      await changesAll(ofInvites("groups", { add: [admin] }));
      await accepts(invite);
    };
  },
  "an import": async () => async () => {
    const id = await started(ada, "email,groups\neve@acme.io,Users; Admin");
    await importBatch({ runId: new Types.ObjectId(id), done: 0 }, runSettings);
    const invite = await Invite.findOne({ email: eveAt }).orFail().lean();
    await accepts({ inviteId: String(invite._id), generation: 1 });
  },
  "Reactivate, of a member of Admin": async () => {
    const id = await registered(eve, users, bothGroups());
    await suspendUser(ada, { userId: id }, "keep");
    return () => reactivateUser(ada, { userId: id });
  },
  "another account, linked to a member of Admin": async () => {
    const id = await registered({ ...eve, userId: "UOLD" }, users, bothGroups());
    return async () => linkByHand(ada, await version(id), eve);
  },
};

beforeEach(async () => {
  await emptyDatabase();
  for (const each of [ada, ben, cleo]) await registered(each, admin);
});
afterAll(disconnect);

const two = () => setAdminApproval({ owners: [owner.userId], lapseDays: 7 });

describe.each(Object.entries(askingWays))("%s", (_, way) => {
  test("with ADMIN_APPROVALS=1, one admin's word is enough", async () => {
    const walk = await way();
    await walk();
    expect(await inAdmin(eveAt)).toBe(true);
    expect(await waiting()).toEqual([]);
  });

  test("with 2, another admin approves; until then they get what else there is", async () => {
    const walk = await way();
    await two();
    await walk();
    expect(await inAdmin(eveAt)).toBe(false);
    expect(await groupsOf(eveAt)).toEqual([users]);
    const [request] = await waiting();
    expect(request).toMatchObject({ asker: { name: "Ada" }, subject: { email: eveAt }, groupName: "Admin" });
    await expect(approves(ada, request?._id)).rejects.toMatchObject({ code: "own_request" });
    expect(await approves(ben, request?._id)).toMatchObject({ outcome: "approved" });
    expect(await inAdmin(eveAt)).toBe(true);
    expect(await groupsOf(eveAt)).toEqual([users, admin]);
  });
});

test("a later end of Admin, or none, asks another admin; an earlier one does not", async () => {
  const until = new Date(Date.now() + 48 * HOUR);
  const id = await registered(eve, users, bothGroups(until));
  await two();
  const ended = async () =>
    (await User.findById(id).orFail().lean()).memberships.find(({ until: u }) => u)?.until;
  const at = (hours: number) => ({ until: new Date(until.getTime() + hours * HOUR), zone: "UTC" });
  await setMembershipEnd(ada, await version(id), admin, at(-1));
  expect(await ended()).toEqual(at(-1).until);
  await setMembershipEnd(ada, await version(id), admin, null);
  expect(await ended()).toEqual(at(-1).until);
  const [request] = await waiting();
  await approves(ben, request?._id);
  expect(await ended()).toBeUndefined();
});

test("whoever asks for Admin themselves needs two, whatever its access rules say", async () => {
  await registered(eve, users);
  await Group.updateOne({ _id: admin }, { requests: { open: true, answers: 1 } });
  await two();
  const asked = { groupId: admin, hours: null, reason: "I run this" };
  const { requestId } = await createRequest(eve, asked, requestPolicy);
  expect(await approves(ada, requestId)).toMatchObject({ outcome: "waits_for_another" });
  await expect(approves(ada, requestId)).rejects.toMatchObject({ code: "request_settled" });
  expect(await inAdmin(eveAt)).toBe(false);
  expect(await approves(ben, requestId)).toMatchObject({ outcome: "approved" });
  expect(await inAdmin(eveAt)).toBe(true);
});

test("an earlier approval counts while whoever gave it is an admin", async () => {
  await registered(eve, users);
  await Group.updateOne({ _id: admin }, { requests: { open: true, answers: 1 } });
  await two();
  const asked = { groupId: admin, hours: null, reason: "I run this" };
  const { requestId } = await createRequest(eve, asked, requestPolicy);
  await approves(cleo, requestId);
  const gone = await User.findOne({ "slack.userId": cleo.userId }).orFail().lean();
  await suspendUser(ada, { userId: String(gone._id) }, "keep");
  expect(await approves(ada, requestId)).toMatchObject({ outcome: "waits_for_another" });
  expect(await approves(ben, requestId)).toMatchObject({ outcome: "approved" });
});

test("a program's word is none: what it asks for takes two admins, and it approves nothing", async () => {
  const id = await registered(eve, users);
  const client = await actingClient("Portal", ["users:write", "admins:write", "requests:write"]);
  await two();
  const { adminRequestId } = await putInGroup(client, { userId: id }, admin, null);
  await expect(approves(client, adminRequestId)).rejects.toMatchObject({ code: "invalid_fields" });
  expect(await approves(ada, adminRequestId)).toMatchObject({ outcome: "waits_for_another" });
  expect(await approves(ben, adminRequestId)).toMatchObject({ outcome: "approved" });
  expect(await inAdmin(eveAt)).toBe(true);
});

test("an identity provider is refused, and nothing is written", async () => {
  const id = await registered(eve, users);
  const suspended = await registered(colleague("USUE", "Sue"), users, bothGroups());
  await suspendUser(ada, { userId: suspended }, "keep");
  const unlinked = await registered(colleague("UUNA", "Una"), users, { ...bothGroups(), slack: undefined });
  const provider = await actingClient("Entra", ["scim", "admins:write"]);
  await two();
  const before = await AuditEvent.countDocuments();
  const refused = { code: "admin_needs_approval" };
  const members = { all: null, add: [id], remove: [] };
  await expect(
    changeProvisionedGroup(provider, { groupId: admin }, (group) => group, members),
  ).rejects.toMatchObject(refused);
  const changes = (userId: string, change: Parameters<typeof changePerson>[2]) =>
    changePerson(provider, { userId }, change, policy);
  await expect(changes(suspended, (person) => ({ ...person, active: true }))).rejects.toMatchObject(refused);
  await expect(
    changes(unlinked, ({ profile, ...rest }) => ({
      ...rest,
      profile: { ...profile, emails: [{ value: "other@acme.io", primary: true }] },
    })),
  ).rejects.toMatchObject(refused);
  expect(await AuditEvent.countDocuments()).toBe(before);
  expect([await inAdmin(eveAt), await inAdmin("usue@acme.io")]).toEqual([false, false]);
  // Whoever left comes back without any group.
  const { userName } = (await readPerson(provider, id)).profile;
  await expect(
    createPerson(
      provider,
      { profile: { userName: `${userName}x`, emails: [{ value: "n@acme.io" }] }, active: true },
      policy,
    ),
  ).resolves.toBeDefined();
});

test("an expired invite into Admin is not sent again by one", async () => {
  const { inviteId, generation } = await invited([users, admin]);
  await two();
  expect(await resendInvite(ada, inviteId, generation, policy)).toMatchObject({ generation: 2 });
  await expires(inviteId);
  await expect(resendInvite(ada, inviteId, 2, policy)).rejects.toMatchObject({ code: "invalid_fields" });
  const { emails, leftOut } = await resendMany(ada, [{ inviteId, generation: 2 }], policy);
  expect([emails, leftOut.map(({ why }) => why.code)]).toEqual([[], ["invalid_fields"]]);
});

test("Join Admin is exempt while Admin is empty, and a mention or a confirmed address links by itself", async () => {
  await User.deleteMany({});
  await two();
  await joinAdmin(owner);
  expect(await inAdmin(owner.email ?? "")).toBe(true);
  await registered(eve, users, { ...bothGroups(), slack: undefined });
  await linkAtFirstCommand(eve);
  expect((await User.findOne({ email: eveAt }).orFail().lean()).slack?.userId).toBe(eve.userId);
  expect(await waiting()).toEqual([]);
});

/** Only Ada is in Admin. */
async function alone() {
  await User.deleteMany({ "slack.userId": { $in: [ben.userId, cleo.userId] } });
  return registered(eve, users);
}

test("with one admin an owner approves; without one it is refused, and says what to set", async () => {
  const id = await alone();
  await two();
  const asked = await changeGroups(ada, await version(id), [users, admin]);
  expect(await approves(owner, asked)).toMatchObject({ outcome: "approved" });
  await changeGroups(ada, await version(id), [users]);
  await setAdminApproval({ owners: [], lapseDays: 7 });
  await expect(changeGroups(ada, await version(id), [users, admin])).rejects.toThrow("ADMIN_APPROVALS=1");
  await setAdminApproval({ owners: [ada.userId], lapseDays: 7 });
  await expect(changeGroups(ada, await version(id), [users, admin])).rejects.toThrow("ADMIN_APPROVALS=1");
  await setAdminApproval(null);
  await changeGroups(ada, await version(id), [users, admin]);
  expect(await inAdmin(eveAt)).toBe(true);
});

test("an owner asks as anybody does, and whom it is for does not approve it", async () => {
  const self = { ...owner, userId: "USELF" };
  await User.deleteMany({});
  const id = await registered(self, users);
  await setAdminApproval({ owners: [owner.userId, self.userId], lapseDays: 7 });
  await expect(changeGroups(owner, await at(id), [users, admin])).rejects.toMatchObject({
    code: "no_other_admin",
  });
  await registered(ben, admin);
  const asked = await changeGroups(owner, await at(id), [users, admin]);
  for (const each of [owner, self])
    await expect(approves(each, asked)).rejects.toMatchObject({ code: "own_request" });
  await approves(ben, asked);
  expect(await inAdmin(self.email ?? "")).toBe(true);
});
const at = async (id: string) => (await userProfile(owner, id)).version;

describe("races", () => {
  test("two approve at once: one does, and the other reads who was first", async () => {
    const id = await registered(eve, users);
    await two();
    const asked = await changeGroups(ada, await version(id), [users, admin]);
    const answers = await Promise.allSettled([approves(ben, asked), approves(cleo, asked)]);
    expect(answers.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(answers.find((each) => each.status === "rejected")).toMatchObject({
      reason: { code: "request_settled" },
    });
    expect(await AuditEvent.countDocuments({ action: "request.approved" })).toBe(1);
  });

  test("two ask at once for the same person: one request waits", async () => {
    const id = await registered(eve, users);
    await two();
    const seen = await version(id);
    const asks = await Promise.allSettled([ada, ben].map((by) => changeGroups(by, seen, [users, admin])));
    expect(asks.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await waiting()).toHaveLength(1);
  });

  test("an asker who lost their rights is no first word, also where they lose them at the same moment", async () => {
    const id = await registered(eve, users);
    const asker = String((await User.findOne({ "slack.userId": ada.userId }).orFail().lean())._id);
    await two();
    const asked = await changeGroups(ada, await version(id), [users, admin]);
    const [answer] = await Promise.all([approves(ben, asked), suspendUser(cleo, { userId: asker }, "keep")]);
    const events = await AuditEvent.find({ action: { $in: ["user.suspended", /^request\.approved/] } })
      .sort({ _id: 1 })
      .lean();
    const suspendedFirst = events[0]?.action === "user.suspended";
    expect(answer.outcome).toBe(suspendedFirst ? "waits_for_another" : "approved");
    if (suspendedFirst) expect(await approves(cleo, asked)).toMatchObject({ outcome: "approved" });
    expect(await inAdmin(eveAt)).toBe(true);
  });

  test("the asker under another account is the asker still", async () => {
    const id = await registered(eve, users);
    await two();
    const asked = await changeGroups(ada, await version(id), [users, admin]);
    const anew = colleague("UADA2", "Ada");
    await User.updateOne({ "slack.userId": ada.userId }, { slack: linkOf(anew) });
    for (const each of [anew, ada])
      await expect(approves({ ...each, owner: true }, asked)).rejects.toMatchObject({ code: "own_request" });
  });

  test("Admin shrinks to the asker meanwhile: the request waits, and the owner can approve it", async () => {
    const id = await registered(eve, users);
    await two();
    const asked = await changeGroups(ada, await version(id), [users, admin]);
    await User.updateMany({ "slack.userId": { $in: [ben.userId, cleo.userId] } }, { status: "suspended" });
    await expect(approves(ben, asked)).rejects.toMatchObject({ code: "not_admin" });
    expect(await approves(owner, asked)).toMatchObject({ outcome: "approved" });
  });

  test("the invite is cancelled meanwhile: nothing is approved, and they can be invited anew", async () => {
    await two();
    const invite = await invited([users, admin]);
    await cancelInvite(ada, invite.inviteId, invite.generation);
    await expect(approves(ben, invite.adminRequestId)).rejects.toThrow("was cancelled");
    const again = await invited([admin]);
    expect((await waiting()).map(({ _id }) => String(_id))).toEqual([again.adminRequestId]);
  });

  test("the invite is accepted at the moment of the approval: they are in Admin, once", async () => {
    await two();
    const invite = await invited([users, admin]);
    await Promise.all([accepts(invite), approves(ben, invite.adminRequestId)]);
    expect((await groupsOf(eveAt)).sort()).toEqual([users, admin]);
    expect(await AuditEvent.countDocuments({ action: "request.approved" })).toBe(1);
  });

  test("an approved invite gives Admin no longer than was approved", async () => {
    await two();
    const end = { until: new Date(Date.now() + 72 * HOUR), zone: "UTC" };
    const invite = await invited([users, admin], { end });
    await editInvite(ada, invite.inviteId, invite.generation, { end: null });
    await expect(approves(ben, invite.adminRequestId)).rejects.toThrow("for a different time");
    await editInvite(ada, invite.inviteId, invite.generation, { end });
    await approves(ben, invite.adminRequestId);
    await expect(editInvite(ada, invite.inviteId, invite.generation, { end: null })).rejects.toThrow(
      "approved",
    );
  });
});
