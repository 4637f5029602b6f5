import { Types } from "mongoose";
import { afterAll, beforeEach, expect, test } from "vitest";
import { AccessRequest } from "../../../src/models/access-request.ts";
import { AuditEvent } from "../../../src/models/audit-event.ts";
import { disconnect } from "../../../src/models/connection.ts";
import { builtInGroupIds, Group } from "../../../src/models/group.ts";
import { Job } from "../../../src/models/job.ts";
import { User } from "../../../src/models/user.ts";
import type { AccountActor } from "../../../src/services/actor.ts";
import { HOUR_MS } from "../../../src/services/durations.ts";
import { createGroup } from "../../../src/services/groups/write-group.ts";
import { answerRequest } from "../../../src/services/requests/answer-request.ts";
import { createRequest } from "../../../src/services/requests/create-request.ts";
import { answerEmergency } from "../../../src/services/requests/emergencies.ts";
import { putInGroup, takeOutOfGroup } from "../../../src/services/users/change-membership.ts";
import { mia, requestPolicy as policy } from "../../support/acting.ts";
import { seedUsers } from "../../support/slack/seed.ts";
import { databaseFails, emptyDatabase } from "../../support/worker/empty-database.ts";

const { users } = builtInGroupIds;
const nothing = { all: false, names: [] };
const eve: AccountActor = { ...mia, userId: "UEVE", name: "Eve Adams", email: "eve@acme.io", owner: false };
const ben: AccountActor = { ...mia, userId: "UBEN", name: "Ben Okri", email: "ben@acme.io" };
let groupId = "";
let userId = "";

beforeEach(async () => {
  await emptyDatabase();
  const slack = { teamId: mia.teamId, userId: eve.userId, email: "eve@acme.io", linkedAt: new Date() };
  [userId = ""] = await seedUsers([eve.name], users, { email: "eve@acme.io", slack });
  const access = { description: "", services: nothing, projects: nothing, regions: nothing };
  ({ groupId } = await createGroup(mia, { ...access, name: "Bridge" }));
  const emergency = { group: users, hours: 48 };
  await Group.updateOne({ _id: groupId }, { $set: { requests: { open: true, answers: 1, emergency } } });
});
afterAll(disconnect);

const inHours = (hours: number) => ({ until: new Date(Date.now() + hours * HOUR_MS), zone: "Europe/Berlin" });
const isGiven = (end: ReturnType<typeof inHours> | null) => putInGroup(mia, { userId }, groupId, end);
const asks = async (hours: number, emergency: boolean) =>
  (await createRequest(eve, { groupId, hours, reason: "It is down", emergency }, policy)).requestId;
const emergency = (hours: number) => asks(hours, true);
const takesAway = async (id: string) => (await answerEmergency(mia, id, "taken_away")).kept;
const membership = async () =>
  (await User.findById(userId).orFail().lean()).memberships.find((each) => String(each.groupId) === groupId);
const verdict = async (id: string) => (await AccessRequest.findById(id).orFail().lean()).afterwards;
const logged = async () => (await AuditEvent.find().sort({ _id: -1 }).lean()).map(({ action }) => action);

test("a member with an end gets that end back, with the membership otherwise unchanged", async () => {
  const end = inHours(2);
  await isGiven(end);
  const before = await membership();
  const id = await emergency(8);
  expect((await membership())?.until).toEqual((await AccessRequest.findById(id).orFail().lean()).until);
  await Job.deleteMany({});
  expect(await takesAway(id)).toEqual({ from: "before", end });
  expect(await membership()).toEqual(before);
  expect((await verdict(id))?.kept).toEqual({ from: "before", ...end });
  expect((await logged()).slice(0, 2)).toEqual([
    "request.emergency_taken_away",
    "user.membership_end_changed",
  ]);
  const event = await AuditEvent.findOne({ action: "request.emergency_taken_away" }).orFail().lean();
  expect(event.after).toEqual({ kept: "before", until: end.until });
  // It ends then although the jobs of its first end were gone.
  expect(await Job.exists({ kind: "membership-end", dueAt: end.until })).toBeTruthy();
});

test("people who weren't members before leave this group, and no other", async () => {
  const id = await emergency(8);
  expect(await takesAway(id)).toBeNull();
  const { memberships } = await User.findById(userId).orFail().lean();
  expect(memberships.map((each) => String(each.groupId))).toEqual([String(users)]);
  expect(await verdict(id)).not.toHaveProperty("kept");
  expect((await logged()).slice(0, 2)).toEqual(["request.emergency_taken_away", "user.groups_changed"]);
});

test("taking away an emergency that gave no more time shortens nothing", async () => {
  const end = inHours(24 * 30);
  await isGiven(end);
  const id = await emergency(8);
  expect(await takesAway(id)).toEqual({ from: "before", end });
  expect(await membership()).toMatchObject(end);
  expect((await logged())[1]).toBe("request.granted");
});

