import { randomBytes } from "node:crypto";
import { mongo } from "mongoose";
import { afterEach, expect, test } from "vitest";
import { AuditEvent } from "../../../src/models/audit-event.ts";
import { readReason } from "../../../src/models/delivery-reason.ts";
import { Invite } from "../../../src/models/invite.ts";
import { Migration } from "../../../src/models/migration.ts";
import { TestMail } from "../../../src/models/test-mail.ts";
import { User } from "../../../src/models/user.ts";
import { beginAudit } from "../../../src/services/audit/begin-audit.ts";
import { verifyAudit } from "../../../src/services/audit/verify-audit.ts";
import { closeDatabase, openDatabase } from "../../../src/services/operations/database.ts";
import { migrations } from "../../../src/services/operations/migrations/list.ts";
import {
  oldInvite,
  oldPauses,
  oldReasons,
  oldRefusals,
  oldUser,
  reasonsToday,
  writeOldDatabase,
} from "../../support/old-version.ts";
import { freshDatabase } from "../../support/setup/database.ts";
import { startWorld } from "../../support/world.ts";

const { uri } = freshDatabase();
await writeOldDatabase(uri);
await anotherProcessMigrates();
const auditKey = randomBytes(32);
await beginSealing();
const { mia, log } = await startWorld({ AUDIT_KEY: auditKey.toString("base64") }, uri);

afterEach(() => mia.closes({ all: true }));

/** Holds every migration, so that the app waits. */
async function anotherProcessMigrates(): Promise<void> {
  const client = new mongo.MongoClient(uri);
  const held = { lease: "another", leaseExpiresAt: new Date("2100-01-01"), passed: 0, found: 0 };
  const states = migrations.map(({ id }) => ({ _id: id, ...held }));
  await client.db().collection<{ _id: string }>("migrations").insertMany(states);
  await client.close();
}

/** Seals the log of a database that had none. */
async function beginSealing(): Promise<void> {
  await openDatabase(uri);
  await beginAudit(auditKey, "from now on it is sealed");
  await closeDatabase();
}

/** All pages of a list, as they stand on the screen. */
async function read(command: string, title: string): Promise<string> {
  await mia.runs(command);
  await mia.seesView(title);
  const pages = [mia.screen()];
  while (mia.look().offers("Next")) {
    const { hash } = mia.look().view;
    await mia.presses("Next");
    await expect.poll(() => mia.look().view.hash).not.toBe(hash);
    pages.push(mia.screen());
  }
  await mia.closes({ all: true });
  return pages.join("\n");
}

async function adminGroup(): Promise<string> {
  await mia.runs("/iam groups Admin");
  await mia.seesView("Group members");
  const screen = mia.screen();
  await mia.closes({ all: true });
  return screen;
}

/** Every fact that the version before the codes stored as a sentence, as it reads today. */
async function everySentenceStands(): Promise<void> {
  const pending = await read("/iam pending", "Pending invites");
  for (const reason of reasonsToday.values()) expect(pending).toContain(`Not sent: ${reason}\n`);
  const group = await adminGroup();
  const audit = await read("/iam audit", "Audit log");
  for (const [because, words] of Object.entries(oldPauses)) {
    expect(group).toMatch(new RegExp(`^Paula Paused \\d: ${words}$`, "m"));
    expect(audit).toContain(`Rights paused: none → ${because}\n`);
  }
  for (const reason of oldRefusals) expect(audit).toContain(`Why: ${reason}\n`);
}

const events = () => AuditEvent.find().sort({ _id: 1 }).lean();
const unsealed = () => AuditEvent.countDocuments({ seal: { $exists: false } });

test("people read the same sentences before, during and after the migration, and the sealed log stays as it was", async () => {
  await expect.poll(unsealed).toBe(0);
  const before = await events();
  expect(await Invite.exists({ "delivery.reason": "mailbox does not exist" })).not.toBeNull();
  await everySentenceStands();

  for (const migration of migrations.slice(0, 5))
    expect(await migration.migrateAfter(undefined, 3)).toMatchObject({ passed: 3, found: 3 });
  expect(await User.countDocuments({ "slack.paused.code": { $exists: true } })).toBe(3);
  await everySentenceStands();

  await Migration.updateMany({}, { $unset: { lease: 1, leaseExpiresAt: 1 } });
  await expect.poll(() => Migration.countDocuments({ doneAt: { $exists: true } })).toBe(migrations.length);
  await everySentenceStands();

  const paused = await User.find({ "slack.paused": { $exists: true } }).lean();
  expect(
    Object.fromEntries(paused.map(({ slack }) => [slack?.paused?.because, slack?.paused?.code])),
  ).toEqual({
    "email changed": "email_changed",
    deactivated: "deactivated",
    "deactivated earlier": "reactivated",
    "a guest": "guest",
    "a bot": "bot",
    "from another team": "other_organisation",
  });
  const documents = [...(await Invite.find().lean()), ...(await TestMail.find().lean())];
  const reasons = documents.flatMap(({ delivery, deliveryHistory }) => [delivery, ...deliveryHistory]);
  for (const { reason } of reasons) if (reason) expect(reason).toMatch(/^[a-z_]+(:.+)?$/);
  expect(reasons.map(({ reason }) => reason)).toContain("provider_down:503");
  expect(reasons.map(({ reason }) => readReason(reason ?? "attempts_exhausted").code)).not.toContain("other");

  const ids = new Set(before.map(({ _id }) => String(_id)));
  expect((await events()).filter(({ _id }) => ids.has(String(_id)))).toEqual(before);
  await expect.poll(unsealed).toBe(0);
  const { unsealed: left, problems } = await verifyAudit(auditKey);
  expect({ left, problems }).toEqual({ left: 0, problems: [] });
  const migrated = () => log.filter(({ msg }) => msg === "migrated");
  await expect.poll(migrated).toHaveLength(6);
  expect(migrated()).toMatchObject([
    { migration: "001-pause-codes", changed: 3 },
    { migration: "002-invite-delivery-codes", changed: oldReasons.length - 3 },
    { migration: "003-test-mail-delivery-codes", changed: oldReasons.length - 3 },
    { migration: "004-user-search-terms", changed: 3 },
    { migration: "005-invite-search-terms", changed: oldReasons.length - 3 },
    { migration: "008-invite-handlers", changed: oldReasons.length },
  ]);
});

test("what an older version writes afterwards can be read and acted on, like the rest", async () => {
  const user = oldUser(99, "a guest");
  const invite = oldInvite(99, "their spam filter refused it");
  await User.collection.insertOne(user);
  await Invite.collection.insertOne(invite);
  expect(await read("/iam pending lost99", "Pending invites")).toContain(
    "Not sent: their spam filter refused it",
  );
  await mia.runs("/iam user paused99");
  await mia.seesView("Profile");
  await mia.sees("Its rights are paused because the account is a guest. To restore them, link it again.");
});
