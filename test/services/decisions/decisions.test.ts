import mongoose, { Types } from "mongoose";
import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { disconnect } from "../../../src/models/connection.ts";
import { builtInGroupIds, Group } from "../../../src/models/group.ts";
import { LastUse } from "../../../src/models/last-use.ts";
import { User } from "../../../src/models/user.ts";
import type { Bounds } from "../../../src/services/decisions/access-index.ts";
import { Decisions, type Question } from "../../../src/services/decisions/decisions.ts";
import { subjectOf } from "../../../src/services/decisions/subject.ts";
import { deleteGroup } from "../../../src/services/groups/delete-group.ts";
import { createGroup, editGroup } from "../../../src/services/groups/write-group.ts";
import { changeGroups } from "../../../src/services/users/change-groups.ts";
import { userProfile } from "../../../src/services/users/find-user.ts";
import { reactivateUser, suspendUser } from "../../../src/services/users/suspend-user.ts";
import { mia } from "../../support/acting.ts";
import { eventually } from "../../support/eventually.ts";
import { seedUsers } from "../../support/slack/seed.ts";
import { databaseFails, emptyDatabase } from "../../support/worker/empty-database.ts";

const users = String(builtInGroupIds.users);
const faults: unknown[] = [];
const started: Decisions[] = [];
let eve = "";

beforeEach(async () => {
  await emptyDatabase();
  [eve = ""] = await seedUsers(["Eve Adams"], users, { email: "eve@acme.io" });
  await seedUsers(["Ben Weber"], users, { email: "ben@acme.io" });
});
afterEach(async () => {
  for (const each of started.splice(0)) await each.stop();
  expect(faults.splice(0)).toEqual([]);
});
afterAll(disconnect);

function start(bounds?: Bounds): Decisions {
  const decisions = new Decisions((error) => faults.push(error), bounds);
  started.push(decisions);
  return decisions;
}

const asks = (id: string, service: string, action: string | null = null): Question => ({
  subject: subjectOf(id),
  wanted: { services: [service], projects: [], regions: [], action },
});

/** Loads everyone, and waits until questions need no database. */
async function inMemory(bounds?: Bounds): Promise<Decisions> {
  const decisions = start(bounds);
  await eventually(() => {
    expect(decisions.decide(asks("eve@acme.io", "Tickets"))).not.toBeInstanceOf(Promise);
    expect(decisions.loaded).toBe(true);
  });
  return decisions;
}

const profile = (id = eve) => userProfile(mia, id);
const version = async (id = eve) => (await profile(id)).version;
const groupOf = (services: string[]) => ({
  description: "",
  services: { all: false, names: services },
  projects: { all: false, names: [] },
  regions: { all: false, names: [] },
});

test("the database answers the first question, memory the later ones, and both say the same", async () => {
  const decisions = start();
  const first = decisions.decide(asks("Eve@ACME.io", "Tickets"));
  expect(first).toBeInstanceOf(Promise);
  expect(await first).toMatchObject({ allowed: true, userId: eve, membership: { group: { name: "Users" } } });
  await eventually(() =>
    expect(decisions.decide(asks("eve@acme.io", "Tickets"))).not.toBeInstanceOf(Promise),
  );
  await eventually(() => expect(decisions.loaded).toBe(true));
  for (const id of ["eve@acme.io", "EVE@acme.io", eve, eve.toUpperCase()])
    expect(await decisions.decide(asks(id, "Tickets"))).toMatchObject({ allowed: true, userId: eve });
  for (const id of ["nobody@acme.io", String(new Types.ObjectId()), "slack:U0", "eve", "slack:eve", ""])
    expect(await decisions.decide(asks(id, "Tickets"))).toEqual({ allowed: false, code: "unknown_subject" });
  expect(await decisions.decide(asks("eve@acme.io", "Billing"))).toEqual({
    allowed: false,
    code: "not_given",
  });
});

test("a linked Slack account acts as its user, until its rights are paused", async () => {
  const slack = { teamId: "T1", userId: "UEVE", email: "eve@acme.io", linkedAt: new Date() };
  await User.updateOne({ email: "eve@acme.io" }, { $set: { slack } });
  const [memory, database] = [await inMemory(), start()];
  await database.stop();
  for (const decisions of [memory, database])
    expect(await decisions.decide(asks("slack:UEVE", "Tickets"))).toMatchObject({
      allowed: true,
      userId: eve,
    });
  await User.updateOne(
    { email: "eve@acme.io" },
    { $set: { "slack.paused": { since: new Date(), code: "guest", because: "a guest" } } },
  );
  for (const decisions of [memory, database]) {
    expect(await decisions.decide(asks("slack:UEVE", "Tickets"))).toMatchObject({ code: "account_paused" });
    expect(await decisions.decide(asks("eve@acme.io", "Tickets"))).toMatchObject({ allowed: true });
  }
});

test("every decision after a change by this process reflects it, however it was changed", async () => {
  const decisions = await inMemory();
  const may = async (service: string, id = "eve@acme.io") =>
    (await decisions.decide(asks(id, service))).allowed;
  for (let round = 0; round < 5; round++) {
    const { groupId } = await createGroup(mia, { name: `Support ${round}`, ...groupOf(["Phone"]) });
    expect(await may("Phone")).toBe(false);
    await changeGroups(mia, await version(), [users, groupId]);
    expect(await may("Phone")).toBe(true);
    await editGroup(mia, groupId, 1, { name: `Support ${round}`, ...groupOf(["Chat"]) });
    expect([await may("Phone"), await may("Chat")]).toEqual([false, true]);
    await suspendUser(mia, await version(), "keep");
    expect([await may("Chat"), await may("Tickets")]).toEqual([false, false]);
    await reactivateUser(mia, await version());
    expect(await may("Chat")).toBe(true);
    await deleteGroup(mia, groupId, 2);
    expect([await may("Chat"), await may("Tickets")]).toEqual([false, true]);
    const [zoe = ""] = await seedUsers([`Zoe ${round}`], users);
    expect(await may("Tickets", zoe)).toBe(true);
    await User.deleteOne({ _id: zoe });
    expect(await may("Tickets", zoe)).toBe(false);
  }
  await eventually(() =>
    expect(decisions.decide(asks("eve@acme.io", "Tickets"))).not.toBeInstanceOf(Promise),
  );
});

