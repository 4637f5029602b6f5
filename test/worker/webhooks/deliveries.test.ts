import { randomBytes } from "node:crypto";
import mongoose, { Types } from "mongoose";
import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { AuditEvent } from "../../../src/models/audit-event.ts";
import { Client } from "../../../src/models/client.ts";
import { Job } from "../../../src/models/job.ts";
import { WebhookEndpoint } from "../../../src/models/webhook-endpoint.ts";
import { authenticate } from "../../../src/services/clients/authenticate.ts";
import { createClient } from "../../../src/services/clients/create-client.ts";
import { revokeClient } from "../../../src/services/clients/revoke-client.ts";
import { DAY_MS } from "../../../src/services/durations.ts";
import { NotPermitted } from "../../../src/services/errors.ts";
import { usersGroupId } from "../../../src/services/groups/groups.ts";
import { createGroup } from "../../../src/services/groups/write-group.ts";
import { committed } from "../../../src/services/transaction.ts";
import { eraseUser } from "../../../src/services/users/erase-user.ts";
import { announceSeal } from "../../../src/services/webhooks/announce-seal.ts";
import {
  deleteEndpoint,
  resumeEndpoint,
  rotateSecret,
  switchOffEndpoint,
} from "../../../src/services/webhooks/change-endpoint.ts";
import { createEndpoint } from "../../../src/services/webhooks/create-endpoint.ts";
import { listDeliveries, redeliver, testEndpoint } from "../../../src/services/webhooks/deliveries.ts";
import { editEndpoint } from "../../../src/services/webhooks/edit-endpoint.ts";
import { switchOffItself } from "../../../src/services/webhooks/health.ts";
import { listEndpoints, openEndpoint } from "../../../src/services/webhooks/list-endpoints.ts";
import { auditBody } from "../../../src/services/webhooks/payload.ts";
import { forgetOldMessages } from "../../../src/services/webhooks/queue.ts";
import { endpointsWithoutKey, reencryptSecrets } from "../../../src/services/webhooks/reencrypt-secrets.ts";
import type { SecretKeys } from "../../../src/services/webhooks/secret.ts";
import { webhookClient } from "../../../src/webhooks/client.ts";
import { urlFaults } from "../../../src/webhooks/url-faults.ts";
import { waitAfter } from "../../../src/worker/webhooks/deliver.ts";
import { startWebhooks, type Webhooks } from "../../../src/worker/webhooks/dispatch.ts";
import { mia } from "../../support/acting.ts";
import { eventually } from "../../support/eventually.ts";
import { seedUsers } from "../../support/slack/seed.ts";
import { startReceiver, thisMachine, type WebhookReceiver } from "../../support/webhook-receiver.ts";
import { startWorkerWorld } from "../../support/worker/worker-world.ts";

const world = await startWorkerWorld();
const secretKeys: NonNullable<SecretKeys> = [{ id: "k1", secret: randomBytes(32) }];
const settings = { secretKeys, urlFault: urlFaults(thisMachine) };
const running: Webhooks[] = [];
let receiver: WebhookReceiver;

beforeEach(async () => {
  receiver = await startReceiver();
  await Promise.all([Job, WebhookEndpoint, AuditEvent].map((model) => model.deleteMany()));
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((each) => each.stop()));
  await receiver.close();
});
afterAll(() => world.ends());

/** Starts to deliver, as one process does. */
function delivers({ keys = secretKeys, timeoutMs = 15_000 }: { keys?: SecretKeys; timeoutMs?: number } = {}) {
  const client = webhookClient({ allowedNetworks: thisMachine, timeoutMs });
  const webhooks = startWebhooks(
    { client, secretKeys: keys, leaseMs: Math.max(2 * timeoutMs, 30_000) },
    world.log,
  );
  running.push(webhooks);
  return webhooks;
}

/** Adds an endpoint at the receiver, which learns its secret. */
async function endpoint(events = ["*"], path = "/hooks") {
  const request = { url: receiver.url(path), description: "", events };
  const { endpointId, secret } = await createEndpoint(mia, request, settings);
  receiver.knows(secret);
  return { id: endpointId, secret };
}

const none = { all: false, names: [] };
const nothing = { description: "", services: none, projects: none, regions: none };

/** Runs the jobs that tell subscribers what happened. */
async function tells() {
  const worker = world.starts();
  await world.tellsEvents(worker);
  await worker.stop();
}

