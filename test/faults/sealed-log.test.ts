import { randomBytes } from "node:crypto";
import { EventEmitter, once } from "node:events";
import mongoose from "mongoose";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { AuditEventDocument } from "../../src/models/audit-event.ts";
import { sealAudit } from "../../src/services/audit/seal-audit.ts";
import { verifyAudit } from "../../src/services/audit/verify-audit.ts";
import { closeDatabase, openDatabase } from "../../src/services/operations/database.ts";
import { inTransaction } from "../../src/services/transaction.ts";
import { beginsEmpty, events, heads, sealAll, writeEvents } from "../support/audit-log.ts";
import { Dice, repeat, say, seeded, times } from "../support/faults/run.ts";
import { freshDatabase } from "../support/setup/database.ts";

const EVENTS = times({ quick: 300, full: 10_000 });
const TAMPERINGS = times({ quick: 18, full: 90 });

const key = randomBytes(32);
const dice = new Dice();
const { uri } = freshDatabase();
beforeAll(() => openDatabase(uri));
afterAll(closeDatabase);

const someNumber = () => 1 + dice.below(EVENTS);
const sealed = async (sequence: number) => {
  const event = await events().findOne({ sequence });
  if (!event) throw new Error(`there is no event ${sequence}`);
  return event;
};

async function removesNewest(count: number): Promise<void> {
  await events().deleteMany({ sequence: { $gt: EVENTS - count } });
}

async function swaps(fields: ("sequence" | "seal")[]): Promise<void> {
  const first = await sealed(someNumber());
  const second = await sealed(((first.sequence ?? 0) % EVENTS) + 1);
  await events().deleteMany({ _id: { $in: [first._id, second._id] } });
  const given = (from: AuditEventDocument) => Object.fromEntries(fields.map((field) => [field, from[field]]));
  await events().insertMany([
    { ...first, ...given(second) },
    { ...second, ...given(first) },
  ]);
}

const forgeries: [string, () => Promise<unknown>][] = [
  [
    "altered",
    async () => {
      const change = dice.pick<Record<string, unknown>>([
        { "actor.name": "Mallory" },
        { action: "invite.cancelled" },
        { "target.label": "mallory@example.com" },
        { at: new Date(0) },
        { before: {} },
        { "after.groups": ["Admin"] },
        { about: [] },
      ]);
      await events().updateOne({ sequence: someNumber() }, { $set: change });
    },
  ],
  ["removed", async () => events().deleteOne({ sequence: someNumber() })],
  ["removed, the newest", () => removesNewest(1 + dice.below(5))],
  [
    "removed, the newest, and the end set back",
    async () => {
      const count = 1 + dice.below(5);
      await removesNewest(count);
      const { sequence = 0, seal = "" } = await sealed(EVENTS - count);
      await heads().updateOne({}, { $set: { sequence, seal } });
    },
  ],
  ["moved", () => swaps(["sequence"])],
  ["moved with their seals", () => swaps(["sequence", "seal"])],
  [
    "added",
    async () => {
      const { _id, ...event } = await sealed(someNumber());
      await events().insertOne({ ...event, sequence: EVENTS + 1, _id: new mongoose.Types.ObjectId() });
      await heads().updateOne({}, { $inc: { sequence: 1 } });
    },
  ],
  [
    "unsealed",
    async () => events().updateOne({ sequence: someNumber() }, { $unset: { sequence: 1, seal: 1 } }),
  ],
  ["without their end", async () => heads().deleteOne({})],
];

/** Copies a collection over another one, whose indexes stay. */
async function copies(from: string, to: string): Promise<void> {
  await mongoose.connection
    .collection(from)
    .aggregate([{ $out: to }])
    .toArray();
}

test(`anything altered, removed or moved among ${EVENTS} sealed events is found (${seeded})`, async () => {
  await beginsEmpty(key);
  for (let left = EVENTS; left > 0; left -= 500) await writeEvents(Math.min(left, 500));
  const { seal: last } = await sealAll(key);
  await copies(events().collectionName, "events-as-sealed");
  await copies(heads().collectionName, "head-as-sealed");

  const missed: string[] = [];
  await repeat(`Tampering with ${EVENTS} sealed events`, TAMPERINGS, async (round) => {
    const [name, tampers] = forgeries[round % forgeries.length] ?? forgeries[0] ?? [];
    await tampers?.();
    if ((await verifyAudit(key)).problems.length === 0) missed.push(`${name}, round ${round}`);
    await copies("events-as-sealed", events().collectionName);
    await copies("head-as-sealed", heads().collectionName);
  });
  expect(missed).toEqual([]);
  expect(await verifyAudit(key)).toEqual({ sealed: EVENTS, seal: last, unsealed: 0, problems: [], more: 0 });
  say(`${TAMPERINGS} of ${TAMPERINGS} found`);
});

test("sealing stops when the end of a log was altered, as going on would hide it", async () => {
  await beginsEmpty(key);
  await writeEvents(3);
  await sealAudit(key, null);
  const { seal = "" } = await sealed(2);
  await events().deleteOne({ sequence: 3 });
  await heads().updateOne({}, { $set: { sequence: 2, seal } });
  await writeEvents(1);
  await expect(sealAudit(key, null)).rejects.toThrow("does not end as it was sealed");
  expect((await verifyAudit(key)).problems).toEqual([expect.stringMatching(/does not end as it was sealed/)]);
});

test("event writers wait neither for each other nor for sealing, which takes what is committed", async () => {
  await beginsEmpty(key);
  const gate = new EventEmitter();
  const [wrote, mayCommit] = [once(gate, "wrote"), once(gate, "may commit")];
  const slowWriter = inTransaction(async () => {
    await writeEvents(1);
    gate.emit("wrote");
    await mayCommit;
  });
  await wrote;
  await inTransaction(() => writeEvents(2));
  expect((await sealAudit(key, null)).count).toBe(2);
  gate.emit("may commit");
  await slowWriter;
  expect((await sealAudit(key, null)).count).toBe(1);
  expect(await verifyAudit(key)).toMatchObject({ sealed: 3, unsealed: 0, problems: [] });
});
