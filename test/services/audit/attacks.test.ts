import { randomBytes } from "node:crypto";
import mongoose, { Types } from "mongoose";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { AuditEvent } from "../../../src/models/audit-event.ts";
import { User } from "../../../src/models/user.ts";
import { beginAudit } from "../../../src/services/audit/begin-audit.ts";
import { beginEmptyLog, sealAudit } from "../../../src/services/audit/seal-audit.ts";
import type { SeenEnd } from "../../../src/services/audit/sealed-end.ts";
import { verifyAudit } from "../../../src/services/audit/verify-audit.ts";
import { closeDatabase, openDatabase } from "../../../src/services/operations/database.ts";
import {
  beginsEmpty,
  dumpLog,
  events,
  heads,
  sealAll,
  unsealedCopy,
  writeEvents,
} from "../../support/audit-log.ts";
import { freshDatabase } from "../../support/setup/database.ts";

const key = randomBytes(32);
const DAY_MS = 86_400_000;
/** Where the log ended when the process that runs saw it last, and when it was printed. */
let seen: SeenEnd;

beforeAll(() => openDatabase(freshDatabase().uri));
afterAll(closeDatabase);
beforeEach(async () => {
  await User.deleteMany({});
  await beginsEmpty(key);
  await writeEvents(10);
  seen = await sealAll(key);
});

const forges = () => events().updateOne({ sequence: 7 }, { $set: { "target.label": "mallory@example.com" } });
const wipes = () => events().updateMany({}, { $unset: { sequence: 1, seal: 1 } });
const running = () => sealAudit(key, seen);
const restarted = async () => {
  await beginEmptyLog(key);
  return sealAudit(key, null);
};
const setBack = "ends earlier or otherwise than this process has seen it end";

test("wipe and reseal: a log whose seals were removed doesn't count as a new log", async () => {
  await forges();
  await wipes();
  await heads().deleteMany({});

  await expect(running()).rejects.toThrow(setBack);
  await expect(restarted()).rejects.toThrow("was not begun with this AUDIT_KEY");
  expect((await verifyAudit(key)).problems).toEqual([expect.stringContaining("was not begun")]);
  expect((await verifyAudit(key, seen)).problems).toContainEqual(
    expect.stringMatching(/^The log ends at event 0, and ended at 10 when that was printed/),
  );
  expect(await events().countDocuments({ seal: { $exists: true } })).toBe(0);
});

test.each([
  ["of the first day, with nothing sealed", 0],
  ["of later", 5],
])("an old end %s, put back under a log that goes on", async (_when, count) => {
  await beginsEmpty(key);
  await writeEvents(count);
  await sealAll(key);
  const old = await heads().findOne();
  await writeEvents(10 - count);
  seen = await sealAll(key);

  await forges();
  await heads().replaceOne({}, old ?? expect.fail());
  await writeEvents(3);
  await expect(running()).rejects.toThrow("does not end as it was sealed");
  await expect(restarted()).rejects.toThrow("does not end as it was sealed");
  expect((await verifyAudit(key)).problems).not.toEqual([]);

  await events().updateMany({ sequence: { $gt: count } }, { $unset: { sequence: 1, seal: 1 } });
  await expect(running()).rejects.toThrow(setBack);
  // A process that starts can't know; it seals, and what was printed outside tells.
  await sealAll(key);
  await expect(running()).rejects.toThrow(setBack);
  expect((await verifyAudit(key)).problems).toEqual([]);
  expect((await verifyAudit(key, seen)).problems).toEqual([
    "Event 10 has another seal than the one that was printed: the log up to there was sealed anew.",
  ]);
});

test("an event inserted with last year's date is sealed, and named then and whenever the log is checked", async () => {
  const lastYear = new Date(Date.now() - 365 * DAY_MS);
  await events().insertOne({
    ...(await unsealedCopy(3)),
    at: lastYear,
    _id: Types.ObjectId.createFromTime(lastYear.getTime() / 1000),
  });
  await writeEvents(2);
  const sentence = expect.stringMatching(
    `^Event 11 is dated ${lastYear.toISOString()}, before event 10 .* it was inserted later, or a clock was wrong`,
  );
  expect(await running()).toMatchObject({ count: 3, oddities: [sentence], waitedSince: null });
  expect((await verifyAudit(key, seen)).problems).toEqual([sentence]);
});