test("a member without an end gets no emergency, which could only shorten that", async () => {
  await isGiven(null);
  await expect(emergency(8)).rejects.toMatchObject({ fields: { group: expect.any(String) } });
  expect(await membership()).not.toHaveProperty("until");
});

test("an earlier end that has passed, or had before the emergency, doesn't come back", async () => {
  await isGiven(inHours(1));
  const passed = await emergency(8);
  await AccessRequest.updateOne(
    { _id: passed },
    { $set: { "earlierEnd.until": new Date(Date.now() - 1_000) } },
  );
  expect(await takesAway(passed)).toBeNull();
  expect(await membership()).toBeUndefined();

  // Ended, and not yet taken away.
  await isGiven(inHours(1));
  const over = { "memberships.$.until": new Date(Date.now() - 1_000) };
  await User.updateOne({ _id: userId, "memberships.groupId": new Types.ObjectId(groupId) }, { $set: over });
  const after = await emergency(8);
  expect(await takesAway(after)).toBeNull();
  expect(await membership()).toBeUndefined();
});

test.each(["before", "not before"])("what was given since stays, for a member %s", async (member) => {
  if (member === "before") await isGiven(inHours(1));
  const approved = await emergency(4);
  await answerRequest(mia, await asks(24 * 7, false), { approved: true }, policy);
  const longer = (await membership())?.until;
  expect(await takesAway(approved)).toMatchObject({ from: "since", end: { until: longer } });
  expect((await membership())?.until).toEqual(longer);

  const id = await emergency(24 * 2);
  await isGiven(null);
  expect(await takesAway(id)).toEqual({ from: "since", end: null });
  expect(await membership()).not.toHaveProperty("until");
  expect((await verdict(id))?.kept).toEqual({ from: "since" });
});

test("a membership given again since stays, even if it ends before the emergency would have", async () => {
  const id = await emergency(8);
  await takeOutOfGroup(mia, { userId }, groupId);
  const end = inHours(2);
  await isGiven(end);
  expect(await takesAway(id)).toEqual({ from: "since", end });
  expect(await membership()).toMatchObject(end);
});

test("an emergency shortened since is taken away too; one shorter than the earlier end stays short", async () => {
  const id = await emergency(8);
  await isGiven(inHours(4));
  expect(await takesAway(id)).toBeNull();
  expect(await membership()).toBeUndefined();

  const earlier = inHours(4);
  for (const [hours, kept] of [
    [6, { from: "before", end: earlier }],
    [2, { from: "since" }],
  ] as const) {
    await isGiven(earlier);
    const again = await emergency(8);
    const end = inHours(hours);
    await isGiven(end);
    expect(await takesAway(again)).toMatchObject(kept);
    expect(await membership()).toMatchObject(hours === 6 ? earlier : end);
  }
});

test("two emergencies taken away in either order leave only what was there before", async () => {
  for (const end of [null, inHours(1)])
    for (const order of [
      [0, 1],
      [1, 0],
    ]) {
      if (end) await isGiven(end);
      const ids = [await emergency(4), await emergency(8)];
      const [first = "", second = ""] = order.map((at) => ids[at]);
      expect(await takesAway(first)).toMatchObject({ from: order[0] === 0 ? "since" : "before" });
      expect(await takesAway(second)).toEqual(end && { from: "before", end });
      expect((await membership())?.until).toEqual(end?.until);
    }
});

test("if two admins take it away at once, one does and the other is told who", async () => {
  const end = inHours(2);
  await isGiven(end);
  const id = await emergency(8);
  const both = await Promise.allSettled([mia, ben].map((admin) => answerEmergency(admin, id, "taken_away")));
  expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(both.find(({ status }) => status === "rejected")).toMatchObject({
    reason: { code: "request_settled", facts: { status: "taken_away" } },
  });
  expect(await membership()).toMatchObject(end);
  expect((await logged()).slice(0, 3)).toEqual([
    "request.emergency_taken_away",
    "user.membership_end_changed",
    "request.granted",
  ]);
});

test("a Take Away that fails halfway changes nothing, and can be pressed again", async () => {
  const end = inHours(2);
  await isGiven(end);
  const id = await emergency(8);
  const before = await membership();
  await databaseFails("commitTransaction", 1);
  await expect(takesAway(id)).rejects.toThrow();
  expect(await membership()).toEqual(before);
  expect(await verdict(id)).toBeUndefined();
  expect(await takesAway(id)).toEqual({ from: "before", end });
});

test("an emergency granted by an older version takes the whole membership away, as it did then", async () => {
  await isGiven(inHours(2));
  const id = await emergency(8);
  await AccessRequest.updateOne({ _id: id }, { $unset: { earlierEnd: 1 } });
  expect(await takesAway(id)).toBeNull();
  expect(await membership()).toBeUndefined();
});
