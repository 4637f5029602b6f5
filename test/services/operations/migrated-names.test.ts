import { pino } from "pino";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Group } from "../../../src/models/group.ts";
import { Migration } from "../../../src/models/migration.ts";
import { User } from "../../../src/models/user.ts";
import { seedGroups } from "../../../src/services/groups/groups.ts";
import { findGroups } from "../../../src/services/groups/list-groups.ts";
import { listPendingInvites } from "../../../src/services/invites/list-invites.ts";
import { previewInvites } from "../../../src/services/invites/preview-invites.ts";
import { closeDatabase, openDatabase } from "../../../src/services/operations/database.ts";
import { migrations } from "../../../src/services/operations/migrations/list.ts";
import { leftByMigrations } from "../../../src/services/operations/unfinished-migrations.ts";
import { findUser } from "../../../src/services/users/find-user.ts";
import { listUsers } from "../../../src/services/users/list-users.ts";
import { startMigrations } from "../../../src/worker/run-migrations.ts";
import { mia, policy } from "../../support/acting.ts";
import { writeOldNames } from "../../support/old-names.ts";
import { freshDatabase } from "../../support/setup/database.ts";

const { uri } = freshDatabase();
const lines: Record<string, unknown>[] = [];

beforeAll(async () => {
  await writeOldNames(uri);
  await openDatabase(uri);
  await seedGroups();
});
afterAll(closeDatabase);

const users = async (text: string) =>
  (await listUsers(mia, text, null)).rows.map(({ name }) => name.normalize("NFC"));
const groups = async (text: string) => (await findGroups(mia, text, null)).rows.map(({ name }) => name);
const invites = async (text: string) =>
  (await listPendingInvites(mia, { text, mine: false, which: "pending" }, null)).rows.map(
    ({ email }) => email,
  );

/** What is found in the old form and in the new one. */
async function everyoneIsFound(): Promise<void> {
  expect(await users("díaz")).toEqual(["Carmen Díaz"]);
  expect(await users("José Straße")).toEqual(["José Straße"]);
  expect(await users("o’connor")).toEqual(["Seán O’Connor"]);
  for (const domain of ["acme.io", "@acme", "acme"]) expect(await users(domain)).toHaveLength(3);
  expect(await users("münchen.de")).toContain("Mona Owner");
  for (const email of ["mona@münchen.de", "mona@xn--mnchen-3ya.de"])
    expect(await findUser(mia, { by: "email", email })).not.toBeNull();
  const { skipped } = await previewInvites(mia, ["mona@xn--mnchen-3ya.de"], policy);
  expect(skipped).toMatchObject([{ outcome: "user" }]);
  expect(await invites("@xn--mn")).toEqual(["vera@xn--mnchen-3ya.de"]);
  expect(await groups("éclair")).toEqual(["Éclair Billing"]);
  expect(await groups("straße")).toContain("Straße");
  expect(await groups("adm")).toEqual(["Admin"]);
}

test("everyone can be found during the migration, and by the name on the screen afterwards", async () => {
  await everyoneIsFound();
  for (const migration of migrations) await migration.migrateAfter(undefined, 2);
  await everyoneIsFound();

  const log = pino({}, { write: (line: string) => lines.push(JSON.parse(line)) });
  const running = startMigrations(migrations, log, {
    restMs: 5,
    tellMs: 1_000,
    retryMs: 5,
    againMs: 3_600_000,
  });
  await expect.poll(() => Migration.countDocuments({ doneAt: { $exists: true } })).toBe(migrations.length);
  await running.stop();
  await everyoneIsFound();

  expect(await users("diaz")).toEqual(["Carmen Díaz"]);
  expect(await users("strasse")).toEqual(["José Straße"]);
  expect(await users("oconnor")).toEqual(["Seán O’Connor"]);
  expect(await users("ac")).toEqual([]);
  expect(await invites("münchen")).toEqual(["vera@xn--mnchen-3ya.de"]);
  expect(await groups("billing")).toEqual(["Éclair Billing"]);
  expect(await User.findOne({ email: "c2@acme.io" }).lean()).toMatchObject({ name: "José Straße" });
  expect(await User.findOne({ name: "Mona Owner" }).lean()).toMatchObject({
    email: "mona@xn--mnchen-3ya.de",
    slack: { email: "mona@xn--mnchen-3ya.de" },
  });
});

test("of two that would become the same, one stays as it was, and the log and the report say so", async () => {
  expect((await User.find({ words: "zoe" }).lean()).map(({ email }) => email).sort()).toEqual([
    "zoe@münchen.de",
    "zoe@xn--mnchen-3ya.de",
  ]);
  expect(await Group.findOne({ name: "Straße" }).lean()).toMatchObject({ nameKey: "straße" });
  expect(await leftByMigrations(migrations)).toMatchObject([
    { id: "006-group-names", names: ["Straße"] },
    { id: "007-canonical-emails", names: ["zoe@münchen.de"] },
  ]);
  expect(lines.filter(({ level }) => Number(level) >= 40)).toMatchObject([
    { level: 40, migration: "006-group-names" },
    { level: 40, migration: "007-canonical-emails" },
  ]);
});

test("a group renamed by an older version is picked up by the next walk", async () => {
  await Group.updateOne({ name: "Éclair Billing" }, { name: "Öl Billing", nameKey: "öl billing" });
  const [, , , , , groupNames] = migrations;
  expect(await groupNames?.migrateAfter(undefined, 10)).toMatchObject({ found: 1 });
  expect(await groups("oel")).toEqual([]);
  expect(await groups("ol")).toEqual(["Öl Billing"]);
});
