import { randomBytes } from "node:crypto";
import { Types } from "mongoose";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { AuditEvent } from "../../../src/models/audit-event.ts";
import { AuditHead } from "../../../src/models/audit-head.ts";
import { Invite } from "../../../src/models/invite.ts";
import { beginAudit } from "../../../src/services/audit/begin-audit.ts";
import { beginEmptyLog, sealAudit } from "../../../src/services/audit/seal-audit.ts";
import { verifyAudit } from "../../../src/services/audit/verify-audit.ts";
import { closeDatabase, openDatabase } from "../../../src/services/operations/database.ts";
import { beginsEmpty, events, heads, sealAll, unsealedCopy, writeEvents } from "../../support/audit-log.ts";
import { holdBeforeCommit } from "../../support/hold.ts";
import { oldLogKey, writeOldLog } from "../../support/old-log.ts";
import { freshDatabase } from "../../support/setup/database.ts";

const key = randomBytes(32);
const clean = { unsealed: 0, problems: [], more: 0 };

beforeAll(() => openDatabase(freshDatabase().uri));
afterAll(closeDatabase);
beforeEach(async () => {
  await AuditEvent.deleteMany({});
  await AuditHead.deleteMany({});
});

const begun = () => AuditEvent.find({ action: "audit.begun" }).sort({ _id: 1 }).lean();
const inOrder = async () =>
  (await AuditEvent.find().sort({ sequence: 1 }).lean()).map(({ _id }) => String(_id));

test("a log begins automatically only where nothing has ever happened", async () => {
  await beginEmptyLog(key);
  await Promise.all([beginEmptyLog(key), beginEmptyLog(key)]);
  await writeEvents(2);
  expect((await sealAll(key)).sequence).toBe(2);

  await AuditHead.deleteMany({});
  await beginEmptyLog(key);
  expect(await AuditHead.countDocuments()).toBe(0);
  await AuditEvent.deleteMany({});
  await Invite.collection.insertOne({ email: "eve@example.com" });
  await beginEmptyLog(key);
  expect(await AuditHead.countDocuments()).toBe(0);
  await Invite.deleteMany({});
  await beginEmptyLog(key);
  expect(await AuditHead.countDocuments()).toBe(1);
});

test("with a first key on an old log, nothing is sealed until audit:begin, which says what it found", async () => {
  await writeEvents(1_200);
  await beginEmptyLog(key);
  await expect(sealAudit(key, null)).rejects.toThrow("was not begun with this AUDIT_KEY");
  const { found, end } = await beginAudit(key, "the first key");
  expect(found).toMatchObject({ sealed: 0, unsealed: 1_200 });
  expect(end.sequence).toBe(1_201);
  expect(await begun()).toMatchObject([
    {
      actor: { kind: "system" },
      sequence: 1_201,
      after: {
        reason: "the first key",
        sealed: 0,
        unsealed: 1_200,
        problems: [expect.stringContaining("was not begun")],
      },
    },
  ]);
  expect(await verifyAudit(key, end)).toMatchObject({ sealed: 1_201, ...clean });
  await writeEvents(1);
  expect((await sealAll(key)).sequence).toBe(1_202);
});

test("a log with another key is sealed again in its order, and older events are as they were", async () => {
  await beginsEmpty(key);
  await writeEvents(699);
  await sealAll(key);
  // Committed late: the order of the seals is not the order of the ids.
  await events().insertOne({ ...(await unsealedCopy(3)), _id: Types.ObjectId.createFromTime(1) });
  const last = await sealAll(key);
  await writeEvents(2);
  const before = await events().find().project({ sequence: 0, seal: 0 }).sort({ _id: 1 }).toArray();
  const order = await inOrder();
  const other = randomBytes(32);
  await expect(sealAudit(other, null)).rejects.toThrow("AUDIT_KEY is another one");

  const { end } = await beginAudit(other, "AUDIT_KEY was stolen");
  expect(await verifyAudit(other, end)).toMatchObject({ sealed: 703, ...clean });
  expect((await verifyAudit(key)).problems).not.toEqual([]);
  expect((await inOrder()).slice(0, 700)).toEqual(order.slice(2));
  const after = await events().find().project({ sequence: 0, seal: 0 }).sort({ _id: 1 }).toArray();
  expect(after.slice(0, 702)).toEqual(before);
  expect((await begun())[0]?.after).toMatchObject({ sealed: 700, lastSeal: last.seal, unsealed: 2 });
});

