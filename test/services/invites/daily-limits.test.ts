import { randomBytes } from "node:crypto";
import { mongo } from "mongoose";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { AuditEvent } from "../../../src/models/audit-event.ts";
import { connect, disconnect } from "../../../src/models/connection.ts";
import { Counter } from "../../../src/models/counter.ts";
import { ensureIndexes } from "../../../src/models/indexes.ts";
import { Invite } from "../../../src/models/invite.ts";
import type { AccountActor } from "../../../src/services/actor.ts";
import { DatabaseUnavailable } from "../../../src/services/errors.ts";
import { seedGroups, usersGroupId } from "../../../src/services/groups/groups.ts";
import { createInvites } from "../../../src/services/invites/create-invites.ts";
import { withShare } from "../../../src/services/invites/daily-limits.ts";
import { resendInvite } from "../../../src/services/invites/resend-invite.ts";
import { resendMany, reviewResend } from "../../../src/services/invites/resend-many.ts";
import { mia, policy } from "../../support/acting.ts";
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
const counted = async () => (await Counter.findOne({ _id: /^invites:/ }).lean())?.count;

test("what is left of a share can't be given back: the invites were committed, and whoever sent them is told so", async () => {
  await invites(mia, "first@example.com");
  // The first counts the mail to the new address.
  await database.failAfter("update", Counter, 1);
  const outcomes = await invites(mia, "first@example.com", "second@example.com");
  await database.recover();
  expect(outcomes.map(({ outcome }) => outcome)).toEqual(["pending", "invited"]);
  expect(await Invite.countDocuments({ email: "second@example.com", status: "pending" })).toBe(1);
  // One too many: the limit closes early.
  expect(await counted()).toBe(3);
});

test("a refusal of the rules stands, though the share can't be given back", async () => {
  const [invited] = await invites(mia, "settled@example.com");
  if (invited?.outcome !== "invited") throw new Error("not invited");
  await Invite.updateOne({ _id: invited.inviteId }, { status: "accepted" });
  await database.failAfter("update", Counter, 0);
  await expect(resendInvite(mia, invited.inviteId, 1, policy)).rejects.toMatchObject({
    code: "invite_settled",
  });
  await database.recover();
});

test.each([
  ["an admin’s own limit", { admin: 3, total: 10 }, "admin"],
  ["the limit in all", { admin: 10, total: 3 }, "total"],
  ["both at once", { admin: 3, total: 3 }, "admin"],
])("of %s a review says what Resend then says", async (_which, most, limit) => {
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

test("nothing is counted for whoever may not invite", async () => {
  await expect(invites(eve, "eve.invites@example.com")).rejects.toMatchObject({ code: "not_admin" });
  expect(await counted()).toBeUndefined();
});

test("invites that may have been written stay counted; those that were not are given back", async () => {
  const fails = (error: Error) => withShare(mia, 2, policy, () => Promise.reject(error));
  await expect(fails(new DatabaseUnavailable({ unsure: true }))).rejects.toThrow(/^We can't tell/);
  expect(await counted()).toBe(2);
  await expect(fails(new DatabaseUnavailable())).rejects.toThrow(/nothing was changed/);
  await expect.poll(counted).toBe(2);
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