/** Lets the time pass until every message may be tried. */
async function makesDue(change: Record<string, unknown> = {}) {
  await Job.updateMany({ kind: "webhook", status: "waiting" }, { $set: { dueAt: new Date(0), ...change } });
  committed.emit("webhooks");
}

const only = async (id: string) => {
  const [delivery] = await listDeliveries(mia, id);
  if (!delivery) throw new Error("nothing was to be delivered");
  return delivery;
};

test("what happens reaches an endpoint once, signed, and without anything it must not be told", async () => {
  const { id } = await endpoint(["invite.*"]);
  const webhooks = delivers();
  await world.invites(["eve@example.com", "ben@example.com"], { message: "See you on Monday" });
  await createGroup(mia, { ...nothing, name: "Support" });
  await tells();
  await webhooks.idle();

  expect(receiver.refused).toEqual([]);
  expect(receiver.types).toEqual(["invite.created", "invite.created"]);
  expect(new Set(receiver.ids).size).toBe(2);
  const audited = await AuditEvent.find({ action: "invite.created" }).lean();
  const told = new Map(
    receiver.received.map(({ message }) => ["id" in message.data ? message.data.id : "", message]),
  );
  for (const event of audited)
    expect(told.get(String(event._id))).toEqual({
      type: "invite.created",
      timestamp: event.at.toISOString(),
      data: {
        id: String(event._id),
        actor: { kind: "account", name: "Mia Chen", account: expect.stringMatching(/^T\w+:U\w+$/) },
        target: event.target,
        before: null,
        after: { groups: ["000000000000000000000001"], expiresAt: expect.any(String) },
        changed: [],
      },
    });
  for (const { body } of receiver.received) expect(body).not.toContain("Monday");
  for (const delivery of await listDeliveries(mia, id))
    expect(delivery).toMatchObject({ status: "delivered", attempts: 1, answer: "204", dueAt: null });
});

test("changes write nothing more for webhooks, whether there are any or not", async () => {
  const writesOf = async (email: string) => {
    const seen: string[] = [];
    const listen = ({ commandName }: { commandName: string }) => seen.push(commandName);
    mongoose.connection.getClient().on("commandStarted", listen);
    await world.invites([email]);
    mongoose.connection.getClient().off("commandStarted", listen);
    return seen;
  };
  const without = await writesOf("one@example.com");
  await endpoint();
  expect(await writesOf("two@example.com")).toEqual(without);
});

test("late messages about someone erased meanwhile, or written by a process that still saw them, no longer name them", async () => {
  await endpoint(["group.created"]);
  const zoe = { ...mia, userId: "UZOE", name: "Zoe Kravitz", email: "zoe@acme.io" };
  const [userId = ""] = await seedUsers(["Zoe Kravitz"], usersGroupId, {
    email: "zoe@example.com",
    status: "suspended",
    slack: { teamId: zoe.teamId, userId: "UZOE", email: "zoe@acme.io", linkedAt: new Date() },
  });
  await createGroup(zoe, { ...nothing, name: "Told Late" });
  const tomorrow = { dueAt: new Date(Date.now() + DAY_MS) };
  await Job.updateMany({ kind: "event" }, tomorrow);
  await eraseUser(mia, { userId });
  // What is erased again later waits for us.
  await Job.findOneAndUpdate({ kind: "erase-details" }, tomorrow, { sort: { dueAt: -1 } });
  const worker = world.starts();
  await worker.idle();
  expect(await Job.countDocuments({ kind: "erase-details", status: "done" })).toBe(1);

  await world.tellsEvents(worker);
  const written = async () => (await Job.findOne({ kind: "webhook" }).orFail().lean()).facts;
  expect(JSON.parse(String((await written()).body)).data).toMatchObject({
    actor: { kind: "account", name: "Erased person" },
    target: { label: "Told Late" },
  });
  const event = await AuditEvent.findOne({ action: "group.created", "target.label": "Told Late" })
    .orFail()
    .lean();
  await Job.updateOne({ kind: "webhook" }, { $set: { "facts.body": auditBody(event) } });
  expect((await written()).body).toContain("Zoe Kravitz");
  await world.makesDue({ kind: "erase-details" });
  await worker.idle();
  expect((await written()).body).not.toMatch(/Zoe|UZOE/);
  await worker.stop();
});

