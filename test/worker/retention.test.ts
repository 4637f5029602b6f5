import { randomBytes } from "node:crypto";
import { pino } from "pino";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { AuditEvent } from "../../src/models/audit-event.ts";
import { builtInGroupIds } from "../../src/models/group.ts";
import { Invite } from "../../src/models/invite.ts";
import { closeDatabase, openDatabase } from "../../src/services/operations/database.ts";
import { startRetention } from "../../src/worker/retention.ts";
import { beginsEmpty, events, sealAll, writeEvents } from "../support/audit-log.ts";
import { freshDatabase } from "../support/setup/database.ts";
import { seedInvites } from "../support/slack/seed.ts";

const key = randomBytes(32);
const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000);
const said: { level: number; msg: string }[] = [];
const log = pino({ level: "info" }, { write: (line) => said.push(JSON.parse(line)) });

beforeAll(() => openDatabase(freshDatabase().uri));
afterAll(closeDatabase);
beforeEach(async () => {
  said.length = 0;
  await Invite.deleteMany({});
  await beginsEmpty(key);
  await writeEvents(4, daysAgo(100));
  await writeEvents(3);
  await sealAll(key);
  await seedInvites(["old@acme.io", "new@acme.io"], [String(builtInGroupIds.users)]);
  await Invite.updateMany({}, { status: "declined" });
  await Invite.updateOne({ email: "old@acme.io" }, { expiresAt: daysAgo(40) });
});

/** Starts a process's retention, and stops it once it has looked. */
async function looks(days: { auditDays?: number; inviteDays?: number }, auditKey?: Uint8Array) {
  await startRetention({ auditDays: undefined, inviteDays: undefined, ...days, auditKey }, log).stop();
}
const kept = async () => ({
  events: await AuditEvent.countDocuments({ action: "invite.created" }),
  invites: await Invite.distinct("email"),
});

test("what is past its retention is removed at the start, and nothing is if none is set", async () => {
  await looks({}, key);
  expect(await kept()).toEqual({ events: 7, invites: ["new@acme.io", "old@acme.io"] });
  await looks({ auditDays: 90, inviteDays: 30 }, key);
  expect(await kept()).toEqual({ events: 3, invites: ["new@acme.io"] });
  expect(said).toMatchObject([{ level: 30, invites: 1, events: 4 }]);
});

test("an altered log, or one whose key is missing, isn't trimmed, and the operator reads why; invites are still removed", async () => {
  await looks({ auditDays: 90 });
  await events().updateOne({ sequence: 2 }, { $set: { "actor.name": "Somebody else" } });
  await looks({ auditDays: 90, inviteDays: 30 }, key);
  expect(await kept()).toEqual({ events: 7, invites: ["new@acme.io"] });
  expect(said.map(({ level, msg }) => [level, msg])).toEqual([
    [50, expect.stringContaining("can't be trimmed without AUDIT_KEY")],
    [50, expect.stringMatching(/^The audit log was not trimmed\. /)],
  ]);
});
