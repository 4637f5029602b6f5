import mongoose, { Types } from "mongoose";
import { afterEach, beforeEach, expect, test } from "vitest";
import { HomeTab } from "../../src/models/home-tab.ts";
import { Job } from "../../src/models/job.ts";
import { acceptInvite } from "../../src/services/invites/accept-invite.ts";
import { beginSending } from "../../src/services/invites/begin-sending.ts";
import { recordSent } from "../../src/services/invites/record-delivery.ts";
import { committed, inTransaction } from "../../src/services/transaction.ts";
import { startWorkerWorld, type WorkerWorld } from "../support/worker/worker-world.ts";

let world: WorkerWorld;
beforeEach(async () => {
  world = await startWorkerWorld();
});
afterEach(() => world.ends());

const many = (count: number) => Array.from({ length: count }, (_, index) => `person${index}@example.com`);

test("one small job announces a hundred invites", async () => {
  const ids = await world.invites(many(100));
  const [told, ...more] = await Job.find({ kind: "event" }).lean();
  expect(more).toEqual([]);
  expect(told?.facts).toMatchObject({ action: "invite.created", targets: ids, by: { name: "Mia Chen" } });
  expect(mongoose.mongo.BSON.calculateObjectSize(told ?? {})).toBeLessThan(8_000);
});

test("deliveries of a batch within a second are announced once", async () => {
  const ids = await world.invitesQuietly(many(30));
  for (const id of ids) {
    const mail = { inviteId: new Types.ObjectId(id), generation: 1 };
    await beginSending(mail);
    await inTransaction(() => recordSent([mail]));
  }
  const changed = { kind: "event", "facts.action": "delivery.changed" } as const;
  expect(await Job.countDocuments(changed)).toBe(30);
  await Job.deleteMany({ kind: "invite-email" });
  await world.tellsEvents(world.starts());
  expect(await Job.countDocuments({ ...changed, status: "done" })).toBe(30);
  expect(await Job.countDocuments({ ...changed, attempts: { $gt: 0 } })).toBe(1);
  expect(await Job.countDocuments({ kind: "card" })).toBe(1);
});

test("a change reads nothing that only Slack needs, and writes its jobs in one insert", async () => {
  await HomeTab.create({ _id: "T1:U1", openedAt: new Date(), shows: "overview" });
  const [id = ""] = await world.invites(["eve@example.com"]);
  const operations: string[] = [];
  mongoose.set("debug", (collection: string, method: string) => operations.push(`${collection}.${method}`));
  await acceptInvite({ inviteId: id, generation: 1 }, { name: "Eve Adams", timeZone: "UTC" }, "nonce");
  mongoose.set("debug", false);
  expect(operations.filter((each) => /hometabs|batches/.test(each))).toEqual([]);
  expect(operations.filter((each) => each.startsWith("outboxmessages"))).toEqual([
    "outboxmessages.insertMany",
  ]);
});

test("jobs that an older version wrote with its changes still run", async () => {
  const [id = ""] = await world.invitesQuietly(["eve@example.com"]);
  await HomeTab.create({ _id: "T1:U1", openedAt: new Date(), shows: "overview" });
  const invite = await world.invite(id);
  const old = (kind: string, facts: Record<string, unknown>, foldKey?: string) => ({
    kind,
    facts,
    foldKey,
    status: "waiting",
    dueAt: new Date(0),
    attempts: 0,
    createdAt: new Date(0),
  });
  await Job.deleteMany({});
  await mongoose.connection
    .collection("invites")
    .updateOne({ _id: invite._id }, { $set: { status: "declined" } });
  const about = { inviteId: invite._id, generation: 1 };
  await Job.collection.insertMany([
    old("card", { batchId: invite.batchId }, `card:${invite.batchId}`),
    old("declined-notice", about),
    old("homes", { whose: "admins" }, "homes:admins"),
    old("answered-card", { userId: new Types.ObjectId(), channel: "D1", ts: "1.1" }),
    old("expiry", about),
  ]);
  await world.starts().idle();
  await world.mia.receives("Invite to eve@example.com");
  await world.mia.receives("eve@example.com declined your invite.");
  expect(world.homes).toEqual(["U1"]);
  expect(await Job.countDocuments({ status: { $ne: "done" } })).toBe(0);
});

test("the process that committed an event runs it without claiming it", async () => {
  const worker = world.starts();
  await world.invites(["eve@example.com"]);
  await worker.idle();
  const created = { kind: "event", "facts.action": "invite.created" } as const;
  expect(await Job.findOne(created).lean()).toMatchObject({ status: "done", attempts: 0 });
  await world.mia.receives("Invite to eve@example.com");
});

test("an event whose process died right after its commit is run by another", async () => {
  const dying = () => {};
  committed.on("events", dying);
  await world.invites(["eve@example.com"]);
  committed.off("events", dying);
  expect(await Job.countDocuments({ kind: "event", status: "waiting" })).toBe(1);
  await world.tellsEvents(world.starts());
  await world.mia.receives("Invite to eve@example.com");
});

test("an event that two processes run at once has its consequences once", async () => {
  const workers = [world.starts(), world.starts()];
  await world.invites(many(3));
  await Promise.all(workers.map((worker) => worker.idle()));
  expect(await Job.countDocuments({ kind: "event", status: "done" })).toBe(1);
  expect(await Job.countDocuments({ kind: "card" })).toBe(1);
});

test("an event isn't kept waiting by a process that has stopped", async () => {
  await world.starts().stop();
  await world.invites(["eve@example.com"]);
  const [told] = await Job.find({ kind: "event" }).lean();
  expect(told?.dueAt).toEqual(told?.createdAt);
});