test("several endpoints each get what they asked for, and nothing else", async () => {
  const [all, groups] = [await endpoint(["*"], "/all"), await endpoint(["group.created"], "/groups")];
  receiver.knows(all.secret, groups.secret);
  const webhooks = delivers();
  await world.invites(["kim@example.com"]);
  await tells();
  await webhooks.idle();
  const paths = receiver.received
    .filter(({ message }) => message.type === "invite.created")
    .map(({ path }) => path);
  expect(paths).toEqual(["/all"]);
});

test("an API client's webhook gets what it asked for as long as the client may read it", async () => {
  const permissions = ["webhooks:write", "users:read", "groups:read"];
  const { clientId, token } = await createClient(mia, { name: "Portal", permissions, expiryDays: null });
  const portal = await authenticate(token, "192.0.2.1");
  if (!portal) throw new Error("the token does not work");
  const request = { url: receiver.url(), description: "", events: ["group.*"] };
  const { secret } = await createEndpoint(portal, request, settings);
  receiver.knows(secret);
  const webhooks = delivers();
  const arrive = async (name: string) => {
    await createGroup(mia, { ...nothing, name: `${name} team` });
    await tells();
    await webhooks.idle();
    return receiver.received.splice(0).length;
  };
  expect(await arrive("Support")).toBe(1);
  await Client.updateOne({ _id: clientId }, { permissions: ["webhooks:write", "users:read"] });
  expect(await arrive("Finance")).toBe(0);
  await Client.updateOne({ _id: clientId }, { permissions });
  expect(await arrive("Sales")).toBe(1);
  await revokeClient(mia, clientId);
  expect(await arrive("Legal")).toBe(0);
  await WebhookEndpoint.updateOne({}, { changedBy: { kind: "slack", name: "Mia Chen" } });
  expect(await arrive("Board")).toBe(1);
});

test("a webhook that an API client takes over tells it nothing that it may not read", async () => {
  const { id, secret } = await endpoint(["*"]);
  const webhooks = delivers();
  await createGroup(mia, { ...nothing, name: "Payroll" });
  await tells();
  await webhooks.idle();
  const told = (await listDeliveries(mia, id)).find(({ type }) => type === "group.created");
  if (!told) throw new Error("nothing was delivered");
  receiver.answers = (_, response) => void response.writeHead(500).end();
  await createGroup(mia, { ...nothing, name: "Treasury" });
  await tells();
  await webhooks.idle();
  receiver.answers = (_, response) => void response.writeHead(204).end();

  const permissions = ["webhooks:read", "webhooks:write", "users:read"];
  const { token } = await createClient(mia, { name: "Thief", permissions, expiryDays: null });
  const thief = await authenticate(token, "192.0.2.1");
  if (!thief) throw new Error("the token does not work");
  await expect(rotateSecret(thief, id, null, settings)).rejects.toThrow(NotPermitted);
  await editEndpoint(thief, id, { url: receiver.url("/thief"), events: ["user.*"] }, null, settings);
  receiver.knows(secret);
  receiver.received.splice(0);
  await redeliver(thief, id, told.id);
  await testEndpoint(thief, id);
  await makesDue();
  await webhooks.idle();
  await makesDue();
  await webhooks.idle();
  expect(receiver.types).toEqual(["webhook.test"]);
  const withheld = (await listDeliveries(mia, id)).filter(({ type }) => type === "group.created");
  expect(withheld).toHaveLength(2);
  for (const delivery of withheld)
    expect(delivery).toMatchObject({ status: "failed", answer: "webhook_not_permitted" });

  await switchOffEndpoint(mia, id, null);
  await WebhookEndpoint.updateOne({ _id: id }, { events: ["*"] });
  await expect(resumeEndpoint(thief, id, null)).rejects.toThrow(NotPermitted);
});

test("a refusal is sent too", async () => {
  await endpoint(["access.refused"]);
  const webhooks = delivers();
  const eve = { ...mia, userId: "UEVE", name: "Eve Adams", email: "eve@acme.io", owner: false };
  await expect(listEndpoints(eve)).rejects.toThrow(/Only admins/);
  await tells();
  await webhooks.idle();
  expect(receiver.received.map(({ message }) => message)).toMatchObject([
    { type: "access.refused", data: { after: { reason: "not_admin" }, target: { label: "Eve Adams" } } },
  ]);
});

