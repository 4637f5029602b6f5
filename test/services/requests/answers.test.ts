import { Types } from "mongoose";
import { afterAll, beforeEach, expect, test } from "vitest";
import { AccessRequest } from "../../../src/models/access-request.ts";
import { AuditEvent } from "../../../src/models/audit-event.ts";
import { Client } from "../../../src/models/client.ts";
import { disconnect } from "../../../src/models/connection.ts";
import { builtInGroupIds, Group } from "../../../src/models/group.ts";
import { Invite } from "../../../src/models/invite.ts";
import { User } from "../../../src/models/user.ts";
import type { AccountActor, ClientActor } from "../../../src/services/actor.ts";
import { authenticate } from "../../../src/services/clients/authenticate.ts";
import { createClient } from "../../../src/services/clients/create-client.ts";
import { createGroup } from "../../../src/services/groups/write-group.ts";
import { type Answer, answerRequest } from "../../../src/services/requests/answer-request.ts";
import { createRequest } from "../../../src/services/requests/create-request.ts";
import { accountsToAsk } from "../../../src/services/requests/deciders.ts";
import { homeRequests } from "../../../src/services/requests/home-requests.ts";
import { countWaiting, listRequests } from "../../../src/services/requests/list-requests.ts";
import { requestByStep } from "../../../src/services/requests/request-by-step.ts";
import { colleague, linkOf, mia, policy, requestPolicy } from "../../support/acting.ts";
import { invitesCounted } from "../../support/counted.ts";
import { seedUsers } from "../../support/slack/seed.ts";
import { emptyDatabase } from "../../support/worker/empty-database.ts";

const nothing = { all: false, names: [] };
const yes: Answer = { approved: true };
const eve = colleague("UEVE", "Eve Adams");
const lead = colleague("ULEAD", "Lea Lead");
const other = colleague("UOTHER", "Otto Other");

let vault: string;
let leads: string;
let leadId: string;

/** Eve may ask for the Vault, about which two of the Leads decide. */
beforeEach(async () => {
  await emptyDatabase();
  const [one, two] = [
    await createGroup(mia, { ...access, name: "Vault" }),
    await createGroup(mia, { ...access, name: "Leads" }),
  ];
  [vault, leads] = [one.groupId, two.groupId];
  await Group.updateOne(
    { _id: vault },
    { $set: { requests: { open: true, answers: 2, deciders: new Types.ObjectId(leads) } } },
  );
  const seeded = (who: AccountActor, groupId: string | Types.ObjectId) =>
    seedUsers([who.name], groupId, { email: who.email ?? "", slack: linkOf(who) });
  await seeded(eve, builtInGroupIds.users);
  await seeded(other, leads);
  [leadId = ""] = await seeded(lead, leads);
});
afterAll(() => disconnect());

const access = { description: "", services: nothing, projects: nothing, regions: nothing };

const asks = async (who: AccountActor) =>
  (await createRequest(who, { groupId: vault, hours: 24, reason: "To help" }, requestPolicy)).requestId;
const status = async (id: string) => (await AccessRequest.findById(id).orFail().lean()).status;

/** A client that this user owns. */
async function clientOf(ownerId: string, name: string): Promise<ClientActor> {
  const request = { name, permissions: ["requests:write"] as const, expiryDays: null };
  const { clientId, token } = await createClient(
    { kind: "operator" },
    { ...request, permissions: [...request.permissions] },
  );
  await Client.updateOne({ _id: clientId }, { $set: { ownerId: new Types.ObjectId(ownerId) } });
  const client = await authenticate(token, "127.0.0.1");
  if (!client) throw new Error("no client");
  return client;
}

