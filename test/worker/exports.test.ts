import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import * as z from "zod";
import { AuditEvent } from "../../src/models/audit-event.ts";
import { Export } from "../../src/models/export.ts";
import { builtInGroupIds } from "../../src/models/group.ts";
import { Job } from "../../src/models/job.ts";
import { User } from "../../src/models/user.ts";
import { startExport } from "../../src/services/exports/start-export.ts";
import { seedUsers } from "../support/slack/seed.ts";
import { emptyDatabase } from "../support/worker/empty-database.ts";
import { startWorkerWorld, type WorkerWorld } from "../support/worker/worker-world.ts";

let world: WorkerWorld;
beforeAll(async () => {
  world = await startWorkerWorld();
});
beforeEach(async () => {
  await emptyDatabase();
  world.slack.clearFaults();
});
afterAll(() => world.ends());

const everyone = { what: "users", text: "", which: "everyone" } as const;
const shared = () => world.slack.calls("files.completeUploadExternal").length;
const done = async () => {
  const worker = world.starts();
  await worker.idle();
  await worker.stop();
};
const events = async () =>
  (
    await AuditEvent.find({ action: /^export\./ })
      .sort({ at: 1, _id: 1 })
      .lean()
  ).map(({ action, after }) => [action, after?.reason ?? after?.rows]);

/** Names the file that is shown, in which conversation. */
function lastShared() {
  const args = world.slack.calls("files.completeUploadExternal").at(-1)?.args ?? expect.fail("none was");
  const [file] = z.array(z.object({ id: z.string() })).parse(JSON.parse(String(args.files)));
  return { id: file?.id ?? "", channel: String(args.channel_id), rows: 1 };
}

test("the export of a process that died after showing the file is completed without a second file", async () => {
  await seedUsers(["Eve Adams"], builtInGroupIds.users);
  await startExport(world.actor(), everyone);
  const kept = await Export.findOne().orFail().lean();
  const { _id: _, ...job } = await Job.findOne({ kind: "export" }).orFail().lean();
  const before = shared();
  await done();
  expect(shared()).toBe(before + 1);
  // As it stands in the database when the process dies in this moment.
  await AuditEvent.deleteMany({ action: "export.sent" });
  await Export.create({ ...kept, file: lastShared() });
  await Job.create(job);
  await done();
  expect(shared()).toBe(before + 1);
  expect(await events()).toEqual([
    ["export.started", undefined],
    ["export.sent", 1],
  ]);
  // A file that was not shown is no use: it is written anew.
  await Export.create({ ...kept, file: { ...lastShared(), id: "F0" } });
  await Job.create(job);
  await done();
  expect(shared()).toBe(before + 2);
  expect(await Export.countDocuments()).toBe(0);
});

test("an answer lost after the file was shown doesn't cause a second one", async () => {
  await startExport(world.actor(), everyone);
  const before = shared();
  world.slack.next("files.completeUploadExternal", { status: 500, carriedOut: true });
  await done();
  expect(await Export.countDocuments()).toBe(1);
  await world.makesDue({ kind: "export" });
  await done();
  expect(shared()).toBe(before + 1);
  expect((await events()).at(-1)).toEqual(["export.sent", 0]);
});

test("several processes send one file, however long it takes: the lease is renewed meanwhile", async () => {
  await seedUsers(["Eve Adams"], builtInGroupIds.users);
  const before = shared();
  const uploads = () => world.slack.calls("files.getUploadURLExternal").length;
  const uploaded = uploads();
  let answers = () => {};
  const until = new Promise<void>((resolve) => (answers = resolve));
  world.slack.next("files.getUploadURLExternal", { until });
  await startExport(world.actor(), everyone);
  const workers = [1, 2, 3].map(() => world.starts({ leaseSeconds: 9 }));
  const heldUntil = async () =>
    Number((await Job.findOne({ kind: "export", lease: { $exists: true } }).lean())?.dueAt ?? 0);
  await expect.poll(heldUntil).toBeGreaterThan(0);
  const first = await heldUntil();
  await expect.poll(heldUntil).toBeGreaterThan(first);
  answers();
  await expect.poll(() => Export.countDocuments()).toBe(0);
  for (const worker of workers) await worker.stop();
  expect([uploads(), shared()]).toEqual([uploaded + 1, before + 1]);
  expect((await events()).filter(([action]) => action === "export.sent")).toHaveLength(1);
});

test("a person who loses the right meanwhile is sent nothing, and told so", async () => {
  const slack = { teamId: world.slack.teamId, userId: "UADA", email: "ada@acme.io", linkedAt: new Date() };
  await seedUsers(["Ada Park"], builtInGroupIds.admin, { email: slack.email, slack });
  const ada = { ...world.actor(), userId: slack.userId, name: "Ada Park", email: slack.email, owner: false };
  await startExport(ada, everyone);
  await User.updateOne({ email: slack.email }, { status: "suspended" });
  const before = shared();
  await done();
  expect(shared()).toBe(before);
  expect(await events()).toEqual([
    ["export.started", undefined],
    ["export.failed", "no_right"],
  ]);
  expect(await Export.countDocuments()).toBe(0);
});

test("temporary refusals by Slack are retried; a permanent one is given up", async () => {
  await startExport(world.actor(), everyone);
  world.slack.next("files.completeUploadExternal", { status: 503 });
  await done();
  expect(await Export.countDocuments()).toBe(1);
  expect(await Job.findOne({ kind: "export" }).lean()).toMatchObject({
    status: "waiting",
    lastFault: "slack_down:503",
  });
  world.slack.next("files.completeUploadExternal", { error: "channel_not_found" });
  await world.makesDue({ kind: "export" });
  await done();
  expect((await events()).at(-1)).toEqual(["export.failed", "unreachable"]);
  expect(await Job.countDocuments({ kind: "export", status: "waiting" })).toBe(0);
});

test("an export that takes longer than two seconds shows its progress, and says when the file is there", async () => {
  await seedUsers(["Eve Adams"], builtInGroupIds.users);
  await startExport(world.actor(), everyone);
  world.slack.next("conversations.open", { delayMs: 2_100 });
  await done();
  await world.mia.receives("Exported users: 1 row. The file is below.");
  expect(JSON.stringify(world.slack.calls("chat.postMessage"))).toContain("Exporting users: 0 rows so far.");
});
