import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { AuditEvent } from "../../../src/models/audit-event.ts";
import { sealAudit } from "../../../src/services/audit/seal-audit.ts";
import { verifyAudit } from "../../../src/services/audit/verify-audit.ts";
import { closeDatabase, openDatabase } from "../../../src/services/operations/database.ts";
import { beginsEmpty, sealAll, writeEvents } from "../../support/audit-log.ts";
import { freshDatabase } from "../../support/setup/database.ts";

const key = randomBytes(32);

beforeAll(() => openDatabase(freshDatabase().uri));
afterAll(closeDatabase);
beforeEach(() => beginsEmpty(key));

test("events are numbered without gaps, however many processes seal while others write", async () => {
  const seal = () => sealAudit(key, null);
  await Promise.all(
    [writeEvents(300), seal(), seal(), writeEvents(300), seal()].map((each) => each.catch(() => undefined)),
  );
  const { seal: last } = await sealAll(key);
  expect(await verifyAudit(key)).toEqual({ sealed: 600, seal: last, unsealed: 0, problems: [], more: 0 });
  const numbers = (await AuditEvent.find().sort({ sequence: 1 }).lean()).map(({ sequence }) => sequence);
  expect(numbers).toEqual(Array.from({ length: 600 }, (_, n) => n + 1));
});

test("a log that is sealed on while being checked has no problem", async () => {
  const faults = new Set<string>();
  for (let round = 0; round < 10; round++) {
    await writeEvents(100);
    let sealing = true;
    const sealed = sealAudit(key, null).finally(() => {
      sealing = false;
    });
    while (sealing) for (const problem of (await verifyAudit(key)).problems) faults.add(problem);
    await sealed;
  }
  expect([...faults]).toEqual([]);
});

/** An object with a key that can't be written otherwise in an update. */
const object = (k: string, v: object) => ({ $arrayToObject: [[{ k: { $literal: k }, v }]] });

test.each([
  [
    "altered",
    () => AuditEvent.updateOne({ sequence: 5 }, { $set: { "target.label": "mallory@example.com" } }),
    [/^Event 5 .* is not as it was sealed/],
  ],
  [
    "altered in what came after",
    () => AuditEvent.updateOne({ sequence: 5 }, { $set: { after: { groups: ["Admin"], n: 4 } } }),
    [/^Event 5 /],
  ],
  ["removed", () => AuditEvent.deleteOne({ sequence: 5 }), ["Event 5 is missing: after 4 comes 6."]],
  [
    "removed with others",
    () => AuditEvent.deleteMany({ sequence: { $in: [5, 6] } }),
    [/^Events 5 to 6 are missing/],
  ],
  [
    "removed at the end",
    () => AuditEvent.deleteOne({ sequence: 10 }),
    [/^The audit log does not end as it was sealed/],
  ],
  [
    "moved",
    async () => {
      await AuditEvent.updateOne({ sequence: 5 }, { $set: { sequence: 99 } });
      await AuditEvent.updateOne({ sequence: 6 }, { $set: { sequence: 5 } });
      await AuditEvent.updateOne({ sequence: 99 }, { $set: { sequence: 6 } });
    },
    [/^Event 5 /, /^Event 6 /, /^Event 7 /],
  ],
  [
    "altered in a way that is written alike: a date that is none",
    () =>
      AuditEvent.collection.updateOne({ sequence: 5 }, [
        { $set: { at: object("$date", object("$numberLong", { $toString: { $toLong: "$at" } })) } },
      ]),
    [/^Event 5 \(without a date\) is not as it was sealed/, "Event 5 has no date."],
  ],
])("a sealed event that was %s is found", async (_how, tamper, problems) => {
  await writeEvents(10);
  await sealAll(key);
  expect((await verifyAudit(key)).problems).toEqual([]);
  await tamper();
  const found = await verifyAudit(key);
  expect(found.problems).toEqual(
    problems.map((problem) => (typeof problem === "string" ? problem : expect.stringMatching(problem))),
  );
});

test("another key does not verify, and events that aren't sealed yet are counted", async () => {
  await writeEvents(3);
  const { seal } = await sealAll(key);
  await writeEvents(2);
  expect(await verifyAudit(key)).toEqual({ sealed: 3, seal, unsealed: 2, problems: [], more: 0 });
  expect((await verifyAudit(randomBytes(32))).problems[0]).toMatch(/Event 1/);
});

test("of a log that does not verify at all, twenty events are named and the others counted", async () => {
  await writeEvents(30);
  await sealAll(key);
  const { problems, more } = await verifyAudit(randomBytes(32));
  expect([problems.length, more]).toEqual([20, 11]);
});
