import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { AuditEvent } from "../../../src/models/audit-event.ts";
import { Batch } from "../../../src/models/batch.ts";
import { builtInGroupIds } from "../../../src/models/group.ts";
import { Invite } from "../../../src/models/invite.ts";
import { beginAudit } from "../../../src/services/audit/begin-audit.ts";
import { sealAudit } from "../../../src/services/audit/seal-audit.ts";
import { trimAudit, trimUnsealed } from "../../../src/services/audit/trim-audit.ts";
import { verifyAudit } from "../../../src/services/audit/verify-audit.ts";
import { createInvites } from "../../../src/services/invites/create-invites.ts";
import { removeSettledInvites } from "../../../src/services/invites/remove-settled.ts";
import { closeDatabase, openDatabase } from "../../../src/services/operations/database.ts";
import { mia, policy } from "../../support/acting.ts";
import { beginsEmpty, events, heads, sealAll, writeEvents } from "../../support/audit-log.ts";
import { freshDatabase } from "../../support/setup/database.ts";

const key = randomBytes(32);
const lastYear = new Date(Date.now() - 365 * 86_400_000);
const lastMonth = new Date(Date.now() - 30 * 86_400_000);
const yesterday = new Date(Date.now() - 86_400_000);

beforeAll(() => openDatabase(freshDatabase().uri));
afterAll(closeDatabase);
/** A log with 20 events of last year, 20 of last month and 10 of today. */
beforeEach(async () => {
  await beginsEmpty(key);
  await writeEvents(20, lastYear);
  await writeEvents(20, lastMonth);
  await writeEvents(10);
});

const problems = async (since: Parameters<typeof verifyAudit>[1] = null) =>
  (await verifyAudit(key, since)).problems;
const halfAYearAgo = new Date(Date.now() - 180 * 86_400_000);

test("older events go, the log says so and where it continues, and it verifies before and after being sealed on", async () => {
  const seen = await sealAll(key);
  const cut = await events().findOne({ sequence: 20 });
  const { removed, start } = await trimAudit(key, halfAYearAgo);
  expect({ removed, start }).toEqual({ removed: 20, start: { sequence: 20, seal: cut?.seal } });
  expect(await AuditEvent.countDocuments({ at: { $lt: halfAYearAgo } })).toBe(0);
  expect(await AuditEvent.findOne({ action: "audit.trimmed" }).lean()).toMatchObject({
    actor: { kind: "system" },
    after: { before: halfAYearAgo, count: 20, upTo: 20, seal: cut?.seal },
  });
  expect(await problems()).toEqual([]);
  // A process that runs goes on, and what was printed earlier still holds.
  await sealAll(key, seen);
  expect(await problems(seen)).toEqual([]);
  expect(await problems({ sequence: 20, seal: String(cut?.seal) })).toEqual([]);
  expect(await problems({ sequence: 20, seal: "x".repeat(44) })).toHaveLength(1);
  expect(await problems({ sequence: 7, seal: "x".repeat(44) })).toEqual([]);

  // Nothing more is old; then all is, but the last event stays.
  expect(await trimAudit(key, halfAYearAgo)).toMatchObject({ removed: 0, start });
  expect((await trimAudit(key, new Date(Date.now() + 60_000))).removed).toBe(30);
  await sealAll(key);
  expect(await problems()).toEqual([]);
  expect(await AuditEvent.countDocuments()).toBe(2);
});

test("a process that saw the log end inside the part cut off doesn't take it for altered", async () => {
  const [first] = [await sealAudit(key, null)];
  await trimAudit(key, halfAYearAgo);
  const earlier = { ...first.end, sequence: 12, seal: "an earlier one" };
  expect((await sealAudit(key, earlier)).count).toBe(1);
});

