import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { AuditEvent } from "../../src/models/audit-event.ts";
import { closeDatabase, openDatabase } from "../../src/services/operations/database.ts";
import { beginsEmpty, events, heads, sealAll, writeEvents } from "../support/audit-log.ts";
import { runCompiled } from "../support/run-compiled.ts";
import { patientNode } from "../support/setup/compiled.ts";
import { freshDatabase } from "../support/setup/database.ts";

const { uri } = freshDatabase();
const key = randomBytes(32);
beforeAll(() => openDatabase(uri));
afterAll(closeDatabase);
beforeEach(() => beginsEmpty(key));

const environment = { MONGODB_URI: uri, AUDIT_KEY: key.toString("base64") };

/** Runs `npm run audit:verify`, `npm run audit:begin` or `npm run audit:trim`. */
async function run(
  command: "verify" | "begin" | "trim",
  words: string[] = [],
  env: Record<string, string> = environment,
): Promise<{ code: unknown; says: string }> {
  const { code, stdout, stderr } = await runCompiled(`audit-${command}.js`, words, {
    ...env,
    ...patientNode,
  });
  return { code, says: stdout + stderr };
}

test.each(["verify", "begin", "trim"] as const)("npm run audit:%s says how to call it", async (command) => {
  await writeEvents(3);
  const called = new RegExp(`^[A-Z].*:\\n {2}npm run --silent audit:${command} `);
  expect(await run(command, ["--help"])).toEqual({ code: 0, says: expect.stringMatching(called) });
  expect(await AuditEvent.countDocuments({ action: "audit.begun" })).toBe(0);
});

test("npm run audit:verify prints the count and the last seal, and checks the log against an earlier printout", async () => {
  await writeEvents(20);
  const { seal } = await sealAll(key);
  const unchanged = `20 sealed events are unchanged. 0 are not sealed yet.\nKeep this outside the database, for the next check: --since 20:${seal}\n`;
  expect(await run("verify")).toEqual({ code: 0, says: unchanged });
  expect(await run("verify", ["--since", `20:${seal}`])).toEqual({ code: 0, says: unchanged });

  // Everything from event 15 on is forged, and sealed by us: after a restart nothing in the database tells.
  await beginsEmpty(key);
  await writeEvents(25);
  await sealAll(key);
  expect((await run("verify")).code).toBe(0);
  expect(await run("verify", ["--since", `20:${seal}`])).toEqual({
    code: 1,
    says: "Event 20 has another seal than the one that was printed: the log up to there was sealed anew.\n",
  });

  await events().deleteOne({ sequence: 7 });
  expect(await run("verify")).toEqual({ code: 1, says: "Event 7 is missing: after 6 comes 8.\n" });
});

test("npm run audit:begin requires a reason, seals again, and prints what it found and where the log ends", async () => {
  await writeEvents(3);
  await heads().deleteMany({});
  const why = /^Say why, in one line/;
  expect(await run("begin")).toEqual({ code: 1, says: expect.stringMatching(why) });
  expect(await run("begin", ["--reason", "  "])).toEqual({ code: 1, says: expect.stringMatching(why) });
  expect(await AuditEvent.countDocuments()).toBe(3);

  const { code, says } = await run("begin", ["--reason", "restored the dump of 3 March, Mia Chen"]);
  const event = await AuditEvent.findOne({ action: "audit.begun" }).orFail().lean();
  // On a slow machine it prints its progress.
  const lines = says.split("\n").filter((line) => !/^Sealing: \d+ events so far\.$/.test(line));
  expect({ code, lines }).toEqual({
    code: 0,
    lines: [
      "Found: 0 sealed events and 3 unsealed ones.",
      expect.stringMatching(/^The audit log was not begun with this AUDIT_KEY/),
      "Sealed: 4 events. The event audit.begun, one of the last, records why, and what was found.",
      `Keep this outside the database, for the next check: --since 4:${event.seal}`,
      "",
    ],
  });
  expect(event.after).toMatchObject({ reason: "restored the dump of 3 March, Mia Chen", unsealed: 3 });
  expect((await run("verify", ["--since", `4:${event.seal}`])).code).toBe(0);
});

test("npm run audit:trim removes older events, says where the log continues, and refuses an altered log", async () => {
  const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000);
  await writeEvents(12, daysAgo(800));
  await writeEvents(5, daysAgo(400));
  await writeEvents(3);
  const printed = await sealAll(key);
  const cut = await AuditEvent.findOne({ sequence: 12 }).orFail().lean();
  const removed = /^Removed 12 events from before \d{4}-\d\d-\d\dT[\d:.]+Z\.$/;

  expect(await run("trim")).toEqual({
    code: 1,
    says: "AUDIT_RETENTION_DAYS is missing. It sets how many days the log is kept, such as 730. Or pass --days 730\n",
  });
  const { AUDIT_KEY: _, ...keyless } = { ...environment, AUDIT_RETENTION_DAYS: "730" };
  expect(await run("trim", [], keyless)).toMatchObject({
    code: 1,
    says: expect.stringContaining("without AUDIT_KEY"),
  });
  for (const days of ["3", "", "many"])
    expect(await run("trim", ["--days", days], keyless)).toEqual({
      code: 1,
      says: "--days must be a whole number from 30 to 36500\n",
    });
  expect(await AuditEvent.countDocuments()).toBe(20);

  const { code, says } = await run("trim", [], { ...environment, AUDIT_RETENTION_DAYS: "730" });
  expect({ code, lines: says.split("\n") }).toEqual({
    code: 0,
    lines: [
      expect.stringMatching(removed),
      `The log continues from event 12, with the seal ${cut.seal}.`,
      "",
    ],
  });
  // Nobody has sealed the event that says so yet.
  expect((await run("verify")).says).toContain(
    "8 sealed events are unchanged. The 12 before them were removed by a trim. 1 are not sealed yet.",
  );
  await sealAll(key, printed);
  const since = ["--since", `${printed.sequence}:${printed.seal}`];
  expect((await run("verify", since)).code).toBe(0);

  await events().updateOne({ sequence: 14 }, { $set: { "actor.name": "Somebody else" } });
  const refused = await run("trim", ["--days", "30"]);
  expect(refused.code).toBe(1);
  expect(refused.says).toMatch(/^The audit log /);
  expect(await AuditEvent.countDocuments()).toBe(9);
});

test("both say what is missing or malformed, and change nothing", async () => {
  for (const command of ["verify", "begin"] as const) {
    const { code, says } = await run(command, [], { MONGODB_URI: "postgres://x" });
    expect(code).toBe(1);
    expect(says).toMatch(/^MONGODB_URI must start with mongodb/m);
    expect(says).toMatch(/^AUDIT_KEY is missing/m);
    const { says: empty } = await run(command, [], { MONGODB_URI: "", AUDIT_KEY: " " });
    expect(empty).toMatch(/^MONGODB_URI is missing/m);
    expect(empty).toMatch(/^AUDIT_KEY is missing/m);
    expect(await run(command, ["--resaon", "x"])).toMatchObject({
      code: 1,
      says: expect.stringContaining("--resaon"),
    });
  }
  expect(await run("verify", ["--since", "4211"])).toEqual({
    code: 1,
    says: "--since must be what was printed: 4211:<seal>\n",
  });
});