test("a failed message is sent again, with the same id and body, until it is accepted", async () => {
  const { id } = await endpoint(["audit.sealed"]);
  const answers = [500, 404, 302, 204];
  receiver.answers = (_, response) => void response.writeHead(answers.shift() ?? 500).end();
  const webhooks = delivers();
  await testEndpoint(mia, id);
  for (const error of ["webhook_answer:500", "webhook_answer:404", "webhook_answer:302"]) {
    await webhooks.idle();
    expect(await only(id)).toMatchObject({ status: "waiting", answer: error });
    expect((await openEndpoint(mia, id)).failingSince).not.toBeNull();
    await makesDue();
  }
  await webhooks.idle();
  expect(await only(id)).toMatchObject({ status: "delivered", attempts: 4 });
  expect(new Set(receiver.ids)).toEqual(new Set([(await only(id)).id]));
  expect(new Set(receiver.received.map(({ body }) => body)).size).toBe(1);
  expect((await openEndpoint(mia, id)).failingSince).toBeNull();
});

test("a hanging endpoint delays no other, however much waits for it", async () => {
  const [hanging, healthy] = [await endpoint(["*"], "/hangs"), await endpoint(["*"], "/works")];
  receiver.knows(hanging.secret, healthy.secret);
  const held: (() => void)[] = [];
  receiver.answers = ({ path }, response) => {
    if (path === "/works") response.writeHead(204).end();
    else held.push(() => response.writeHead(500).end());
  };
  for (let each = 0; each < 30; each += 1) {
    await testEndpoint(mia, hanging.id);
    await testEndpoint(mia, healthy.id);
  }
  const webhooks = delivers({ timeoutMs: 600_000 });
  await eventually(async () => {
    const delivered = await listDeliveries(mia, healthy.id);
    expect(delivered.every(({ status }) => status === "delivered")).toBe(true);
  });
  expect(held).toHaveLength(2);
  const stopped = webhooks.stop();
  for (const answer of held) answer();
  await stopped;
});

test("an endpoint that doesn't answer in time is tried again", async () => {
  const { id } = await endpoint(["audit.sealed"]);
  receiver.answers = () => undefined;
  const webhooks = delivers({ timeoutMs: 100 });
  await testEndpoint(mia, id);
  await webhooks.idle();
  expect(await only(id)).toMatchObject({ status: "waiting", answer: "webhook_timeout", attempts: 1 });
});

test("an endpoint that asks for a pause gets it", async () => {
  const { id } = await endpoint(["audit.sealed"]);
  receiver.answers = (_, response) => void response.writeHead(429, { "retry-after": "7200" }).end();
  const webhooks = delivers();
  await testEndpoint(mia, id);
  await webhooks.idle();
  expect((await only(id)).answer).toBe("webhook_answer:429");
  const { createdAt, dueAt } = await only(id);
  expect(Number(dueAt) - Number(createdAt)).toBeGreaterThanOrEqual(7_200_000);
  await testEndpoint(mia, id);
  await webhooks.idle();
  expect(receiver.received).toHaveLength(1);
});

test("a message is tried for three days, soon at first, later every few hours", async () => {
  for (const [attempt, longest] of [
    [1, 5_000],
    [2, 10_000],
    [6, 160_000],
    [40, 4 * 3_600_000],
  ] as const) {
    expect(waitAfter(attempt, 0, 0)).toBe(longest);
    expect(waitAfter(attempt, 0, 1)).toBe(longest / 2);
    expect(waitAfter(attempt, 1_000, 0)).toBe(longest + 1_000);
  }
  const { id } = await endpoint(["audit.sealed"]);
  receiver.answers = (_, response) => void response.writeHead(500).end();
  const webhooks = delivers();
  await testEndpoint(mia, id);
  await webhooks.idle();
  const { createdAt } = await only(id);
  const { facts } = await Job.findOne({ kind: "webhook" }).orFail().lean();
  expect(Number(facts.until) - createdAt.getTime()).toBe(3 * DAY_MS);
  await makesDue({ "facts.until": new Date(0) });
  await webhooks.idle();
  expect(await only(id)).toMatchObject({ status: "failed", attempts: 2 });
});