test("every decision reflects changes by other processes a second later", async () => {
  const decisions = await inMemory();
  const elsewhere = mongoose.connection.getClient().db(mongoose.connection.name);
  for (let round = 0; round < 3; round++)
    for (const status of ["suspended", "active"] as const) {
      await elsewhere.collection("users").updateOne({ email: "eve@acme.io" }, { $set: { status } });
      const acknowledged = performance.now();
      // Questions go on all the while, as a service asks them.
      for (;;) {
        const asked = performance.now();
        const { allowed } = await decisions.decide(asks("eve@acme.io", "Tickets"));
        if (allowed === (status === "active")) break;
        expect(asked - acknowledged).toBeLessThan(1_000);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    }
});

test("in memory, a membership ends at the exact moment by the database's clock, whether or not anything was written", async () => {
  const decisions = await inMemory();
  const until = new Date(Date.now() + 1_500);
  await User.updateOne({ email: "eve@acme.io" }, { $set: { "memberships.0.until": until } });
  await eventually(async () => {
    // The test's mongod runs on this machine: its clock is ours.
    const before = Date.now();
    const { allowed } = await decisions.decide(asks("eve@acme.io", "Tickets"));
    if (before >= until.getTime()) expect(allowed).toBe(false);
    else if (Date.now() < until.getTime() - 101) expect(allowed).toBe(true);
    expect(before).toBeGreaterThan(until.getTime());
  });
  expect(await decisions.decide(asks("eve@acme.io", "Tickets"))).toMatchObject({ code: "ended" });
});

test("users who don't fit into memory are read for each question, and never taken for strangers", async () => {
  const decisions = await inMemory({ users: 1, memberships: 100, names: 100 });
  const ids = ["eve@acme.io", "ben@acme.io"];
  const answers = ids.map((id) => decisions.decide(asks(id, "Tickets")));
  expect(answers.filter((answer) => answer instanceof Promise)).toHaveLength(1);
  for (const answer of answers) expect(await answer).toMatchObject({ allowed: true });
  const many = await Group.create({
    name: "Many",
    nameKey: "many",
    projects: [],
    regions: [],
    services: Array.from({ length: 100 }, (_, at) => `Service ${at}`),
  });
  await User.updateOne({ email: "ben@acme.io" }, { $set: { "memberships.0.groupId": many._id } });
  for (const service of ["Service 7", "Service 99"])
    expect(await decisions.decide(asks("ben@acme.io", service))).toMatchObject({ allowed: true });
  expect(decisions.decide(asks("eve@acme.io", "Tickets"))).toBeInstanceOf(Promise);
});

test("a failed stream is reopened where it was; meanwhile the database answers", async () => {
  const decisions = await inMemory();
  await databaseFails("getMore", 1);
  await User.updateOne({ email: "eve@acme.io" }, { $set: { status: "suspended" } });
  expect(await decisions.decide(asks("eve@acme.io", "Tickets"))).toMatchObject({ code: "suspended" });
  await eventually(() => expect(faults).toHaveLength(1));
  expect(await decisions.decide(asks("eve@acme.io", "Tickets"))).toMatchObject({ code: "suspended" });
  await eventually(() =>
    expect(decisions.decide(asks("eve@acme.io", "Tickets"))).not.toBeInstanceOf(Promise),
  );
  expect(await decisions.decide(asks("eve@acme.io", "Tickets"))).toMatchObject({ code: "suspended" });
  expect(String(faults.splice(0))).toMatch(/failCommand/);
});

test("a collection replaced as a whole is read again", async () => {
  const decisions = await inMemory();
  const copies = mongoose.connection.db?.collection("copies");
  await copies?.insertMany(await User.find({ email: "ben@acme.io" }).lean());
  await copies?.rename("users", { dropTarget: true });
  await eventually(async () =>
    expect(await decisions.decide(asks("eve@acme.io", "Tickets"))).toMatchObject({ code: "unknown_subject" }),
  );
  await eventually(() => expect(decisions.loaded).toBe(true));
  expect(await decisions.decide(asks("ben@acme.io", "Tickets"))).toMatchObject({ allowed: true });
  expect(String(faults.splice(0))).toMatch(/as a whole/);
});

test("what was allowed is remembered by day, once for each user and group", async () => {
  const decisions = await inMemory();
  for (let times = 0; times < 5; times++) {
    await decisions.decide(asks("eve@acme.io", "Tickets"));
    await decisions.decide(asks("ben@acme.io", "Billing"));
  }
  const today = new Date().toISOString().slice(0, 10);
  await eventually(async () =>
    expect(await LastUse.find().lean()).toEqual([{ _id: new Types.ObjectId(eve), days: { [users]: today } }]),
  );
});

test("an unreachable database lets nobody in", async () => {
  const decisions = await inMemory();
  await decisions.stop();
  await databaseFails("aggregate", 1);
  await expect(async () => decisions.decide(asks("eve@acme.io", "Tickets"))).rejects.toThrow();
});