test("a decider's own request does not wait for them, whichever account they are linked to by now", async () => {
  const id = await asks(lead);
  const anew = { ...lead, userId: "ULEADANEW" };
  await User.updateOne({ _id: leadId }, { slack: linkOf(anew) });
  const waitsFor = async (who: AccountActor) => ({
    listed: (await listRequests(who, "waiting", null)).rows.map(({ requestId }) => requestId),
    counted: (await homeRequests(who)).waiting,
  });
  await expect(answerRequest(anew, id, yes, requestPolicy)).rejects.toMatchObject({ code: "own_request" });
  expect(await waitsFor(anew)).toEqual({ listed: [], counted: 0 });
  expect(await waitsFor(other)).toEqual({ listed: [id], counted: 1 });
});

test("if two must approve, nobody approves a request alone, through any API client of theirs or a token of someone else's", async () => {
  const id = await asks(eve);
  expect((await answerRequest(lead, id, yes, requestPolicy)).outcome).toBe("waits_for_another");
  const otherId = String((await User.findOne({ "slack.userId": other.userId }).orFail().lean())._id);
  for (const client of [await clientOf(leadId, "Pipeline"), await clientOf(otherId, "Rotated by Lea")])
    await expect(answerRequest(client, id, yes, requestPolicy)).rejects.toMatchObject({
      facts: { fields: { request: expect.stringContaining("a program’s word doesn’t count") } },
    });
  expect(await status(id)).toBe("pending");
  expect((await answerRequest(other, id, yes, requestPolicy)).outcome).toBe("approved");
});

test("an earlier approval by a program counts for nothing if two must approve; if one must, it counts", async () => {
  const id = await asks(eve);
  const { clientId } = await clientOf(leadId, "Pipeline");
  const by = { kind: "client" as const, name: "Pipeline", clientId };
  const before = { key: "operator", by, approved: true, hours: 24, at: new Date() };
  await AccessRequest.updateOne({ _id: id }, { $push: { answers: before } });
  expect((await answerRequest(lead, id, yes, requestPolicy)).outcome).toBe("waits_for_another");
  expect((await answerRequest(other, id, yes, requestPolicy)).outcome).toBe("approved");

  await Group.updateOne({ _id: vault }, { $set: { "requests.answers": 1 } });
  const next = await asks(colleague("UNEXT", "Next"));
  const outcome = await answerRequest(await clientOf(leadId, "Pipeline 2"), next, yes, requestPolicy);
  expect(outcome.outcome).toBe("approved");
});

test.each<[string, () => Promise<unknown>]>([
  ["is suspended", () => User.updateOne({ _id: leadId }, { $set: { status: "suspended" } })],
  [
    "left those who decide",
    () => User.updateOne({ _id: leadId }, { $set: { "memberships.0.groupId": builtInGroupIds.users } }),
  ],
  [
    "has a paused account",
    () => User.updateOne({ _id: leadId }, { $set: { "slack.paused": { because: "guest", at: new Date() } } }),
  ],
])(
  "where two have to approve, the word of whoever %s since counts no more: two others have to",
  async (_, happens) => {
    const id = await asks(eve);
    await answerRequest(lead, id, { approved: true, hours: 1 }, requestPolicy);
    await happens();
    expect((await answerRequest(other, id, yes, requestPolicy)).outcome).toBe("waits_for_another");
    expect((await answerRequest(mia, id, yes, { ...requestPolicy, owners: [mia.userId] })).outcome).toBe(
      "approved",
    );
    const given = await AuditEvent.findOne({ action: "request.approved" }).orFail().lean();
    expect(given.after).toMatchObject({ hours: 24 });
  },
);

test("whoever approved and was suspended when the second approval came can approve again once they are back", async () => {
  const id = await asks(eve);
  await answerRequest(lead, id, yes, requestPolicy);
  await User.updateOne({ _id: leadId }, { $set: { status: "suspended" } });
  expect((await answerRequest(other, id, yes, requestPolicy)).outcome).toBe("waits_for_another");
  await User.updateOne({ _id: leadId }, { $set: { status: "active" } });
  await expect(answerRequest(other, id, yes, requestPolicy)).rejects.toMatchObject({
    facts: { status: "answered" },
  });
  expect((await listRequests(lead, "waiting", null)).rows).toHaveLength(1);
  expect((await answerRequest(lead, id, yes, requestPolicy)).outcome).toBe("approved");
});