test("what does not verify is recorded, and no longer a problem from then on", async () => {
  await beginsEmpty(key);
  await writeEvents(5);
  await sealAll(key);
  await writeEvents(1, new Date("2025-03-03T12:00:00Z"));
  const printed = await sealAll(key);
  await events().updateOne({ sequence: 2 }, { $set: { "target.label": "mallory@example.com" } });
  const { end } = await beginAudit(key, "found and understood");
  expect((await begun())[0]?.after?.problems).toEqual([
    expect.stringMatching(/^Event 2 .* is not as it was sealed/),
    expect.stringMatching(/^Event 6 is dated 2025-03-03T12:00:00.000Z, before event 5/),
  ]);
  expect(await verifyAudit(key, end)).toMatchObject({ sealed: 7, ...clean });
  expect((await verifyAudit(key, printed)).problems).toEqual([
    expect.stringMatching(/^Event 6 has another seal .* npm run audit:begin did so at .* \(event 7\)/),
  ]);
});

test("numbers that sealing never gives, and gaps, are put in order", async () => {
  await beginsEmpty(key);
  await writeEvents(12);
  await sealAll(key);
  await events().deleteMany({ sequence: { $in: [1, 6] } });
  const odd: unknown[] = [null, "seven", -3, 2.5, 1e300, [5], Number.NaN];
  for (const [index, sequence] of odd.entries())
    await events().updateOne({ "target.id": String(index + 1) }, { $set: { sequence: sequence as number } });
  expect((await verifyAudit(key)).problems.length).toBeGreaterThan(odd.length);
  const { end } = await beginAudit(key, "somebody played with the numbers");
  expect(await verifyAudit(key, end)).toMatchObject({ sealed: 11, ...clean });
  expect(await sealAudit(key, null)).toMatchObject({ count: 0 });
});

test("an interrupted begin lets nobody seal, and can be run again", async () => {
  await beginsEmpty(key);
  await writeEvents(1_200);
  await sealAll(key);
  const dies = new Error("killed");
  const stopAt = (sealed: number) => {
    if (sealed === 1_000) throw dies;
  };
  await expect(beginAudit(key, "restored", stopAt)).rejects.toBe(dies);
  await expect(sealAudit(key, null)).rejects.toThrow("audit:begin is sealing the audit log anew");
  expect((await verifyAudit(key)).problems).toContainEqual(expect.stringContaining("audit:begin"));
  const { end } = await beginAudit(key, "restored, once more");
  expect(await verifyAudit(key, end)).toMatchObject({ sealed: 1_202, ...clean });
  expect(await begun()).toHaveLength(2);
});

test("of two begins at once, the later one wins, and the log verifies", async () => {
  await writeEvents(1_200);
  const begins = await Promise.allSettled([beginAudit(key, "one"), beginAudit(key, "two")]);
  expect(begins.some(({ status }) => status === "fulfilled")).toBe(true);
  for (const each of begins)
    if (each.status === "rejected") expect(String(each.reason)).toContain("Another npm run audit:begin");
  await sealAll(key);
  expect(await verifyAudit(key)).toMatchObject({ sealed: 1_202, ...clean });
});

test("a log sealed by the previous version verifies and is sealed on, also after a begin", async () => {
  await writeOldLog();
  await beginEmptyLog(oldLogKey);
  expect(await verifyAudit(oldLogKey)).toMatchObject({ sealed: 3, unsealed: 1, problems: [] });
  const { oddities, end } = await sealAudit(oldLogKey, null);
  expect([end.sequence, oddities]).toEqual([4, []]);
  const head = await heads().findOne();
  expect(await verifyAudit(oldLogKey, end)).toMatchObject({ sealed: 4, ...clean });
  // What the version before reads of the end stays as it wrote it.
  expect(Object.keys(head ?? {}).sort()).toEqual(["__v", "_id", "seal", "sequence"]);
  expect((await beginAudit(oldLogKey, "restored")).end.sequence).toBe(5);
  expect(await verifyAudit(oldLogKey, end)).toMatchObject({ sealed: 5, ...clean });
});

test.each([
  [
    "altered",
    () => events().updateOne({ sequence: 7 }, { $set: { "target.label": "mallory@example.com" } }),
    "Event 7 was changed, or one before it removed, while npm run audit:begin ran.",
  ],
  [
    "removed",
    () => events().deleteOne({ sequence: 7 }),
    "Event 8 was changed, or one before it removed, while npm run audit:begin ran.",
  ],
  [
    "the last one removed",
    () => events().deleteOne({ sequence: 20 }),
    "Events up to 20 were removed while npm run audit:begin ran: the last is 19.",
  ],
])("what is %s between the check and the sealing is put on record", async (_what, tamper, sentence) => {
  await beginEmptyLog(key);
  await writeEvents(20);
  await sealAll(key);
  await AuditHead.deleteMany({});
  const held = holdBeforeCommit();
  const beginning = beginAudit(key, "the end was removed");
  await held.stands;
  held.letsGo();
  const committing = holdBeforeCommit();
  await committing.stands;
  await tamper();
  committing.letsGo();
  const { found } = await beginning;
  expect(found.problems).toEqual([expect.stringContaining("does not end as it was sealed"), sentence]);
  expect((await begun()).map(({ after }) => after?.problems)).toEqual([[found.problems[0]], [sentence]]);
  expect(await verifyAudit(key)).toMatchObject(clean);
});
