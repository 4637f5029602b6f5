import { Types } from "mongoose";
import { afterAll, beforeEach, expect, test } from "vitest";
import { AccessRequest } from "../../../src/models/access-request.ts";
import { disconnect } from "../../../src/models/connection.ts";
import { builtInGroupIds, Group } from "../../../src/models/group.ts";
import { User } from "../../../src/models/user.ts";
import type { AccountActor } from "../../../src/services/actor.ts";
import { DAY_MS, HOUR_MS } from "../../../src/services/durations.ts";
import { deleteGroup } from "../../../src/services/groups/delete-group.ts";
import { createGroup } from "../../../src/services/groups/write-group.ts";
import { answerRequest } from "../../../src/services/requests/answer-request.ts";
import { createRequest } from "../../../src/services/requests/create-request.ts";
import { accountsToAsk } from "../../../src/services/requests/deciders.ts";
import {
  askAboutRequest,
  remindDeciders,
  replyAboutRequest,
  withdrawRequest,
} from "../../../src/services/requests/follow-request.ts";
import { homeRequests } from "../../../src/services/requests/home-requests.ts";
import { requestableGroups } from "../../../src/services/requests/requestable.ts";
import { mia, requestPolicy } from "../../support/acting.ts";
import { shiftClock } from "../../support/shift-clock.ts";
import { seedUsers } from "../../support/slack/seed.ts";
import { emptyDatabase } from "../../support/worker/empty-database.ts";

const nothing = { all: false, names: [] };
const access = { description: "", services: nothing, projects: nothing, regions: nothing };
const requests = { ...requestPolicy, owners: ["UMIA"] };
const eve: AccountActor = { ...mia, userId: "UEVE", name: "Eve Adams", email: "eve@acme.io", owner: false };

let made = 0;
async function open(rules: object = {}): Promise<string> {
  made += 1;
  const { groupId } = await createGroup(mia, { ...access, name: `Group ${made}` });
  await Group.updateOne({ _id: groupId }, { $set: { requests: { open: true, answers: 1, ...rules } } });
  return groupId;
}
const asks = async (groupId: string) =>
  (await createRequest(eve, { groupId, hours: 24, reason: "To help" }, requests)).requestId;
async function linked(userId: string, name: string, groupId: string | Types.ObjectId): Promise<void> {
  const email = `${userId.toLowerCase()}@acme.io`;
  const slack = { teamId: mia.teamId, userId, email, linkedAt: new Date() };
  await seedUsers([name], groupId, { email, slack });
}

beforeEach(async () => {
  await emptyDatabase();
  const slack = { teamId: mia.teamId, userId: eve.userId, email: "eve@acme.io", linkedAt: new Date() };
  await seedUsers([eve.name], builtInGroupIds.users, { email: "eve@acme.io", slack });
});
afterAll(disconnect);

test("10 requests can be open and 20 made in a day; withdrawing one, or waiting a day, makes room", async () => {
  for (let n = 0; n < 10; n += 1) await asks(await open());
  const another = await open();
  await expect(asks(another)).rejects.toThrow(
    "10 of your requests are waiting for an answer. Withdraw one first.",
  );
  const withdraws = async () => {
    const last = await AccessRequest.findOne({ status: "pending" }).orFail().lean();
    await withdrawRequest(eve, String(last._id));
  };
  for (let n = 10; n < 20; n += 1) {
    await withdraws();
    await asks(await open());
  }
  await withdraws();
  await expect(asks(another)).rejects.toThrow("You asked 20 times within a day. Try again tomorrow.");
  const aDayAgo = new Date(Date.now() - DAY_MS - 1_000);
  await AccessRequest.updateMany({}, { $set: { createdAt: aDayAgo } });
  await asks(another);
});