test("events that each step back by less than a minute are still named", async () => {
  for (const minutes of [0.9, 1.8, 2.7]) {
    await writeEvents(1, new Date(Date.now() - minutes * 60_000));
    await sealAll(key);
  }
  expect((await verifyAudit(key)).problems).toEqual([
    expect.stringMatching(/^Event 12 is dated/),
    expect.stringMatching(/^Event 13 is dated/),
  ]);
});

test("an event from the future, one without a date, and one that no library can write down are sealed and named", async () => {
  const at = new Date(Date.now() + DAY_MS);
  const inserts = async (dated: unknown) => {
    const event = await unsealedCopy(3);
    await events().insertOne({ ...event, at: dated as Date });
    return event._id;
  };
  await inserts(at);
  await inserts("yesterday");
  const unusual = await inserts(new Date());
  await events().updateOne({ _id: unusual }, [
    { $set: { after: { $arrayToObject: [[{ k: "_bsontype", v: "Long" }]] } } },
  ]);
  expect(await running()).toMatchObject({
    count: 3,
    oddities: [
      `Event 11 is dated ${at.toISOString()}, which is yet to come.`,
      "Event 12 has no date.",
      expect.stringMatching(/^Event 13 is dated .*, before event 11/),
    ],
  });
  expect((await verifyAudit(key)).problems).toEqual([
    "Event 12 has no date.",
    expect.stringMatching(/^Event 13 is dated .*, before event 11/),
  ]);
});

test("events that waited long to be sealed are reported, as when an old end was put back before the start", async () => {
  await writeEvents(1, new Date(Date.now() - 30 * 60_000));
  expect((await sealAudit(key, null)).waitedSince).toBeNull();
  await beginsEmpty(key);
  const longAgo = new Date(Date.now() - 2 * 60 * 60_000);
  await writeEvents(1, longAgo);
  await writeEvents(1);
  expect((await sealAudit(key, null)).waitedSince).toEqual(longAgo);
});

test.each([
  [
    "the newest removed, and the end with them",
    async () => {
      await events().deleteMany({ sequence: { $gt: 8 } });
      const { seal = "" } = (await events().findOne({ sequence: 8 })) ?? {};
      await heads().updateOne({}, { $set: { sequence: 8, seal } });
    },
    "does not end as it was sealed",
  ],
  ["only the end removed", () => heads().deleteMany({}), "does not end as it was sealed"],
  [
    "an end of nothing that the key did not seal",
    async () => {
      await wipes();
      await heads().updateOne({}, { $set: { sequence: 0, seal: "" } });
    },
    "does not end as it was sealed",
  ],
  [
    "an end that looks like a begin under way",
    () => heads().updateOne({}, { $set: { seal: "beginning:" } }),
    "audit:begin is sealing the audit log anew, or was interrupted",
  ],
  [
    "an event numbered beyond the end",
    async () => {
      const { _id, ...event } = (await events().findOne({ sequence: 3 })) ?? expect.fail();
      await events().insertOne({ ...event, sequence: 11, _id: new Types.ObjectId() });
    },
    "does not end as it was sealed",
  ],
])("%s: nobody seals, and the check says so", async (_what, tamper, says) => {
  await tamper();
  await writeEvents(1);
  await expect(running()).rejects.toThrow(says);
  await expect(restarted()).rejects.toThrow(says);
  expect((await verifyAudit(key)).problems).toContainEqual(expect.stringContaining(says));
});

test("the check finds two events swapped along with their numbers and seals", async () => {
  const [first, second] = await events()
    .find({ sequence: { $in: [4, 5] } })
    .sort({ sequence: 1 })
    .toArray();
  if (!first || !second) throw new Error("they are not there");
  await events().deleteMany({ sequence: { $in: [4, 5] } });
  const { sequence, seal } = first;
  await events().insertMany([
    { ...first, sequence: second.sequence, seal: second.seal },
    { ...second, sequence, seal },
  ]);
  await running();
  expect((await verifyAudit(key)).problems).toEqual([
    expect.stringMatching(/^Event 4 /),
    expect.stringMatching(/^Event 5 /),
  ]);
});