test("a pause ends when someone sends the endpoint's messages elsewhere", async () => {
  const { id } = await endpoint(["audit.sealed"]);
  receiver.answers = (_, response) => void response.writeHead(503, { "retry-after": "86400" }).end();
  const webhooks = delivers();
  await testEndpoint(mia, id);
  await webhooks.idle();
  receiver.answers = (_, response) => void response.writeHead(204).end();
  await editEndpoint(mia, id, { url: receiver.url("/repaired") }, null, settings);
  await testEndpoint(mia, id);
  await webhooks.idle();
  expect(receiver.received.map(({ path }) => path)).toEqual(["/hooks", "/repaired"]);
});

test("an endpoint that was reached meanwhile, or has a new address, isn't switched off because of earlier failures", async () => {
  const { id } = await endpoint(["audit.sealed"]);
  const before = await WebhookEndpoint.findById(id).orFail().lean();
  await switchOffItself({ ...before, failingSince: new Date(0) }, "failing");
  await switchOffItself({ ...before, url: receiver.url("/before") }, "gone");
  expect((await openEndpoint(mia, id)).off).toBeNull();
});

/** Sends an endpoint elsewhere while its earlier address is being asked, which then answers so. */
async function movesMeanwhile(id: string, status: number) {
  receiver.answers = ({ path }, response) => {
    if (path !== "/hooks") return void response.writeHead(204).end();
    void editEndpoint(mia, id, { url: receiver.url("/repaired") }, null, settings).then(() =>
      response.writeHead(status).end(),
    );
  };
  await testEndpoint(mia, id);
  const webhooks = delivers();
  await webhooks.idle();
  return webhooks;
}

test("a message that the earlier address answered with 410 goes to the new one", async () => {
  const { id } = await endpoint(["audit.sealed"]);
  const webhooks = await movesMeanwhile(id, 410);
  expect(await openEndpoint(mia, id)).toMatchObject({ off: null });
  expect(await only(id)).toMatchObject({ status: "waiting", answer: "webhook_answer:410" });
  await makesDue();
  await webhooks.idle();
  expect(await only(id)).toMatchObject({ status: "delivered", answer: "204" });
  expect(receiver.received.map(({ path }) => path)).toEqual(["/hooks", "/repaired"]);
});

test("a new address has its own five days, whatever the earlier one answers meanwhile", async () => {
  const { id } = await endpoint(["audit.sealed"]);
  const failingSince = new Date(Date.now() - 5 * DAY_MS + 60_000);
  await WebhookEndpoint.updateOne({ _id: id }, { failingSince });
  await editEndpoint(mia, id, { description: "Ticketing" }, null, settings);
  expect((await openEndpoint(mia, id)).failingSince).toEqual(failingSince);
  await editEndpoint(mia, id, { url: receiver.url("/elsewhere") }, null, settings);
  expect((await openEndpoint(mia, id)).failingSince).toBeNull();

  const other = await endpoint(["audit.sealed"]);
  await movesMeanwhile(other.id, 500);
  expect(await only(other.id)).toMatchObject({ status: "waiting", answer: "webhook_answer:500" });
  expect((await openEndpoint(mia, other.id)).failingSince).toBeNull();
});

test("410 switches an endpoint off, and what waits is given up", async () => {
  const { id } = await endpoint(["audit.sealed"]);
  receiver.answers = (_, response) => void response.writeHead(410).end();
  for (let each = 0; each < 10; each += 1) await testEndpoint(mia, id);
  const webhooks = delivers();
  await webhooks.idle();
  expect((await openEndpoint(mia, id)).off).toMatchObject({ reason: "gone" });
  await eventually(async () => {
    committed.emit("webhooks");
    const deliveries = await listDeliveries(mia, id);
    expect(deliveries.every(({ status }) => status === "failed")).toBe(true);
  });
  expect(receiver.received.length).toBeLessThan(10);
  expect(await AuditEvent.findOne({ action: "webhook.switched_off" }).lean()).toMatchObject({
    actor: { kind: "system" },
    after: { status: "off", reason: "gone" },
  });
  await expect(testEndpoint(mia, id)).rejects.toThrow(/is off\. Resume it first/);
});

