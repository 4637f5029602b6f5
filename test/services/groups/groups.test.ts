import mongoose, { Types } from "mongoose";
import { afterAll, expect, test } from "vitest";
import { AuditEvent } from "../../../src/models/audit-event.ts";
import { connect, disconnect } from "../../../src/models/connection.ts";
import { builtInGroupIds, Group } from "../../../src/models/group.ts";
import { ensureIndexes } from "../../../src/models/indexes.ts";
import { User } from "../../../src/models/user.ts";
import type { AccountActor } from "../../../src/services/actor.ts";
import { readAuditLog } from "../../../src/services/audit/read-audit-log.ts";
import { recordAudit } from "../../../src/services/audit.ts";
import { InvalidFields, NotAdmin } from "../../../src/services/errors.ts";
import { deleteGroup } from "../../../src/services/groups/delete-group.ts";
import { seedGroups } from "../../../src/services/groups/groups.ts";
import { findGroups } from "../../../src/services/groups/list-groups.ts";
import { groupToChange, openGroup } from "../../../src/services/groups/open-group.ts";
import { GroupChanged, GroupDeleted } from "../../../src/services/groups/refusals.ts";
import { createGroup, editGroup } from "../../../src/services/groups/write-group.ts";
import { freshDatabase } from "../../support/setup/database.ts";
import { seedUsers } from "../../support/slack/seed.ts";

await connect(freshDatabase().uri);
await ensureIndexes();
await seedGroups();
afterAll(disconnect);

const account = (name: string, owner: boolean): AccountActor => ({
  kind: "account",
  teamId: "T1",
  userId: `U${name.toUpperCase()}`,
  name,
  email: `${name}@acme.io`,
  timeZone: "UTC",
  owner,
  ineligible: null,
});
const ada = account("ada", true);
const ben = account("ben", true);
const nothing = { all: false, names: [] };
const request = (name: string) => ({
  name,
  description: "",
  services: nothing,
  projects: nothing,
  regions: nothing,
});

test("twenty people create a group of one name at once, in any case: one does, with one event", async () => {
  const results = await Promise.allSettled(
    Array.from({ length: 20 }, (_, index) => createGroup(ada, request(index % 2 ? "Race" : "rACE"))),
  );
  expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  for (const result of results)
    if (result.status === "rejected") expect(result.reason).toBeInstanceOf(InvalidFields);
  expect(await Group.countDocuments({ nameKey: "race" })).toBe(1);
  expect(await AuditEvent.countDocuments({ action: "group.created", "target.label": /^race$/i })).toBe(1);
});

test("a description can't change the text direction, and counts as empty if nobody can see it", async () => {
  const described = async (name: string, description: string) => {
    const { groupId } = await createGroup(ada, { ...request(name), description });
    return (await Group.findById(groupId).orFail().lean()).description;
  };
  expect(await described("Turned", " For\n\u202esupport ")).toBe("For\nsupport");
  expect(await described("Unseen", "\u200b")).toBe("");
});

test("an edit and a deletion at once: one acts, and the other is told by whom", async () => {
  for (let round = 0; round < 10; round += 1) {
    const { groupId } = await createGroup(ada, request(`Round ${round}`));
    await seedUsers([`Member ${round}`], groupId);
    const [edited, deleted] = await Promise.allSettled([
      editGroup(ada, groupId, 1, { ...request(`Edited ${round}`) }),
      deleteGroup(ben, groupId, 1),
    ]);
    expect([edited.status, deleted.status].sort()).toEqual(["fulfilled", "rejected"]);
    if (edited.status === "rejected") {
      expect(edited.reason).toBeInstanceOf(GroupDeleted);
      expect(edited.reason).toMatchObject({ facts: { by: "ben" } });
    }
    if (deleted.status === "rejected") {
      expect(deleted.reason).toBeInstanceOf(GroupChanged);
      expect(deleted.reason).toMatchObject({ facts: { by: "ada", name: `Edited ${round}` } });
    }
    const events = await AuditEvent.find({ about: groupId }).lean();
    expect(events.map(({ action }) => action).toSorted()).toEqual([
      "group.created",
      deleted.status === "fulfilled" ? "group.deleted" : "group.edited",
    ]);
    const member = await User.findOne({ name: `Member ${round}` }).lean();
    expect(member?.memberships).toHaveLength(deleted.status === "fulfilled" ? 0 : 1);
  }
});

test("an edit that changes nothing leaves no event, and makes nobody else’s out of date", async () => {
  const { groupId } = await createGroup(ada, request("Steady"));
  expect(await editGroup(ben, groupId, 1, request(" Steady  "))).toMatchObject({ changed: false });
  expect(await editGroup(ada, groupId, 1, request("Steadier"))).toMatchObject({ changed: true });
  expect(await AuditEvent.countDocuments({ about: groupId })).toBe(2);
});

