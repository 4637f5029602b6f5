import { afterAll, expect, test } from "vitest";
import { AuditEvent } from "../../../src/models/audit-event.ts";
import { builtInGroupIds, Group } from "../../../src/models/group.ts";
import { Job } from "../../../src/models/job.ts";
import { User } from "../../../src/models/user.ts";
import { seedGroups } from "../../../src/services/groups/groups.ts";
import { closeDatabase, openDatabase } from "../../../src/services/operations/database.ts";
import { freshDatabase } from "../../support/setup/database.ts";
import { seedUsers } from "../../support/slack/seed.ts";

const { uri } = freshDatabase();
afterAll(closeDatabase);

const named = async (name: string) => Group.findOne({ name }).lean();

test("an existing group called Auditors keeps its members and access under a new name; the operator and the admins are told", async () => {
  await openDatabase(uri);
  await Group.deleteOne({ _id: builtInGroupIds.auditors });
  const theirs = { name: "AUDITORS", nameKey: "auditors", services: ["Books"], projects: [], regions: [] };
  const { _id } = await Group.create(theirs);
  await Group.create({ ...theirs, name: "Auditors (2)", nameKey: "auditors (2)" });
  const [memberId = ""] = await seedUsers(["Ben Weber"], _id);

  // Two processes start at once; an older one beside them knows nothing of it.
  const told = (await Promise.all([openDatabase(uri), seedGroups()])).flat();

  const moved = await named("AUDITORS (3)");
  expect(moved).toMatchObject({
    _id,
    nameKey: "auditors (3)",
    services: ["Books"],
    builtIn: false,
    version: 2,
  });
  expect(await User.findById(memberId).lean()).toMatchObject({ memberships: [{ groupId: _id }] });
  expect(await named("Auditors")).toMatchObject({
    _id: builtInGroupIds.auditors,
    builtIn: true,
    services: [],
  });
  expect(told).toHaveLength(1);
  expect(await AuditEvent.find({ action: "group.renamed" }).lean()).toMatchObject([
    { actor: { kind: "system" }, before: { name: "AUDITORS" }, after: { name: "AUDITORS (3)" } },
  ]);
  expect(await Job.countDocuments({ kind: "event", "facts.action": "group.renamed" })).toBe(1);

  expect(await openDatabase(uri)).toEqual([]);
  expect(await Group.countDocuments({ nameKey: /^auditors/ })).toBe(3);
});