test("a log cut by hand is found, even after a trim, and so is anything put into its beginning", async () => {
  await sealAll(key);
  await events().deleteMany({ sequence: { $lte: 20 } });
  expect(await problems()).toEqual(["Events 1 to 20 are missing: after 0 comes 21."]);

  await beginsEmpty(key);
  await writeEvents(20, lastYear);
  await writeEvents(20, lastMonth);
  await sealAll(key);
  await trimAudit(key, halfAYearAgo);
  await sealAll(key);
  const kept = await events().findOne({ sequence: 21 });
  await events().deleteMany({ sequence: { $lte: 25 } });
  expect(await problems()).toEqual(["Events 21 to 25 are missing: after 20 comes 26."]);
  // Whoever claims to have trimmed it has no key for that.
  await heads().updateOne({}, { $set: { "trimmed.sequence": 25 } });
  expect((await problems())[0]).toBe("Events 1 to 25 are missing: after 0 comes 26.");
  await heads().updateOne({}, { $set: { "trimmed.sequence": 20 } });
  if (kept) await events().insertOne({ ...kept, sequence: 3 });
  expect(await problems()).toContainEqual(expect.stringContaining("1 events up to there are still stored"));
});

test("a trim doesn't hide alterations: it refuses, and removes nothing", async () => {
  await sealAll(key);
  await events().updateOne({ sequence: 5 }, { $set: { "actor.name": "Somebody else" } });
  await expect(trimAudit(key, halfAYearAgo)).rejects.toThrow("does not end as it was sealed");
  await events().deleteOne({ sequence: 50 });
  await expect(trimAudit(key, halfAYearAgo)).rejects.toThrow("does not end as it was sealed");
  expect(await AuditEvent.countDocuments()).toBe(49);
});

test("a trim that died half way is finished by the next, and two at once remove each event once", async () => {
  await sealAll(key);
  const removing = await events()
    .find({ sequence: { $lte: 20 } })
    .toArray();
  await trimAudit(key, halfAYearAgo);
  // As if the process had died while it removed.
  await events().insertMany(removing.slice(10));
  expect(await problems()).toContainEqual(expect.stringContaining("10 events up to there are still stored"));
  const both = await Promise.all([trimAudit(key, yesterday), trimAudit(key, yesterday)]);
  expect(both.reduce((sum, { removed }) => sum + removed, 0)).toBe(30);
  await sealAll(key);
  expect(await problems()).toEqual([]);
  expect(await AuditEvent.countDocuments({ action: "audit.trimmed" })).toBe(2);
});

test("a trimmed log can be begun again, and then verifies", async () => {
  await sealAll(key);
  await trimAudit(key, halfAYearAgo);
  const { found, end } = await beginAudit(key, "trying");
  expect(found.problems).toEqual([]);
  expect(end.sequence).toBe(32);
  expect(await problems()).toEqual([]);
});

test("a log without seals is trimmed by the times of its events; one with seals only with its key", async () => {
  expect(await trimUnsealed(halfAYearAgo)).toBe(20);
  expect(await AuditEvent.countDocuments()).toBe(31);
  await sealAll(key);
  expect(await trimUnsealed(new Date())).toBeNull();
  expect(await AuditEvent.countDocuments()).toBe(31);
});

test("invites settled long ago are removed, with batches that are then empty; others stay", async () => {
  const groupIds = [String(builtInGroupIds.users)];
  const invite = (...emails: string[]) => createInvites(mia, { emails, groupIds, expiryDays: 7 }, policy);
  await invite("old@acme.io", "mate@acme.io");
  await invite("alone@acme.io");
  await invite("open@acme.io");
  const old = { expiresAt: lastMonth };
  await Invite.updateMany(
    { email: { $in: ["old@acme.io", "alone@acme.io"] } },
    { ...old, status: "declined" },
  );
  await Invite.updateOne({ email: "open@acme.io" }, old);
  expect(await removeSettledInvites(yesterday)).toBe(2);
  expect(await removeSettledInvites(yesterday)).toBe(0);
  expect((await Invite.distinct("email")).sort()).toEqual(["mate@acme.io", "open@acme.io"]);
  expect(await Batch.countDocuments()).toBe(2);
});