test("built-in groups can't be deleted or renamed, and Admin and Auditors can't be edited", async () => {
  const users = String(builtInGroupIds.users);
  const admin = String(builtInGroupIds.admin);
  const auditors = String(builtInGroupIds.auditors);
  await expect(deleteGroup(ada, users, 1)).rejects.toThrow("can’t be deleted");
  await expect(deleteGroup(ada, admin, 1)).rejects.toThrow("can’t be deleted");
  await expect(editGroup(ada, users, 1, request("Others"))).rejects.toThrow("can’t be renamed");
  await expect(editGroup(ada, admin, 1, { ...request(""), name: null })).rejects.toThrow("can’t be edited");
  const services = { ...request(""), name: null };
  await expect(editGroup(ada, auditors, 1, services)).rejects.toThrow("can’t be edited");
  await expect(deleteGroup(ada, auditors, 1)).rejects.toThrow("can’t be deleted");
  expect(await Group.countDocuments({ builtIn: true, version: 1 })).toBe(3);
});

test.each([
  ["findGroups", (actor: AccountActor) => findGroups(actor, "", null)],
  ["openGroup", (actor: AccountActor) => openGroup(actor, String(builtInGroupIds.users), null)],
  ["groupToChange", (actor: AccountActor) => groupToChange(actor, String(builtInGroupIds.users))],
  ["createGroup", (actor: AccountActor) => createGroup(actor, request("Sneaky"))],
  ["editGroup", (actor: AccountActor) => editGroup(actor, String(builtInGroupIds.users), 1, request("x"))],
  ["deleteGroup", (actor: AccountActor) => deleteGroup(actor, String(builtInGroupIds.users), 1)],
  ["readAuditLog", (actor: AccountActor) => readAuditLog(actor, "", null)],
])("%s is for admins only, and the refusal is on record", async (name, call) => {
  const eve = account(`eve${name}`, false);
  await expect(call(eve)).rejects.toBeInstanceOf(NotAdmin);
  expect(await AuditEvent.countDocuments({ action: "access.refused", "actor.userId": eve.userId })).toBe(1);
});

test("counts stop at 1,001, and a page of members in the middle reads only that page", async () => {
  const { groupId } = await createGroup(ada, request("Crowd"));
  await seedUsers(
    Array.from({ length: 1_500 }, (_, index) => `Crowd ${String(index).padStart(4, "0")}`),
    groupId,
  );
  const [user] = await User.find({ name: "Crowd 0700" }).lean();
  const cursor = { direction: "after", key: "Crowd 0700", id: String(user?._id) } as const;
  const { value: page, read } = await reading(() => openGroup(ada, groupId, cursor));
  expect(page.memberCount).toBe(1_001);
  expect(page.members.rows.map(({ name }) => name).at(0)).toBe("Crowd 0701");
  expect(read.find(({ command }) => command === "find:users")?.keys).toBeLessThanOrEqual(13);
});

test("one person’s log reads a page of each range, whatever else is recorded", async () => {
  const groups = await Promise.all(
    Array.from({ length: 3 }, (_, index) => createGroup(ada, request(`Busy ${index}`))),
  );
  await seedUsers(["Paula Person"], groups[0]?.groupId ?? "", {
    memberships: groups.map(({ groupId }) => ({
      groupId: new Types.ObjectId(groupId),
      since: new Date(),
      by: { kind: "slack", name: "ada" },
    })),
  });
  const noise = Array.from({ length: 500 }, (_, index) => ({
    action: "invite.created" as const,
    target: { kind: "invite" as const, id: `noise-${index}`, label: "noise@example.com" },
    before: null,
    after: {},
    about: groups.map(({ groupId }) => groupId),
  }));
  await recordAudit(ada, new Date(), ...noise);
  const told = Array.from({ length: 200 }, (_, index) => ({
    action: "group.edited" as const,
    target: { kind: "group" as const, id: groups[index % 3]?.groupId ?? "", label: "Busy" },
    before: { description: String(index) },
    after: { description: String(index + 1) },
    about: [],
  }));
  await recordAudit(ada, new Date(), ...told);
  const { value: page, read } = await reading(() => readAuditLog(ada, "paula.person@example.com", null));
  expect(page.rows).toHaveLength(10);
  expect(page.rows.every(({ action }) => action === "group.edited")).toBe(true);
  const finds = read.filter(({ command }) => command === "find:auditevents");
  expect(finds).toHaveLength(2);
  // Of each of the five ranges the first event is looked at, and then one for each row.
  for (const { keys, documents } of finds) {
    expect(keys).toBeLessThanOrEqual(16);
    expect(documents).toBeLessThanOrEqual(16);
  }
});

/** Runs something with the database's profiler on, and tells what its queries examined. */
async function reading<T>(act: () => Promise<T>) {
  const db = mongoose.connection.db;
  if (!db) throw new Error("not connected");
  await db.command({ profile: 2 });
  const value = await act();
  await db.command({ profile: 0 });
  const lines = await db.collection("system.profile").find({ op: "query" }).toArray();
  await db.collection("system.profile").drop();
  const read = lines.map(({ ns, keysExamined, docsExamined }) => ({
    command: `find:${String(ns).split(".").at(-1)}`,
    keys: Number(keysExamined),
    documents: Number(docsExamined),
  }));
  return { value, read };
}
