import { randomBytes } from "node:crypto";
import mongoose from "mongoose";
import { expect, test } from "vitest";
import { AuditEvent } from "../../src/models/audit-event.ts";
import { beginAudit } from "../../src/services/audit/begin-audit.ts";
import { verifyAudit } from "../../src/services/audit/verify-audit.ts";
import { dumpLog, events, heads, unsealedCopy } from "../support/audit-log.ts";
import { startWorld } from "../support/world.ts";

const key = randomBytes(32);
const { app, mia, log, expectErrors } = await startWorld({
  AUDIT_KEY: key.toString("base64"),
  METRICS_TOKEN: "scrape-me",
});

const unsealed = () => AuditEvent.countDocuments({ seal: { $exists: false } });
const said = (msg: string | RegExp) => log.filter((line) => String(line.msg).match(msg));

async function invites(email: string): Promise<void> {
  await mia.runs(`/iam invite ${email}`);
  await mia.seesView("Invite people");
  await mia.submits();
  await mia.sees("Invited.");
  await mia.closes({ all: true });
}

async function metric(): Promise<string> {
  const answer = await fetch(`${app.url}/metrics`, { headers: { authorization: "Bearer scrape-me" } });
  return (await answer.text()).match(/^iam_audit_sealing .*$/m)?.[0] ?? "";
}

async function auditLog(): Promise<string> {
  await mia.runs("/iam audit");
  await mia.seesView("Audit log");
  const screen = mia.screen();
  await mia.closes({ all: true });
  return screen;
}

test("an earlier state put back under the app: it goes on unsealed, says so everywhere, and audit:begin fixes it", async () => {
  // Somebody acts at once, and the first event is sealed like all others.
  await invites("eve@example.com");
  await expect.poll(unsealed).toBe(0);
  expect(await metric()).toBe("iam_audit_sealing 1");
  await expect.poll(() => said("the audit log's end").length).toBe(1);
  const [first] = said("the audit log's end");
  expect(first?.since).toMatch(/^\d+:[A-Za-z0-9+/]{43}=$/);
  expect(await auditLog()).not.toContain("not being sealed");

  const restore = await dumpLog();
  await invites("rita@example.com");
  await expect.poll(unsealed).toBe(0);
  await restore();
  await expect.poll(metric).toBe("iam_audit_sealing 0");
  await expect.poll(() => said(/ends earlier or otherwise than this process/).length).toBe(1);
  expectErrors(/ends earlier or otherwise/);

  await invites("omar@example.com");
  expect(await unsealed()).toBeGreaterThan(0);
  expect(await auditLog()).toContain("The audit log is not being sealed.");
  await mia.opensHome();
  await mia.sees("The audit log is not being sealed.");

  const { end } = await beginAudit(key, "the dump of noon was put back");
  await expect.poll(metric).toBe("iam_audit_sealing 1");
  expectErrorsIfAny();
  expect(said("the audit log is sealed again")).toHaveLength(1);
  expect(await auditLog()).toContain("started sealing the audit log again");
  expect(await auditLog()).toContain("Why: the dump of noon was put back");
  expect((await verifyAudit(key, end)).problems).toEqual([]);
});

/** The process may look while the begin is under way. */
function expectErrorsIfAny(): void {
  if (said(/audit:begin is sealing/).length > 0) expectErrors(/audit:begin is sealing/);
}

test("an event inserted with an earlier date is sealed, and the log says so", async () => {
  await events().insertOne({ ...(await unsealedCopy(1)), at: new Date("2025-03-03") });
  await expect.poll(unsealed).toBe(0);
  await expect.poll(() => said(/^Sealed in the audit log: Event \d+ is dated 2025-03-03/).length).toBe(1);
  expectErrors(/is dated 2025-03-03/);
});

test("removing only the end is reported once", async () => {
  await heads().deleteMany({});
  await expect.poll(() => said(/does not end as it was sealed/).length).toBe(1);
  expectErrors(/does not end as it was sealed/);
  await expect.poll(metric).toBe("iam_audit_sealing 0");
});

test("an event too large to be sealed is reported loudly, and the others are sealed once it is gone", async () => {
  await beginAudit(key, "the end was removed");
  await expect.poll(metric).toBe("iam_audit_sealing 1");
  const tooLarge = {
    ...(await unsealedCopy(1)),
    _id: new mongoose.Types.ObjectId("000000000000000000000001"),
    after: { message: "" },
  };
  const room = 16 * 1024 * 1024 - mongoose.mongo.BSON.calculateObjectSize(tooLarge);
  await events().insertOne({ ...tooLarge, after: { message: "x".repeat(room) } });
  await expect.poll(() => said(/it failed several times in a row/).length).toBe(1);
  expect(said("could not seal the audit log just now")).toHaveLength(1);
  expectErrors(/it failed several times in a row/);
  expect(await metric()).toBe("iam_audit_sealing 0");
  expect(await auditLog()).toContain("Sealing it failed several times in a row.");
  await events().deleteOne({ _id: tooLarge._id });
  await expect.poll(metric).toBe("iam_audit_sealing 1");
});
