import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { EventEmitter, once } from "node:events";
import mongoose from "mongoose";
import { afterAll, beforeAll, expect, test } from "vitest";
import { AuditEvent, type AuditEventDocument } from "../../src/models/audit-event.ts";
import { AuditHead } from "../../src/models/audit-head.ts";
import { sealAudit, verifyAudit } from "../../src/services/audit/seal-audit.ts";
import { recordAudit } from "../../src/services/audit.ts";
import { closeDatabase, openDatabase } from "../../src/services/operations/database.ts";
import { inTransaction } from "../../src/services/transaction.ts";
import { Dice, repeat, say, seeded, times } from "../support/faults/run.ts";
import { compiled } from "../support/setup/build.ts";
import { freshDatabase } from "../support/setup/database.ts";

const EVENTS = times({ quick: 300, full: 10_000 });
const TAMPERINGS = times({ quick: 18, full: 90 });

const key = randomBytes(32);
const dice = new Dice();
const { uri } = freshDatabase();
beforeAll(() => openDatabase(uri));
afterAll(closeDatabase);

/** Whoever can write to the database, past every model of ours. */
const events = () => mongoose.connection.collection<AuditEventDocument>(AuditEvent.collection.name);
const heads = () =>
  mongoose.connection.collection<{ _id: string; sequence: number }>(AuditHead.collection.name);

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

async function writes(count: number): Promise<void> {
  const entry = (n: number) => ({
    action: "invite.created" as const,
    target: { kind: "invite" as const, id: String(n), label: `eve${n}@example.com` },
    before: null,
    after: { groups: ["Users"], n },
    about: [`eve${n}@example.com`],
  });
  await recordAudit({ kind: "system" }, new Date(), ...Array.from({ length: count }, (_, n) => entry(n)));
}

test(`whatever is altered, removed or moved among ${EVENTS} sealed events is found (${seeded})`, async () => {
  for (let left = EVENTS; left > 0; left -= 500) await writes(Math.min(left, 500));
  while ((await sealAudit(key)) > 0);
  await copies(events().collectionName, "events-as-sealed");
  await copies(heads().collectionName, "head-as-sealed");

  const missed: string[] = [];
  await repeat(`Tampering with ${EVENTS} sealed events`, TAMPERINGS, async (round) => {
    const [name, tampers] = forgeries[round % forgeries.length] ?? forgeries[0] ?? [];
    await tampers?.();
    if ((await verifyAudit(key)).problem === null) missed.push(`${name}, round ${round}`);
    await copies("events-as-sealed", events().collectionName);
    await copies("head-as-sealed", heads().collectionName);
  });
  expect(missed).toEqual([]);
  expect(await verifyAudit(key)).toEqual({ sealed: EVENTS, unsealed: 0, problem: null });
  say(`${TAMPERINGS} of ${TAMPERINGS} found`);
});

/** `npm run audit:verify`. */
async function auditVerify(): Promise<{ code: unknown; says: string }> {
  const child = spawn(process.execPath, [`${compiled}/audit-verify.js`], {
    env: { MONGODB_URI: uri, AUDIT_KEY: key.toString("base64") },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let says = "";
  child.stdout.on("data", (chunk) => {
    says += chunk;
  });
  const [code] = await once(child, "close");
  return { code, says };
}

test("a log whose end was altered is not sealed on, which would hide it", async () => {
  await AuditEvent.deleteMany({});
  await AuditHead.deleteMany({});
  await writes(3);
  await sealAudit(key);
  const { seal = "" } = await sealed(2);
  await events().deleteOne({ sequence: 3 });
  await heads().updateOne({}, { $set: { sequence: 2, seal } });
  await writes(1);
  await expect(sealAudit(key)).rejects.toThrow("does not end as it was sealed");
  expect((await verifyAudit(key)).problem).toMatch(/^The log ends at event 2/);
});

test("npm run audit:verify tells by its exit code, and says what is wrong", async () => {
  await AuditEvent.deleteMany({});
  await AuditHead.deleteMany({});
  await writes(20);
  await sealAudit(key);
  expect(await auditVerify()).toEqual({
    code: 0,
    says: "20 sealed events are unchanged. 0 are not sealed yet.\n",
  });
  await events().deleteOne({ sequence: 7 });
  expect(await auditVerify()).toEqual({ code: 1, says: "Event 7 is missing: after 6 comes 8.\n" });
});

test("writers of events wait neither for each other nor for whoever seals, who takes what is committed", async () => {
  await AuditEvent.deleteMany({});
  await AuditHead.deleteMany({});
  const gate = new EventEmitter();
  const [wrote, mayCommit] = [once(gate, "wrote"), once(gate, "may commit")];
  const slowWriter = inTransaction(async () => {
    await writes(1);
    gate.emit("wrote");
    await mayCommit;
  });
  await wrote;
  await inTransaction(() => writes(2));
  expect(await sealAudit(key)).toBe(2);
  gate.emit("may commit");
  await slowWriter;
  expect(await sealAudit(key)).toBe(1);
  expect(await verifyAudit(key)).toEqual({ sealed: 3, unsealed: 0, problem: null });
});