test("whoever approved and is linked to another account since answers anew, counting once; so does the next holder of the old one", async () => {
  const anew = { ...lead, userId: "ULEADANEW" };
  const dan = { ...colleague(lead.userId, "Dan Day"), email: "dan@acme.io" };
  const [danId = ""] = await seedUsers([dan.name], leads, { email: "dan@acme.io" });
  const linkThem = async () => {
    await User.updateOne({ _id: leadId }, { slack: linkOf(anew) });
    await User.updateOne({ _id: danId }, { slack: linkOf(dan) });
  };
  const [one, two, three] = [
    await asks(eve),
    await asks(colleague("UTWO", "Two")),
    await asks(colleague("UTHREE", "Three")),
  ];
  for (const id of [one, two, three]) await answerRequest(lead, id, yes, requestPolicy);
  await linkThem();
  expect((await answerRequest(anew, one, yes, requestPolicy)).outcome).toBe("waits_for_another");
  await expect(answerRequest(anew, one, yes, requestPolicy)).rejects.toMatchObject({
    facts: { status: "answered" },
  });
  expect((await answerRequest(other, one, yes, requestPolicy)).outcome).toBe("approved");

  expect((await answerRequest(dan, two, yes, requestPolicy)).outcome).toBe("waits_for_another");
  expect((await answerRequest(anew, two, yes, requestPolicy)).outcome).toBe("approved");

  const no: Answer = { approved: false, reason: "Not now" };
  expect((await answerRequest(anew, three, no, requestPolicy)).outcome).toBe("denied");
});

test("an admin who approved Admin and is linked to another account since answers anew", async () => {
  await Group.updateOne({ _id: builtInGroupIds.admin }, { $set: { approval: { owners: [mia.userId] } } });
  const [ada, ben] = [colleague("UADA", "Ada"), colleague("UBEN", "Ben")];
  for (const who of [ada, ben])
    await seedUsers([who.name], builtInGroupIds.admin, { email: who.email ?? "", slack: linkOf(who) });
  await Group.updateOne({ _id: builtInGroupIds.admin }, { $set: { requests: { open: true, answers: 1 } } });
  const asked = { groupId: String(builtInGroupIds.admin), hours: null, reason: "To help" };
  const { requestId: id } = await createRequest(eve, asked, requestPolicy);
  await answerRequest(ada, id, yes, requestPolicy);
  const anew = { ...ada, userId: "UADAANEW" };
  await User.updateOne({ "slack.userId": ada.userId }, { slack: linkOf(anew) });
  expect((await answerRequest(anew, id, yes, requestPolicy)).outcome).toBe("waits_for_another");
  expect((await answerRequest(ben, id, yes, requestPolicy)).outcome).toBe("approved");
});

test("nobody answers their own request, through an account linked since or through a client of theirs", async () => {
  const id = await asks(lead);
  const anew = colleague("ULEAD2", "Lea Lead");
  await User.updateOne({ _id: leadId }, { $set: { slack: linkOf(anew) } });
  for (const self of [anew, await clientOf(leadId, "Pipeline")])
    await expect(answerRequest(self, id, yes, requestPolicy)).rejects.toMatchObject({ code: "own_request" });
});

