import { afterAll, beforeEach, expect, test } from "vitest";
import { AuditEvent } from "../../../src/models/audit-event.ts";
import { disconnect } from "../../../src/models/connection.ts";
import { builtInGroupIds } from "../../../src/models/group.ts";
import type { RulesEdit } from "../../../src/services/groups/access-rules.ts";
import { setGroupRules } from "../../../src/services/groups/set-group-rules.ts";
import { createGroup } from "../../../src/services/groups/write-group.ts";
import { mia } from "../../support/acting.ts";
import { emptyDatabase } from "../../support/worker/empty-database.ts";

const nothing = { all: false, names: [] };
const access = { description: "", services: nothing, projects: nothing, regions: nothing };

let vault: string;
let crew: string;
beforeEach(async () => {
  await emptyDatabase();
  vault = (await createGroup(mia, { ...access, name: "Vault" })).groupId;
  crew = (await createGroup(mia, { ...access, name: "Crew" })).groupId;
});
afterAll(() => disconnect());

/** Whether the log tells the other admins that the rules were loosened. */
async function loosens(groupId: string, edit: RulesEdit): Promise<boolean> {
  expect((await setGroupRules(mia, groupId, null, edit)).changed).toBe(true);
  const [event] = await AuditEvent.find({ action: "group.rules_changed" }).sort({ _id: -1 }).lean();
  return event?.after?.loosened === true;
}

test("rules of a group that isn't open can be loosened too: its members, workflows and admins ask by them", async () => {
  const admin = String(builtInGroupIds.admin);
  expect(await loosens(admin, { confirmByMail: true })).toBe(false);
  expect(await loosens(admin, { confirmByMail: false })).toBe(true);
  expect(await loosens(vault, { answers: 2 })).toBe(false);
  expect(await loosens(vault, { answers: 1 })).toBe(true);
  expect(await loosens(vault, { deciders: crew })).toBe(true);
  expect(await loosens(vault, { deciders: null })).toBe(false);
  expect(await loosens(vault, { longestHours: 8 })).toBe(false);
  expect(await loosens(vault, { longestHours: 9 })).toBe(true);
  expect(await loosens(vault, { open: true })).toBe(true);
  expect(await loosens(vault, { open: false })).toBe(false);
});

test("access at once also grows if it was capped by the longest time", async () => {
  const rule = { group: crew, hours: 100 };
  expect(await loosens(vault, { longestHours: 1, emergency: rule })).toBe(true);
  expect(await loosens(vault, { longestHours: 2 })).toBe(true);
  expect(await loosens(vault, { longestHours: 1 })).toBe(false);
  // As long as before: the longest time is.
  expect(await loosens(vault, { emergency: { ...rule, hours: 200 } })).toBe(false);
  expect(await loosens(vault, { emergency: null })).toBe(false);
});