test("what an admin asks others to approve doesn't count against their own requests", async () => {
  const groupId = await open();
  const now = new Date();
  await AccessRequest.insertMany(
    Array.from({ length: 25 }, (_, n) => ({
      asker: { teamId: eve.teamId, userId: eve.userId, name: eve.name },
      subject: { name: `Person ${n}`, email: `person.${n}@acme.io` },
      person: `person.${n}@acme.io`,
      groupId,
      groupName: "Open",
      reason: "Starts on Monday",
      status: n < 12 ? "pending" : "denied",
      createdAt: now,
      settledAt: now,
      lapsesAt: now,
    })),
  );
  await asks(groupId);
});

test.each([
  ["spaces of no width", "\u200b\u200b"],
  ["spaces and lines", " \n\t\u3000 "],
  ["letters that are not drawn", "\u3164\u2800"],
  ["what turns the direction, and nothing else", "\u202e"],
])("a reason, a question and a reply must say something: %s", async (_, blank) => {
  const groupId = await open();
  await expect(createRequest(eve, { groupId, hours: 24, reason: blank }, requests)).rejects.toMatchObject({
    fields: { reason: expect.any(String) },
  });
  const id = await asks(groupId);
  await expect(answerRequest(mia, id, { approved: false, reason: blank }, requests)).rejects.toMatchObject({
    fields: { reason: expect.any(String) },
  });
  await expect(askAboutRequest(mia, id, blank)).rejects.toMatchObject({
    fields: { question: expect.any(String) },
  });
  await askAboutRequest(mia, id, "Which one?");
  await expect(replyAboutRequest(eve, id, null, blank)).rejects.toMatchObject({
    fields: { reply: expect.any(String) },
  });
});

test("a reason keeps its lines and its letters, and can't change the text direction", async () => {
  const reason = "Первая\nשורה \u202egnp.exe\n👩\u200d👩\u200d👧 first";
  const { requestId } = await createRequest(eve, { groupId: await open(), hours: 24, reason }, requests);
  expect((await AccessRequest.findById(requestId).orFail().lean()).reason).toBe(
    "Первая\nשורה gnp.exe\n👩\u200d👩\u200d👧 first",
  );
});

test("nobody gets a group at once for more than its longest time", async () => {
  const { groupId: crew } = await createGroup(mia, { ...access, name: "Crew" });
  await User.updateOne(
    { "slack.userId": eve.userId },
    { $push: { memberships: { groupId: crew, since: new Date(), by: { kind: "system", name: "iam-bot" } } } },
  );
  const rule = { group: new Types.ObjectId(crew), hours: 24 };
  const groupId = await open({ longestHours: 8, preApproved: rule, emergency: rule });
  const [offered] = (await requestableGroups(eve)).filter(({ id }) => id === groupId);
  expect(offered).toMatchObject({ longestHours: 8, atOnce: { preApproved: 8, emergency: 8 } });
  const takes = (hours: number, emergency: boolean) =>
    createRequest(eve, { groupId, hours, reason: "To help", emergency }, requests);
  for (const emergency of [false, true])
    await expect(takes(24, emergency)).rejects.toMatchObject({ fields: { hours: expect.any(String) } });
  expect(await takes(8, false)).toMatchObject({ rule: "pre_approved" });
});

test("a deleted large group gives nobody another group at once, even before all members are removed", async () => {
  const { groupId: crew } = await createGroup(mia, { ...access, name: "Night Crew" });
  await User.updateOne(
    { "slack.userId": eve.userId },
    { $push: { memberships: { groupId: crew, since: new Date(), by: { kind: "system", name: "iam-bot" } } } },
  );
  const rule = { group: new Types.ObjectId(crew), hours: 24 };
  const groupId = await open({ open: false, preApproved: rule, emergency: rule });
  await Group.deleteOne({ _id: crew });
  expect(await requestableGroups(eve)).toEqual([]);
  expect((await homeRequests(eve)).canAsk).toBe(false);
  for (const [emergency, field] of [
    [false, "group"],
    [true, "emergency"],
  ] as const) {
    const takes = createRequest(eve, { groupId, hours: 8, reason: "To help", emergency }, requests);
    await expect(takes).rejects.toMatchObject({ fields: { [field]: expect.any(String) } });
  }
});

