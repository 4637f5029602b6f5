import { afterAll, beforeEach, expect, test } from "vitest";
import { AuditArrivals } from "../../../src/models/audit-arrivals.ts";
import { AuditEvent } from "../../../src/models/audit-event.ts";
import { disconnect } from "../../../src/models/connection.ts";
import { type AuditFilter, followAuditLog } from "../../../src/services/audit/follow-audit-log.ts";
import { recordAudit } from "../../../src/services/audit.ts";
import { databaseTime, inTransaction } from "../../../src/services/transaction.ts";
import { mia } from "../../support/acting.ts";
import { writeEvents } from "../../support/audit-log.ts";
import { emptyDatabase } from "../../support/worker/empty-database.ts";

beforeEach(emptyDatabase);
afterAll(disconnect);

/** A log shipper: reads on from where it stopped, as often as it is asked to. */
function shipper(filter: AuditFilter = {}, limit = 7) {
  let end = 0;
  const labels: string[] = [];
  const poll = async () => {
    for (;;) {
      const page = await followAuditLog(mia, filter, end, limit);
      labels.push(...page.events.map(({ target }) => target.label));
      end = page.end;
      if (!page.more) return;
    }
  };
  return { labels, poll };
}

const label = (n: number) => `eve${n}@example.com`;
const event = (n: number, actor = `user${n}`) => ({
  action: n % 2 === 0 ? ("invite.created" as const) : ("invite.cancelled" as const),
  target: { kind: "invite" as const, id: String(n % 5), label: label(n) },
  before: null,
  after: { actor },
  about: [],
});

/** A change that has written its event, and commits when it is let go. */
async function slowChange(n: number) {
  let letGo = () => {};
  let written = () => {};
  const mayCommit = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const isWritten = new Promise<void>((resolve) => {
    written = resolve;
  });
  const committed = inTransaction(async () => {
    await recordAudit({ kind: "system" }, await databaseTime(), event(n));
    written();
    await mayCommit;
  });
  await isWritten;
  return async () => {
    letGo();
    await committed;
  };
}

test("a polling reader misses and repeats nothing, in whatever order slow changes commit", async () => {
  const [often, rarely] = [shipper(), shipper({}, 100)];
  const slow: (() => Promise<void>)[] = [];
  for (let n = 0; n < 8; n++) slow.push(await slowChange(n));
  await recordAudit({ kind: "system" }, await databaseTime(), event(8));
  await often.poll();
  await rarely.poll();
  expect(often.labels).toEqual([label(8)]);
  // The last that began commits first.
  for (const commit of slow.slice(4).reverse()) {
    await commit();
    await often.poll();
  }
  await Promise.all([...slow.slice(0, 4).map((commit) => commit()), often.poll()]);
  await often.poll();
  await rarely.poll();
  const all = Array.from({ length: 9 }, (_, n) => label(n));
  expect(often.labels.toSorted()).toEqual(all);
  expect(rarely.labels.toSorted()).toEqual(all);
});

test("many readers at once agree on the order while others write", async () => {
  await writeEvents(50);
  const shippers = Array.from({ length: 5 }, () => shipper());
  await Promise.all([...shippers.map(({ poll }) => poll()), writeEvents(50), writeEvents(50)]);
  for (const { poll } of shippers) await poll();
  const [first, ...others] = shippers.map(({ labels }) => labels);
  expect(first).toHaveLength(150);
  for (const labels of others) expect(labels).toEqual(first);
  const numbers = await AuditEvent.find().sort({ arrival: 1 }).distinct("arrival");
  expect(numbers).toEqual(Array.from({ length: 150 }, (_, n) => n + 1));
});

test("filters find by target, actor, action and time, and read on like everything else", async () => {
  const start = Date.parse("2026-03-03T12:00:00Z");
  const hour = 60 * 60_000;
  for (let n = 0; n < 20; n++)
    await recordAudit(n < 10 ? mia : { kind: "system" }, new Date(start + n * hour), event(n));
  const found = async (filter: AuditFilter) => {
    const { poll, labels } = shipper(filter, 2);
    await poll();
    return labels;
  };
  expect(await found({ target: "3" })).toEqual([3, 8, 13, 18].map(label));
  expect(await found({ target: "3", actor: "UMIA" })).toEqual([3, 8].map(label));
  expect(await found({ actor: "mia@acme.io", action: "invite.created" })).toEqual([0, 2, 4, 6, 8].map(label));
  expect(await found({ actor: "system", action: "invite.cancelled", target: "4" })).toEqual([label(19)]);
  for (const actor of ["T1:UMIA", "Mia@ACME.io", "slack"])
    expect([actor, await found({ actor, target: "3" })]).toEqual([actor, [3, 8].map(label)]);
  for (const actor of ["T2:UMIA", "T1:", ":UMIA", "T1"])
    expect([actor, await found({ actor })]).toEqual([actor, []]);
  const [from, until] = [new Date(start + 5 * hour), new Date(start + 8 * hour)];
  expect(await found({ from, until })).toEqual([5, 6, 7].map(label));
  expect(await found({ until: from })).toEqual([0, 1, 2, 3, 4].map(label));
  const late = shipper({ from: until, action: "invite.created" });
  await late.poll();
  await recordAudit(mia, new Date(start + 30 * hour), event(30));
  await late.poll();
  expect(late.labels).toEqual([8, 10, 12, 14, 16, 18, 30].map(label));
});

test("a page looks at only part of the log, and says where to read on", async () => {
  const now = new Date();
  const { collection } = AuditEvent;
  await collection.insertMany(
    Array.from({ length: 12_000 }, (_, n) => ({
      at: now,
      actor: { kind: "system", name: "iam-bot" },
      action: "invite.expired",
      target: { kind: "invite", id: "1", label: label(n) },
      before: null,
      after: null,
      about: [],
    })),
  );
  const first = await followAuditLog(mia, { action: "invite.created" }, 0, 100);
  expect(first).toEqual({ events: [], end: 10_000, more: true });
  const second = await followAuditLog(mia, { action: "invite.created" }, first.end, 100);
  expect(second).toEqual({ events: [], end: 12_000, more: false });
  expect(await followAuditLog(mia, {}, 12_000, 100)).toEqual({ events: [], end: 12_000, more: false });
});

test("a reader of a log that was since put back to an earlier state is told, and misses nothing unseen", async () => {
  await writeEvents(20);
  await shipper().poll();
  await AuditEvent.deleteMany({ arrival: { $gt: 10 } });
  await AuditArrivals.updateOne({ _id: "arrivals" }, { count: 10 });
  await expect(followAuditLog(mia, {}, 20, 100)).rejects.toMatchObject({ code: "cursor_outdated" });
});