test("an endpoint that nothing reached for five days is switched off; once resumed, it gets messages again", async () => {
  const { id } = await endpoint(["audit.sealed"]);
  receiver.answers = (_, response) => void response.writeHead(500).end();
  const webhooks = delivers();
  await testEndpoint(mia, id);
  await webhooks.idle();
  expect((await openEndpoint(mia, id)).failingSince).not.toBeNull();
  await WebhookEndpoint.updateOne({ _id: id }, { failingSince: new Date(Date.now() - 5 * DAY_MS + 60_000) });
  await makesDue();
  await webhooks.idle();
  expect((await only(id)).attempts).toBe(2);
  expect((await openEndpoint(mia, id)).off).toBeNull();
  await WebhookEndpoint.updateOne({ _id: id }, { failingSince: new Date(Date.now() - 5 * DAY_MS) });
  await makesDue();
  await webhooks.idle();
  expect((await openEndpoint(mia, id)).off).toMatchObject({ reason: "failing" });

  receiver.answers = (_, response) => void response.writeHead(204).end();
  await resumeEndpoint(mia, id, null);
  await testEndpoint(mia, id);
  await makesDue();
  await webhooks.idle();
  expect(await openEndpoint(mia, id)).toMatchObject({ off: null, failingSince: null });
  expect((await listDeliveries(mia, id))[0]).toMatchObject({ status: "delivered" });
});

test("once everything that waited is given up, an endpoint no longer counts as failing until it is tried again", async () => {
  const { id } = await endpoint(["audit.sealed"]);
  receiver.answers = (_, response) => void response.writeHead(500).end();
  const webhooks = delivers();
  for (let each = 0; each < 2; each += 1) await testEndpoint(mia, id);
  await webhooks.idle();
  const ofEndpoint = { kind: "webhook", status: "waiting" as const };
  const givesUpOne = async () => {
    const { _id } = await Job.findOne(ofEndpoint).orFail().lean();
    await Job.updateOne({ _id }, { "facts.until": new Date(0), dueAt: new Date() });
    committed.emit("webhooks");
    await eventually(async () => expect((await Job.findById(_id).lean())?.status).toBe("failed"));
    await webhooks.idle();
  };
  await givesUpOne();
  expect((await openEndpoint(mia, id)).failingSince).not.toBeNull();
  await givesUpOne();
  expect((await openEndpoint(mia, id)).failingSince).toBeNull();

  // A month later, one attempt that fails does not stand for five days.
  await testEndpoint(mia, id);
  await webhooks.idle();
  const { failingSince, off } = await openEndpoint(mia, id);
  expect([Date.now() - Number(failingSince) < 60_000, off]).toEqual([true, null]);
});

test("an endpoint that is off or deleted is sent nothing", async () => {
  const [off, gone] = [await endpoint(["*"], "/off"), await endpoint(["*"], "/gone")];
  await testEndpoint(mia, off.id);
  await testEndpoint(mia, gone.id);
  await switchOffEndpoint(mia, off.id, null);
  await deleteEndpoint(mia, gone.id, null);
  expect(await only(off.id)).toMatchObject({ status: "failed", answer: "webhook_off", dueAt: null });
  expect(await Job.countDocuments({ kind: "webhook", status: "waiting" })).toBe(0);
  await world.invites(["ann@example.com"]);
  await tells();
  const webhooks = delivers();
  await webhooks.idle();
  expect(receiver.received).toEqual([]);
  expect(receiver.refused).toEqual([]);
  expect(await Job.countDocuments({ kind: "webhook", status: "waiting" })).toBe(0);
});

test("a message can be delivered again, with the same id", async () => {
  const { id } = await endpoint(["audit.sealed"]);
  const webhooks = delivers();
  await testEndpoint(mia, id);
  await webhooks.idle();
  const { id: message } = await only(id);
  await redeliver(mia, id, message);
  await webhooks.idle();
  expect(receiver.ids).toEqual([message, message]);
  const other = await endpoint(["audit.sealed"]);
  for (const unknown of [`msg_${new Types.ObjectId()}`, "msg_1", ""])
    await expect(redeliver(mia, id, unknown)).rejects.toThrow(/no longer exists/);
  await expect(redeliver(mia, other.id, message)).rejects.toThrow(/no longer exists/);
});

test("for a day after a rotation, each message verifies with the old secret and the new one", async () => {
  const { id, secret: old } = await endpoint(["audit.sealed"]);
  const { secret } = await rotateSecret(mia, id, null, settings);
  const webhooks = delivers();
  const arrives = async () => {
    await testEndpoint(mia, id);
    await webhooks.idle();
    return [receiver.received.splice(0).length, receiver.refused.splice(0).length];
  };
  receiver.knows(old);
  expect(await arrives()).toEqual([1, 0]);
  receiver.knows(secret);
  expect(await arrives()).toEqual([1, 0]);
  await WebhookEndpoint.updateOne({ _id: id }, { "previousSecret.until": new Date(0) });
  expect(await arrives()).toEqual([1, 0]);
  receiver.knows(old);
  expect(await arrives()).toEqual([0, 1]);
});