test("someone a request was made for by address can't approve it once registered, nor can an owner", async () => {
  const email = "nadia@acme.io";
  const asked = { group: "Vault", hours: 24, reason: "Starts on Monday" };
  const id = await requestByStep({ ...asked, executionId: "Fx1", for: { email } }, requestPolicy);
  const nadia = colleague("UNADIA", "Nadia New");
  await seedUsers([nadia.name], leads, { email, slack: linkOf(nadia) });
  for (const owner of [false, true])
    await expect(answerRequest({ ...nadia, owner }, id, yes, requestPolicy)).rejects.toMatchObject({
      code: "own_request",
    });
  expect((await accountsToAsk(id, [])).sort()).toEqual([lead.userId, other.userId].sort());
  await answerRequest(lead, id, yes, requestPolicy);
  await answerRequest(other, id, yes, requestPolicy);
  expect(await status(id)).toBe("approved");
});

test("an unregistered owner can't approve a request for their own address", async () => {
  const email = "olga@acme.io";
  const asked = { group: "Admin", hours: null, reason: "Starts on Monday" };
  const id = await requestByStep({ ...asked, executionId: "Fx2", for: { email } }, requestPolicy);
  const olga = { ...colleague("UOLGA", "Olga Owner"), owner: true };
  for (const self of [
    { ...olga, email: "Olga@Acme.io" },
    { ...olga, email: null, unconfirmedEmail: email },
  ])
    await expect(answerRequest(self, id, yes, requestPolicy)).rejects.toMatchObject({ code: "own_request" });
  expect(await countWaiting({ ...olga, email }, 10)).toBe(0);
  expect(await countWaiting({ ...olga, email: "o@acme.io" }, 10)).toBe(1);
  expect((await answerRequest({ ...olga, email: "o@acme.io" }, id, yes, requestPolicy)).outcome).toBe(
    "approved",
  );
});

test("an invite that comes from an approval counts towards the daily limits, and never exceeds them", async () => {
  await Group.updateOne({ _id: vault }, { $set: { "requests.answers": 1 } });
  const limits = { admin: 1, total: 2, address: 10 };
  const few = { ...requestPolicy, invites: { ...policy, limits } };
  const [one, two, three] = [
    await asks(colleague("UONE", "One")),
    await asks(colleague("UTWO", "Two")),
    await asks(colleague("UTHREE", "Three")),
  ];
  expect((await answerRequest(lead, one, yes, few)).outcome).toBe("approved");
  const denied = await asks(colleague("UFOUR", "Four"));
  await answerRequest(other, denied, { approved: false, reason: "Not now" }, few);
  await expect(answerRequest(lead, two, yes, few)).rejects.toThrow("you reached your daily limit of invites");
  expect((await answerRequest(other, two, yes, few)).outcome).toBe("approved");
  await expect(answerRequest(mia, three, yes, few)).rejects.toThrow("the daily limit of invites is reached");
  expect(await status(three)).toBe("pending");
  expect(await invitesCounted()).toMatchObject({ total: 2 });
  const registered = await asks(eve);
  expect((await answerRequest(other, registered, yes, few)).outcome).toBe("approved");
});

test("a longest time lowered since caps what is given, even for requests without an end", async () => {
  await Group.updateOne({ _id: vault }, { $set: { "requests.answers": 1 } });
  const id = await asks(eve);
  await Group.updateOne({ _id: vault }, { $set: { "requests.longestHours": 4 } });
  await answerRequest(lead, id, yes, requestPolicy);
  const { until } = await AccessRequest.findById(id).orFail().lean();
  expect((until?.getTime() ?? 0) - Date.now()).toBeLessThanOrEqual(4 * 3_600_000);

  await Group.updateOne({ _id: vault }, { $unset: { "requests.longestHours": 1 } });
  const forGood = { groupId: vault, hours: null, reason: "To help" };
  const { requestId } = await createRequest(colleague("UONE", "One"), forGood, requestPolicy);
  await Group.updateOne({ _id: vault }, { $set: { "requests.longestHours": 4 } });
  await answerRequest(lead, requestId, yes, requestPolicy);
  expect(await Invite.findOne({ email: "uone@acme.io" }).lean()).toMatchObject({ groupsHours: 4 });
});
