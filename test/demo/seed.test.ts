import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { addCast } from "../../dev/demo/people.ts";
import { seed } from "../../dev/demo/seed.ts";
import { type Slack, startSlack } from "../../dev/emulators/slack/slack.ts";
import { AuditEvent } from "../../src/models/audit-event.ts";
import { Group } from "../../src/models/group.ts";
import { Invite } from "../../src/models/invite.ts";
import { Job } from "../../src/models/job.ts";
import { User } from "../../src/models/user.ts";
import { verifyAudit } from "../../src/services/audit/verify-audit.ts";
import { closeDatabase, openDatabase } from "../../src/services/operations/database.ts";
import { freshDatabase } from "../support/setup/database.ts";

const MINUTE_MS = 60 * 1000;
const PAGE = 10;
const auditKey = randomBytes(32);
let slack: Slack;

beforeAll(async () => {
  slack = await startSlack();
  const { uri } = freshDatabase();
  await seed(uri, addCast(slack, false), auditKey, () => undefined);
  await openDatabase(uri);
});
afterAll(async () => {
  await closeDatabase();
  await slack.close();
});

test("every list has more than a page, and invites are in every state", async () => {
  expect(await Invite.countDocuments({ status: "pending" })).toBeGreaterThan(PAGE);
  expect(await User.countDocuments()).toBeGreaterThan(2 * PAGE);
  expect(await User.countDocuments({ status: "suspended" })).toBe(1);
  expect(await Group.countDocuments()).toBeGreaterThan(5);
  expect(await AuditEvent.countDocuments()).toBeGreaterThan(5 * PAGE);
  expect((await Invite.distinct("status")).sort()).toEqual([
    "accepted",
    "cancelled",
    "declined",
    "expired",
    "pending",
  ]);
  expect((await Invite.distinct("delivery.state", { status: "pending" })).sort()).toEqual([
    "bounced",
    "deferred",
    "delivered",
    "dropped",
    "queued",
  ]);
});

test("the history took weeks, in the order in which it is told", async () => {
  const events = await AuditEvent.find().sort({ _id: 1 }).lean();
  const ages = events.map(({ at }) => (Date.now() - at.getTime()) / (24 * 60 * MINUTE_MS));
  expect(Math.max(...ages)).toBeGreaterThan(30);
  expect(Math.min(...ages)).toBeLessThan(1 / 24);
  expect(await verifyAudit(auditKey)).toMatchObject({ sealed: events.length, unsealed: 0, problems: [] });
});

test("what the app finds due is this: mails of this minute at once, a reminder and an expiry within two", async () => {
  const waiting = await Job.find({ status: "waiting" }).lean();
  const within = (minutes: number) =>
    waiting
      .filter(({ dueAt }) => dueAt.getTime() <= Date.now() + minutes * MINUTE_MS)
      .map(({ kind }) => kind)
      .filter((kind) => kind !== "card" && kind !== "event")
      .sort();
  expect(within(0)).toEqual(["invite-email", "invite-email", "review-gather"]);
  expect(within(2)).toEqual(["expiry", "invite-email", "invite-email", "reminder-email", "review-gather"]);
});
