import { mongo } from "mongoose";
import { afterAll, beforeEach, expect, test, vi } from "vitest";
import { AuditEvent } from "../../../src/models/audit-event.ts";
import { Client } from "../../../src/models/client.ts";
import { disconnect } from "../../../src/models/connection.ts";
import { builtInGroupIds, Group } from "../../../src/models/group.ts";
import { Invite } from "../../../src/models/invite.ts";
import { User } from "../../../src/models/user.ts";
import type { ClientActor, Principal } from "../../../src/services/actor.ts";
import { forgetClient } from "../../../src/services/client-rights.ts";
import { authenticate } from "../../../src/services/clients/authenticate.ts";
import { createClient } from "../../../src/services/clients/create-client.ts";
import { revokeClient } from "../../../src/services/clients/revoke-client.ts";
import { NotPermitted } from "../../../src/services/errors.ts";
import { findGroups } from "../../../src/services/groups/list-groups.ts";
import { createGroup } from "../../../src/services/groups/write-group.ts";
import { cancelInvite } from "../../../src/services/invites/cancel-invite.ts";
import { createInvites } from "../../../src/services/invites/create-invites.ts";
import { editInvite } from "../../../src/services/invites/edit-invite.ts";
import { resendInvite } from "../../../src/services/invites/resend-invite.ts";
import { resendMany } from "../../../src/services/invites/resend-many.ts";
import { showLink } from "../../../src/services/invites/show-link.ts";
import { clientPermissions } from "../../../src/services/permissions.ts";
import { changeGroups } from "../../../src/services/users/change-groups.ts";
import { userProfile } from "../../../src/services/users/find-user.ts";
import { linkByHand } from "../../../src/services/users/link-account.ts";
import { reactivateUser, suspendUser } from "../../../src/services/users/suspend-user.ts";
import { mia, policy } from "../../support/acting.ts";
import { invitesCounted } from "../../support/counted.ts";
import { anAttemptFails, holdBeforeCommit } from "../../support/hold.ts";
import { seedUsers } from "../../support/slack/seed.ts";
import { emptyDatabase } from "../../support/worker/empty-database.ts";

const users = String(builtInGroupIds.users);
const admins = String(builtInGroupIds.admin);
const nothing = { all: false, names: [] };
const group = { name: "Research", description: "", services: nothing, projects: nothing, regions: nothing };
const operator: Principal = { kind: "operator" };

beforeEach(emptyDatabase);
afterAll(disconnect);

const create = (permissions: readonly string[], by: Principal = operator) =>
  createClient(by, { name: "Portal", permissions, expiryDays: 90 });

async function acting(permissions: readonly string[], by?: Principal): Promise<ClientActor> {
  const { token } = await create(permissions, by);
  const actor = await authenticate(token, "192.0.2.1");
  if (!actor) throw new Error("the token opens nothing");
  return actor;
}

/** Everything but one permission. */
const allBut = (missing: string) => clientPermissions.filter((each) => each !== missing);
const refusals = () => AuditEvent.find({ action: "access.refused" }).lean();
const versionOf = async (userId: string) => (await userProfile(mia, userId)).version;

test("a client may do what it was given, and nothing else; a minute's refusals are one event", async () => {
  const portal = await acting(["groups:read"]);
  expect((await findGroups(portal, "", null)).rows.map(({ name }) => name)).toEqual([
    "Admin",
    "Auditors",
    "Users",
  ]);
  const refused = await createGroup(portal, group).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(NotPermitted);
  expect(refused).toMatchObject({
    code: "not_permitted",
    facts: { permission: "groups:write", reason: "not_permitted" },
    message:
      "Portal may not do this: it needs the permission groups:write. Ask an admin for a client that has it.",
  });
  await expect(createGroup(portal, group)).rejects.toThrow(NotPermitted);
  expect(await refusals()).toMatchObject([
    {
      actor: { kind: "client", name: "Portal", clientId: portal.clientId },
      target: { kind: "client", id: portal.clientId, label: "Portal" },
      after: { reason: "not_permitted", permission: "groups:write" },
    },
  ]);
  expect(await Group.countDocuments({ builtIn: false })).toBe(0);
});

test("a client without clients:write can't create clients, whatever else it holds", async () => {
  const portal = await acting(clientPermissions);
  await expect(
    createClient(portal, { name: "Mine", permissions: ["scim"], expiryDays: null }),
  ).rejects.toThrow(NotPermitted);
  await expect(revokeClient(portal, portal.clientId)).rejects.toThrow(NotPermitted);
  expect(await Client.countDocuments()).toBe(1);
});

