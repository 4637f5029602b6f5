import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { AuditEvent } from "../../../src/models/audit-event.ts";
import { AuditHead } from "../../../src/models/audit-head.ts";
import { sealAudit, verifyAudit } from "../../../src/services/audit/seal-audit.ts";
import { recordAudit } from "../../../src/services/audit.ts";
import { closeDatabase, openDatabase } from "../../../src/services/operations/database.ts";
import { freshDatabase } from "../../support/setup/database.ts";

const key = randomBytes(32);

beforeAll(() => openDatabase(freshDatabase().uri));
afterAll(closeDatabase);
beforeEach(async () => {
  await AuditEvent.deleteMany({});
  await AuditHead.deleteMany({});
});

async function write(count: number): Promise<void> {
  const entry = (n: number) => ({
    action: "invite.created" as const,
    target: { kind: "invite" as const, id: String(n), label: `eve${n}@example.com` },
    before: null,
    after: { groups: ["Users"], n },
    about: [],
  });
  await recordAudit({ kind: "system" }, new Date(), ...Array.from({ length: count }, (_, n) => entry(n)));
}

test("events are numbered without gaps, however many processes seal while others write", async () => {
  await Promise.all(
    [write(300), sealAudit(key), sealAudit(key), write(300), sealAudit(key)].map((each) =>
      each.catch(() => 0),
    ),
  );
  while ((await sealAudit(key)) > 0);
  expect(await verifyAudit(key)).toEqual({ sealed: 600, unsealed: 0, problem: null });
  const numbers = (await AuditEvent.find().sort({ sequence: 1 }).lean()).map(({ sequence }) => sequence);
  expect(numbers).toEqual(Array.from({ length: 600 }, (_, n) => n + 1));
});

test("a log that is sealed on while it is checked has no problem", async () => {
  const faults = new Set<string | null>();
  for (let round = 0; round < 10; round++) {
    await write(100);
    let sealing = true;
    const sealed = sealAudit(key).finally(() => {
      sealing = false;
    });
    while (sealing) faults.add((await verifyAudit(key)).problem);
    await sealed;
  }
  expect([...faults]).toEqual([null]);
});

test.each([
  [
    "altered",
    () => AuditEvent.updateOne({ sequence: 5 }, { $set: { "target.label": "mallory@example.com" } }),
  ],
  [
    "altered in what came after",
    () => AuditEvent.updateOne({ sequence: 5 }, { $set: { after: { groups: ["Admin"], n: 4 } } }),
  ],
  ["removed", () => AuditEvent.deleteOne({ sequence: 5 })],
  ["removed at the end", () => AuditEvent.deleteOne({ sequence: 10 })],
  [
    "moved",
    async () => {
      await AuditEvent.updateOne({ sequence: 5 }, { $set: { sequence: 99 } });
      await AuditEvent.updateOne({ sequence: 6 }, { $set: { sequence: 5 } });
      await AuditEvent.updateOne({ sequence: 99 }, { $set: { sequence: 6 } });
    },
  ],
])("a sealed event that was %s is found", async (_how, tamper) => {
  await write(10);
  await sealAudit(key);
  expect((await verifyAudit(key)).problem).toBeNull();
  await tamper();
  expect((await verifyAudit(key)).problem).not.toBeNull();
});

test("another key does not verify, and what is not sealed yet is counted", async () => {
  await write(3);
  await sealAudit(key);
  await write(2);
  expect(await verifyAudit(key)).toEqual({ sealed: 3, unsealed: 2, problem: null });
  expect((await verifyAudit(randomBytes(32))).problem).toMatch(/Event 1/);
});

test("a log whose key was stolen is sealed anew with another one, as docs/operation.md says", async () => {
  await write(3);
  await sealAudit(key);
  const other = randomBytes(32);
  await expect(sealAudit(other)).rejects.toThrow(/does not end as it was sealed/);

  await AuditEvent.collection.updateMany({}, { $unset: { sequence: 1, seal: 1 } });
  await AuditHead.collection.deleteMany({});
  expect([AuditEvent, AuditHead].map(({ collection }) => collection.collectionName)).toEqual([
    "auditevents",
    "auditheads",
  ]);
  expect(await sealAudit(other)).toBe(3);
  expect(await verifyAudit(other)).toEqual({ sealed: 3, unsealed: 0, problem: null });
});