test("after a denial, the same group can be asked for a day later, another at once", async () => {
  const groupId = await open();
  const id = await asks(groupId);
  await answerRequest(mia, id, { approved: false, reason: "Not now" }, requests);
  await expect(asks(groupId)).rejects.toThrow("was denied less than a day ago");
  await asks(await open());
  const settledAt = { settledAt: new Date(Date.now() - DAY_MS - 1_000) };
  await AccessRequest.updateOne({ _id: id }, { $set: settledAt });
  await asks(groupId);
});

test("if the deciders' group is deleted, or nobody in it may decide, the admins are asked, or the owners if there are none", async () => {
  const { groupId: leads } = await createGroup(mia, { ...access, name: "Leads" });
  const id = await asks(await open({ deciders: new Types.ObjectId(leads) }));
  const asked = async () => accountsToAsk(id, requests.owners);
  expect(await asked()).toEqual(["UMIA"]);
  await linked("UADA", "Ada Byron", builtInGroupIds.admin);
  expect(await asked()).toEqual(["UADA"]);
  await linked("ULEA", "Lea Lead", leads);
  expect(await asked()).toEqual(["ULEA"]);
  await User.updateOne({ "slack.userId": "ULEA" }, { $set: { status: "suspended" } });
  expect(await asked()).toEqual(["UADA"]);
  await User.updateOne({ "slack.userId": "ULEA" }, { $set: { status: "active" } });
  await deleteGroup(mia, leads, null);
  expect(await asked()).toEqual(["UADA"]);
});

test("deciders are reminded once every four hours", async () => {
  const id = await asks(await open());
  const early = "less than four hours ago";
  await expect(remindDeciders(eve, id)).rejects.toThrow(early);
  const earlier = (field: string) =>
    AccessRequest.updateOne({ _id: id }, { $set: { [field]: new Date(Date.now() - 4 * HOUR_MS - 1_000) } });
  await earlier("createdAt");
  await remindDeciders(eve, id);
  await expect(remindDeciders(eve, id)).rejects.toThrow(early);
  await earlier("remindedAt");
  await remindDeciders(eve, id);
});

test("a process whose clock is an hour off asks, answers and gives by the database's clock", async () => {
  const groupId = await open();
  for (const ms of [HOUR_MS, -HOUR_MS]) {
    const before = Date.now();
    const back = shiftClock(ms);
    try {
      const id = await asks(groupId);
      await answerRequest(mia, id, { approved: true, hours: 1 }, requests);
      const { createdAt, until } = await AccessRequest.findById(id).orFail().lean();
      expect(Math.abs(createdAt.getTime() - before)).toBeLessThan(HOUR_MS / 2);
      expect(Math.abs((until?.getTime() ?? 0) - before - HOUR_MS)).toBeLessThan(HOUR_MS / 2);
    } finally {
      back();
    }
    await User.updateOne({ "slack.userId": eve.userId }, { $pull: { memberships: { groupId } } });
  }
});

test("a question waits for its reply once: asking it again meanwhile adds none", async () => {
  await linked("UBEN", "Ben Weber", builtInGroupIds.admin);
  const ben = { ...mia, userId: "UBEN", name: "Ben Weber", email: "uben@acme.io", owner: false };
  const id = await asks(await open());
  const questions = async () => (await AccessRequest.findById(id).orFail().lean()).questions.length;
  const asked = await Promise.all(
    Array.from({ length: 5 }, () => askAboutRequest(mia, id, "Which project?")),
  );
  expect(asked).toEqual(Array(5).fill({ asker: "Eve Adams" }));
  expect(await questions()).toBe(1);
  await askAboutRequest(mia, id, " Which project? ");
  expect(await questions()).toBe(1);

  await askAboutRequest(mia, id, "Until when?");
  await askAboutRequest(ben, id, "Which project?");
  expect(await questions()).toBe(3);
  await replyAboutRequest(eve, id, 0, "Apollo");
  await askAboutRequest(mia, id, "Which project?");
  expect(await questions()).toBe(4);
});