test("rights taken away by another process stop counting for changes at once", async () => {
  const portal = await acting(["groups:write", "groups:read"]);
  await Client.updateOne({ _id: portal.clientId }, { permissions: ["groups:read"] });
  await expect(createGroup(portal, group)).rejects.toThrow(NotPermitted);
  await Client.updateOne({ _id: portal.clientId }, { permissions: ["groups:write"], status: "revoked" });
  await expect(createGroup(portal, group)).rejects.toThrow("This token of Portal no longer works.");
});

test("a client that expired a moment ago changes nothing, by the database's clock", async () => {
  const portal = await acting(["groups:write"]);
  await Client.updateOne({ _id: portal.clientId }, { "tokens.0.expiresAt": new Date(Date.now() - 1) });
  await expect(createGroup(portal, group)).rejects.toThrow("This token of Portal no longer works.");
  await Client.updateOne({ _id: portal.clientId }, { "tokens.0.expiresAt": new Date(Date.now() + 60_000) });
  await createGroup(portal, group);
});

test("a client revoked during a change: either comes first, and the change of a revoked client isn't written", async () => {
  const portal = await acting(["groups:write"]);
  const held = holdBeforeCommit();
  const creating = createGroup(portal, group).catch((error: unknown) => error);
  await held.stands;
  const failing = anAttemptFails();
  const revoking = revokeClient(mia, portal.clientId);
  await failing;
  held.letsGo();
  await revoking;
  // It was committing when the revocation came: that waited for it.
  expect(await creating).toMatchObject({ name: "Research" });
  await expect(createGroup(portal, { ...group, name: "Labs" })).rejects.toThrow(NotPermitted);
});

test("a client revoked after its rights were read: the change starts again, and is refused", async () => {
  const portal = await acting(["groups:write"]);
  const { prototype } = mongo.Collection;
  const insertMany = prototype.insertMany;
  const spy = vi.spyOn(prototype, "insertMany").mockImplementation(async function (
    this: mongo.Collection,
    ...parameters: Parameters<typeof insertMany>
  ) {
    if (this.collectionName === "groups") {
      spy.mockRestore();
      await revokeClient(mia, portal.clientId);
    }
    return insertMany.apply(this, parameters);
  });
  await expect(createGroup(portal, group)).rejects.toThrow("This token of Portal no longer works.");
  expect(await Group.countDocuments({ builtIn: false })).toBe(0);
});

const ways: Record<string, () => Promise<(actor: Principal) => Promise<unknown>>> = {
  "inviting into it": async () => (actor) =>
    createInvites(actor, { emails: ["eve@acme.io"], groupIds: [users, admins], expiryDays: 7 }, policy),
  "editing an invite into it": async () => {
    const id = await invited([users]);
    return (actor) => editInvite(actor, id, 1, { groupIds: [admins] });
  },
  "giving an invite into it more time": async () => {
    const id = await invited([admins]);
    const expiresAt = new Date(Date.now() + 20 * 86_400_000);
    return (actor) => editInvite(actor, id, 1, { expiresAt });
  },
  "sending an invite into it again": async () => {
    const id = await invited([admins]);
    return (actor) => resendInvite(actor, id, 1, policy);
  },
  "sending several invites into it again": async () => {
    const seen = { inviteId: await invited([admins]), generation: 1 };
    return (actor) => resendMany(actor, [seen], policy);
  },
  "seeing the link of an invite into it": async () => {
    const id = await invited([admins]);
    return (actor) => showLink(actor, id, 1);
  },
  "putting somebody into it": async () => {
    const [id = ""] = await seedUsers(["Eve Adams"], users);
    const seen = await versionOf(id);
    return (actor) => changeGroups(actor, seen, [admins]);
  },
  "taking somebody out of it": async () => {
    const [id = ""] = await seedUsers(["Eve Adams", "Ada Byron"], admins);
    const seen = await versionOf(id);
    return (actor) => changeGroups(actor, seen, [users]);
  },
  "suspending a member": async () => {
    const [id = ""] = await seedUsers(["Eve Adams", "Ada Byron"], admins);
    const seen = await versionOf(id);
    return (actor) => suspendUser(actor, seen, "keep");
  },
  "reactivating a member": async () => {
    const [id = ""] = await seedUsers(["Eve Adams"], admins, { status: "suspended" });
    const seen = await versionOf(id);
    return (actor) => reactivateUser(actor, seen);
  },
  "linking an account to a member": async () => {
    const [id = ""] = await seedUsers(["Eve Adams"], admins);
    const seen = await versionOf(id);
    return (actor) => linkByHand(actor, seen, { ...mia, userId: "UEVE", email: "eve@acme.io" });
  },
};

