import { randomBytes } from "node:crypto";
import { mongo } from "mongoose";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { AuditEvent } from "../../../src/models/audit-event.ts";
import { connect, disconnect } from "../../../src/models/connection.ts";
import { Counter } from "../../../src/models/counter.ts";
import { ensureIndexes } from "../../../src/models/indexes.ts";
import { Invite } from "../../../src/models/invite.ts";
import type { AccountActor } from "../../../src/services/actor.ts";
import { DAY_MS } from "../../../src/services/durations.ts";
import { seedGroups, usersGroupId } from "../../../src/services/groups/groups.ts";
import { createInvites } from "../../../src/services/invites/create-invites.ts";
import { resendInvite } from "../../../src/services/invites/resend-invite.ts";
import { resendMany, reviewResend } from "../../../src/services/invites/resend-many.ts";
import { databaseTime } from "../../../src/services/transaction.ts";
import { mia, policy } from "../../support/acting.ts";
import { invitesCounted } from "../../support/counted.ts";
import { DatabaseFaults } from "../../support/database-faults.ts";
import { freshDatabase } from "../../support/setup/database.ts";

const { uri } = freshDatabase();
/** So that only this file's commands fail. */
const appName = randomBytes(4).toString("hex");
const ours = new mongo.MongoClient(uri);
const database = new DatabaseFaults(ours, appName);
const eve: AccountActor = { ...mia, userId: "UEVE", name: "Eve Evil", email: "eve@acme.io", owner: false };

beforeAll(async () => {
  await connect(`${uri}${uri.includes("?") ? "&" : "?"}appName=${appName}`);
  await ensureIndexes();
  await seedGroups();
});
afterAll(() => Promise.all([disconnect(), ours.close()]));
beforeEach(async () => {
  await Counter.deleteMany();
});

const invites = (actor: AccountActor, ...emails: string[]) =>
  createInvites(actor, { emails, groupIds: [usersGroupId], expiryDays: 7 }, policy);

test("what was not committed is not counted, and the person who sent it is told", async () => {
  await invites(mia, "first@example.com");
  await database.failAfter("update", Counter, 0);
  await expect(invites(mia, "second@example.com")).rejects.toThrow();
  await database.recover();
  expect(await Invite.countDocuments({ email: "second@example.com" })).toBe(0);
  expect(await invitesCounted()).toEqual({ total: 1, byAdmin: { "T1:UMIA": 1 } });
  expect(await invites(mia, "second@example.com")).toMatchObject([{ outcome: "invited" }]);
  expect(await invitesCounted()).toEqual({ total: 2, byAdmin: { "T1:UMIA": 2 } });
});

test("addresses that can't be invited, or that a rule refuses, are not counted", async () => {
  const [settled] = await invites(mia, "settled@example.com", "pending@example.com");
  if (settled?.outcome !== "invited") throw new Error("not invited");
  await Invite.updateOne({ _id: settled.inviteId }, { status: "accepted" });
  await expect(resendInvite(mia, settled.inviteId, 1, policy)).rejects.toMatchObject({
    code: "invite_settled",
  });
  expect(await invites(mia, "pending@example.com")).toMatchObject([{ outcome: "pending" }]);
  expect(await invitesCounted()).toMatchObject({ total: 2 });
});

test("what earlier versions counted that day counts", async () => {
  const day = (await databaseTime()).toISOString().slice(0, "2026-03-03".length);
  const byAdmin = { "T1:UMIA": 3, "T1:UEVE": 4 };
  await Counter.create({
    _id: `invites:${day}`,
    count: 7,
    byAdmin,
    expiresAt: new Date(Date.now() + DAY_MS),
  });
  const emails = ["x", "y", "z"].map((name) => `${name}.before@example.com`);
  const outcomesWith = async (limits: Partial<typeof policy.limits>) => {
    const request = { emails, groupIds: [usersGroupId], expiryDays: 7 };
    return createInvites(mia, request, { ...policy, limits: { ...policy.limits, ...limits } });
  };
  expect(await outcomesWith({ admin: 3 })).toMatchObject(emails.map(() => ({ limit: "admin" })));
  expect(await outcomesWith({ total: 7 })).toMatchObject(emails.map(() => ({ limit: "total" })));
  const [first, second] = [{ outcome: "invited" }, { outcome: "limit", limit: "admin" }];
  expect(await outcomesWith({ admin: 4, total: 9 })).toMatchObject([first, second, second]);
});

test.each([
  ["an admin’s own limit", { admin: 3, total: 10 }, "admin"],
  ["the limit in all", { admin: 10, total: 3 }, "total"],
  ["both at once", { admin: 3, total: 3 }, "admin"],
])("for %s, a review says what Resend then says", async (_which, most, limit) => {
  const emails = ["a", "b"].map((name) => `${name}.${limit}.${most.total}@example.com`);
  const seen = (await invites(mia, ...emails)).flatMap((each) =>
    each.outcome === "invited" ? [{ inviteId: each.inviteId, generation: 1 }] : [],
  );
  const tight = { ...policy, limits: { ...policy.limits, ...most } };
  const beyond = [{ email: emails[1], why: { code: "limit_reached", facts: { limit } } }];
  const { ready, leftOut } = await reviewResend(mia, seen, tight, () => true);
  expect([ready.map(({ email }) => email), leftOut]).toMatchObject([[emails[0]], beyond]);
  expect(await resendMany(mia, seen, tight)).toMatchObject({ emails: [emails[0]], leftOut: beyond });
});

test("nothing is counted for people who may not invite", async () => {
  await expect(invites(eve, "eve.invites@example.com")).rejects.toMatchObject({ code: "not_admin" });
  expect(await invitesCounted()).toEqual({ total: 0, byAdmin: {} });
});

test("a refusal whose audit event could not be written is written at the next try", async () => {
  const refusals = () => AuditEvent.countDocuments({ action: "access.refused", "actor.userId": "UEVE" });
  await AuditEvent.deleteMany({ action: "access.refused" });
  await Counter.deleteMany();
  await database.failAfter("insert", AuditEvent, 0);
  await expect(invites(eve, "eve.tries@example.com")).rejects.toThrow();
  await database.recover();
  expect(await refusals()).toBe(0);
  await expect(invites(eve, "eve.tries@example.com")).rejects.toMatchObject({ code: "not_admin" });
  expect(await refusals()).toBe(1);
});