test("deletion of the whole log is found by the running process, by what was printed, and where people or invites exist", async () => {
  await events().deleteMany({});
  await heads().deleteMany({});
  await expect(running()).rejects.toThrow(setBack);
  expect((await verifyAudit(key, seen)).problems).toHaveLength(1);

  await User.collection.insertOne({ email: "eve@example.com" });
  await expect(restarted()).rejects.toThrow("was not begun");
  expect((await verifyAudit(key)).problems).toEqual([expect.stringContaining("was not begun")]);

  await User.deleteMany({});
  expect((await restarted()).end.sequence).toBe(0);
  await writeEvents(12);
  await sealAll(key);
  await expect(running()).rejects.toThrow(setBack);
  expect((await verifyAudit(key)).problems).toEqual([]);
  expect((await verifyAudit(key, seen)).problems).toHaveLength(1);
});

test("a restored dump is found by the running process, and by what was printed since", async () => {
  const restore = await dumpLog();
  await writeEvents(5);
  seen = await sealAll(key, seen);
  await restore();
  await expect(running()).rejects.toThrow(setBack);
  expect((await verifyAudit(key)).problems).toEqual([]);
  expect((await verifyAudit(key, seen)).problems).toEqual([
    "The log ends at event 10, and ended at 15 when that was printed: events were removed, or an earlier state was put back.",
  ]);
  // It grows past where it was.
  await writeEvents(9);
  await sealAll(key);
  await expect(running()).rejects.toThrow(setBack);
});

test("the running process accepts a begin, but not one that is put back with an old log", async () => {
  await beginAudit(key, "restored");
  seen = await sealAll(key, seen);
  const restore = await dumpLog();
  await writeEvents(5);
  seen = await sealAll(key, seen);
  await restore();
  await expect(running()).rejects.toThrow(setBack);
  await beginAudit(key, "restored again");
  expect((await running()).count).toBe(0);
});

test("an event that claims the log was begun, but wasn't written by audit:begin, is named", async () => {
  await events().insertOne({ ...(await unsealedCopy(3)), action: "audit.begun" });
  await sealAll(key);
  expect((await verifyAudit(key)).problems).toEqual([
    "Event 11 says that the log was begun anew, but npm run audit:begin did not write it.",
  ]);
});

test.each([
  ["a word", "zzz"],
  ["a number", 5],
  ["an object", { a: 1 }],
  ["the letters of one of ours", "507f1f77bcf86cd799439011"],
])(
  "an event inserted with %s for an id keeps no other from being sealed, and is named",
  async (_what, _id) => {
    await mongoose.connection
      .collection<{ _id: unknown; at: Date }>(AuditEvent.collection.name)
      .insertOne({ ...(await unsealedCopy(3)), at: new Date(), _id });
    await writeEvents(2);
    const named = expect.stringMatching(/^Event 1[1-3] has an id that no event of ours has/);
    const { count, end, oddities } = await running();
    expect([count, oddities]).toEqual([3, [named]]);
    expect((await sealAudit(key, end)).count).toBe(0);
    expect((await verifyAudit(key)).problems).toEqual([named]);
    expect((await beginAudit(key, "an event was inserted")).found.problems).toEqual([named]);
    expect((await verifyAudit(key)).problems).toEqual([]);
  },
);

test("the check names a sealed event stored with a field twice, which hides it from searches", async () => {
  const event = (await events().findOne({ sequence: 7 })) ?? expect.fail();
  const { about, ...others } = event;
  // Two keys to JavaScript, and one to MongoDB.
  const twice = new Map<unknown, unknown>([
    ...Object.entries(others),
    [new String("about"), []],
    ["about", about],
  ]);
  await events().deleteOne({ sequence: 7 });
  await mongoose.connection.db?.command({ insert: AuditEvent.collection.name, documents: [twice] });
  expect(await events().countDocuments({ about: about[0] ?? "" })).toBe(0);
  expect(await AuditEvent.findOne({ sequence: 7 }).lean()).toEqual(event);
  expect((await verifyAudit(key)).problems).toEqual([
    expect.stringMatching(/^Event 7 .* is not as it was sealed/),
  ]);
});