async function invited(groupIds: string[]): Promise<string> {
  const request = { emails: ["eve@acme.io"], groupIds, expiryDays: 7 };
  const [outcome] = await createInvites(mia, request, policy);
  return outcome?.outcome === "invited" ? outcome.inviteId : "";
}

test.each(Object.entries(ways))("%s needs admins:write besides", async (_, way) => {
  const [act, portal] = [await way(), await acting(allBut("admins:write"))];
  const stored = async () => JSON.stringify([await User.find().lean(), await Invite.find().lean()]);
  const before = await stored();
  await expect(act(portal)).rejects.toMatchObject({ facts: { permission: "admins:write" } });
  expect(await stored()).toBe(before);
  expect(await refusals()).toMatchObject([{ after: { permission: "admins:write" } }]);
  await Client.deleteMany();
  await act(await acting(clientPermissions));
});

test("people read the owner's name; lists and the log add the client's; limits count per client", async () => {
  const slack = { teamId: mia.teamId, userId: mia.userId, email: "mia@acme.io", linkedAt: new Date() };
  const [miaId] = await seedUsers(["Mia Chen"], admins, { email: "mia@acme.io", slack });
  const portal = await acting(["invites:write"], mia);
  const [outcome] = await createInvites(
    portal,
    { emails: ["eve@acme.io"], groupIds: [users], expiryDays: 7 },
    policy,
  );
  const invite = await Invite.findOne().orFail().lean();
  expect(invite.invitedBy).toEqual({
    kind: "client",
    name: "Mia Chen",
    email: "mia@acme.io",
    teamId: "T1",
    userId: "UMIA",
    clientId: portal.clientId,
    clientName: "Portal",
  });
  expect(String(invite.inviterId)).toBe(miaId);
  expect((await invitesCounted()).byAdmin).toEqual({ [`client:${portal.clientId}`]: 1 });
  if (outcome?.outcome === "invited") await cancelInvite(portal, outcome.inviteId, 1);
  await expect(cancelInvite(mia, String(invite._id), 1)).rejects.toThrow(
    /^Mia Chen by Portal cancelled the invite to eve@acme\.io/,
  );
});

test("a wrong token reveals nothing, and costs at most one read", async () => {
  const { token, clientId } = await create(["users:read"]);
  const { prototype } = mongo.Collection;
  const reads = vi.spyOn(prototype, "aggregate");
  const others = vi.spyOn(prototype, "findOne");
  const flip = (at: number) => `${token.slice(0, at)}${token[at] === "0" ? "1" : "0"}${token.slice(at + 1)}`;
  for (const wrong of [
    "",
    "iam_",
    `${token} `,
    `${token}\n`,
    token.toUpperCase(),
    flip(30),
    flip(99),
    clientId,
  ])
    expect(await authenticate(wrong, "192.0.2.1")).toBeNull();
  expect(reads).not.toHaveBeenCalled();
  const unknown = await createClient(operator, { name: "Other", permissions: ["scim"], expiryDays: null });
  await Client.deleteOne({ name: "Other" });
  reads.mockClear();
  others.mockClear();
  expect(await authenticate(unknown.token, "192.0.2.1")).toBeNull();
  expect(reads.mock.calls.length + others.mock.calls.length).toBe(1);
  vi.restoreAllMocks();
  expect(await authenticate(token, "192.0.2.1")).toMatchObject({ clientId, permissions: ["users:read"] });
});

test("the database keeps nothing that opens anything", async () => {
  const { token } = await create(["users:read"]);
  const stored = JSON.stringify([await Client.find().lean(), await AuditEvent.find().lean()]);
  const secret = token.slice(28, 92);
  expect(secret).toMatch(/^[0-9a-f]{64}$/);
  expect(stored).not.toContain(secret);
  expect(stored).not.toContain(token.slice(-8));
});

test("only the first use of a day is recorded, with its address", async () => {
  const { token, clientId } = await create(["users:read"]);
  const lastUsed = async () => (await Client.findById(clientId).lean())?.lastUsed;
  await authenticate(token, "192.0.2.1");
  await authenticate(token, "192.0.2.2");
  const day = new Date().toISOString().slice(0, 10);
  await expect.poll(lastUsed).toEqual({ day, address: "192.0.2.1" });
  forgetClient(clientId);
  await authenticate(token, "192.0.2.3");
  expect(await lastUsed()).toEqual({ day, address: "192.0.2.1" });
});