test("without the key of its secret, an endpoint waits and loses no attempt", async () => {
  const { id } = await endpoint(["audit.sealed"]);
  await testEndpoint(mia, id);
  const blind = delivers({ keys: [{ id: "k2", secret: randomBytes(32) }] });
  await blind.idle();
  expect(await only(id)).toMatchObject({ status: "waiting", attempts: 0 });
  expect(Number((await only(id)).dueAt)).toBeGreaterThan(Date.now());
  await blind.stop();
  const webhooks = delivers();
  await makesDue();
  await webhooks.idle();
  expect(await only(id)).toMatchObject({ status: "delivered", attempts: 1 });
});

test("several processes deliver each message once", async () => {
  const { id } = await endpoint(["audit.sealed"]);
  for (let each = 0; each < 40; each += 1) await testEndpoint(mia, id);
  const processes = [delivers(), delivers(), delivers()];
  await eventually(() => expect(receiver.received).toHaveLength(40));
  await Promise.all(processes.map((each) => each.idle()));
  expect(new Set(receiver.ids).size).toBe(40);
});

test("the position of the audit log's seal is sent once a day, to endpoints that ask for it", async () => {
  await endpoint(["audit.sealed"]);
  const webhooks = delivers();
  for (const _ of ["one process", "another"]) await announceSeal(4211, "c2VhbA");
  await webhooks.idle();
  expect(receiver.received.map(({ message }) => message)).toEqual([
    {
      type: "audit.sealed",
      timestamp: expect.any(String),
      data: { sealed: 4211, lastSeal: "c2VhbA", since: "4211:c2VhbA" },
    },
  ]);
});

test("a key is retired: secrets are encrypted again with the first one when a process starts", async () => {
  const { id, secret } = await endpoint(["audit.sealed"]);
  const rotated = await rotateSecret(mia, id, null, settings);
  const [older, newer] = [secretKeys[0], { id: "k2", secret: randomBytes(32) }];
  expect(await reencryptSecrets([{ id: "k3", secret: randomBytes(32) }])).toBe(1);
  const replaced = { ...older, secret: randomBytes(32) };
  for (const keys of [[newer], [replaced]] as const) expect(await endpointsWithoutKey(keys)).toBe(1);
  expect(await reencryptSecrets([newer, older])).toBe(0);
  expect(await endpointsWithoutKey([newer])).toBe(0);
  const webhooks = delivers({ keys: [newer] });
  for (const known of [secret, rotated.secret]) {
    receiver.knows(known);
    await testEndpoint(mia, id);
    await webhooks.idle();
  }
  expect(receiver.received).toHaveLength(2);
  expect(receiver.refused).toEqual([]);
});

test("of settled messages, the last hundred are kept", async () => {
  const { id } = await endpoint(["audit.sealed"]);
  for (let each = 0; each < 103; each += 1) await testEndpoint(mia, id);
  const webhooks = delivers();
  await webhooks.idle();
  await forgetOldMessages(new Types.ObjectId(id));
  expect(await Job.countDocuments({ kind: "webhook" })).toBe(100);
  expect((await listDeliveries(mia, id)).map(({ id: message }) => message)).toEqual(
    (await Job.find({ kind: "webhook" }).sort({ _id: -1 }).lean()).map(({ _id }) => `msg_${_id}`),
  );
});

test("a stop finishes what is under way, and begins nothing", async () => {
  const { id } = await endpoint(["audit.sealed"]);
  const held: (() => void)[] = [];
  receiver.answers = (_, response) => void held.push(() => response.writeHead(204).end());
  for (let each = 0; each < 5; each += 1) await testEndpoint(mia, id);
  const webhooks = delivers();
  await eventually(() => expect(held).toHaveLength(2));
  const stopped = webhooks.stop();
  for (const answer of held) answer();
  await stopped;
  const statuses = (await listDeliveries(mia, id)).map(({ status }) => status).sort();
  expect(statuses).toEqual(["delivered", "delivered", "waiting", "waiting", "waiting"]);
  expect(await Job.countDocuments({ kind: "webhook", lease: { $exists: true } })).toBe(0);
});
