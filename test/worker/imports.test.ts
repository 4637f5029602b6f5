import { Types } from "mongoose";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { AccessRequest } from "../../src/models/access-request.ts";
import { AuditEvent } from "../../src/models/audit-event.ts";
import { builtInGroupIds, Group } from "../../src/models/group.ts";
import { Invite } from "../../src/models/invite.ts";
import { Job } from "../../src/models/job.ts";
import { Run } from "../../src/models/run.ts";
import { RunLine } from "../../src/models/run-line.ts";
import { User } from "../../src/models/user.ts";
import type { AccountActor } from "../../src/services/actor.ts";
import { rotateClient } from "../../src/services/clients/rotate-client.ts";
import { deleteGroup } from "../../src/services/groups/delete-group.ts";
import { createGroup } from "../../src/services/groups/write-group.ts";
import { importBatch } from "../../src/services/imports/import-batch.ts";
import { importResult } from "../../src/services/imports/import-result.ts";
import { reviewImport } from "../../src/services/imports/review-import.ts";
import { startImport } from "../../src/services/imports/start-import.ts";
import { runView } from "../../src/services/runs/show-run.ts";
import { cancelRest, pauseRun, resumeRun } from "../../src/services/runs/steer-run.ts";
import { runProgressCard } from "../../src/slack/messages/run-cards.ts";
import { actingClient, clientWith } from "../support/acting-client.ts";
import { started, uploaded } from "../support/imports/people.ts";
import { seedUsers } from "../support/slack/seed.ts";
import { emptyDatabase } from "../support/worker/empty-database.ts";
import { startWorkerWorld, type WorkerWorld } from "../support/worker/worker-world.ts";

let world: WorkerWorld;
beforeAll(async () => {
  world = await startWorkerWorld();
});
beforeEach(emptyDatabase);
afterAll(() => world.ends());

const run = (id: string) => Run.findById(id).orFail().lean();
const nothing = { all: false, names: [] };
const group = async (name: string) => {
  const fields = { description: "", services: nothing, projects: nothing, regions: nothing };
  return (await createGroup(world.actor(), { ...fields, name })).groupId;
};
/** A file of so many people. */
const people = (count: number) => Array.from({ length: count }, (_, n) => `p${n}@example.com`).join("\n");
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const done = async () => {
  const worker = world.starts();
  await worker.idle();
  await worker.stop();
};
const nextBatch = async (id: string) =>
  importBatch(
    { runId: new Types.ObjectId(id), done: (await run(id)).done },
    {
      policy: world.policy,
      owners: [world.mia.id],
    },
  );
/** Does what is left of an import, and sends no mail. */
const goesOn = async (id: string) => {
  while ((await run(id)).status === "running") await nextBatch(id);
};
/** Jonas, who is in Admin. */
async function jonas(): Promise<AccountActor> {
  const actor = {
    ...world.actor(),
    userId: "UJONAS",
    name: "Jonas Weber",
    email: "jonas@acme.io",
    owner: false,
  };
  const slack = { teamId: actor.teamId, userId: actor.userId, email: actor.email, linkedAt: new Date() };
  await seedUsers([actor.name], builtInGroupIds.admin, { email: actor.email, slack });
  return actor;
}

test("an import lets people waiting for an answer go first, and goes on however many there are", async () => {
  const id = await started(world.actor(), people(3));
  let looks = 0;
  world.isAsked = () => {
    looks += 1;
    return true;
  };
  await done();
  world.isAsked = () => false;
  expect(looks).toBeGreaterThan(1);
  expect(await run(id)).toMatchObject({ status: "done", counts: { invited: 3 } });
});

test("so do its emails; an email that someone waits for does not wait", async () => {
  let looks = 0;
  world.isAsked = () => {
    looks += 1;
    return true;
  };
  await world.invites(["waited-for@example.com"]);
  await done();
  await world.sendgrid.mailTo("waited-for@example.com");
  expect(looks).toBe(0);

  await goesOn(await started(world.actor(), "one-of-many@example.com"));
  await Job.deleteMany({ kind: "import-batch" });
  await done();
  world.isAsked = () => false;
  await world.sendgrid.mailTo("one-of-many@example.com");
  expect(looks).toBeGreaterThan(1);
});

test("each line becomes what the review said, with what it says about the person, and each is emailed once", async () => {
  const sales = await group("Sales, EMEA");
  await group("Ops");
  await seedUsers(["Ada Park"], builtInGroupIds.users, { email: "ada@example.com" });
  await world.invites(["waits@example.com"]);
  const file = [
    "Email;Name;Groups;Until;Expires;Message;Language;Phone",
    `eve@example.com;Eve Adams;Sales, EMEA;${inDays(60)};${inDays(5)};Welcome!;de;1`,
    "adam@example.com;;;;;;;",
    "",
    "ada@example.com;;;;;;;",
    "waits@example.com;;;;;;;",
    "EVE@example.com;;;;;;;",
    "nobody;;;;;;;",
    "x@example.com;;Marketing;;;;;",
    "y@example.com;;Ops;2020-01-01;;;;",
    `z@example.com;;Ops;;${inDays(40)};;;`,
  ];
  const id = await uploaded(world.actor(), file.join("\r\n"));
  expect(await run(id)).toMatchObject({
    status: "review",
    lines: 9,
    planned: 2,
    done: 0,
    counts: { new: 2, user: 1, pending: 1, faulty: 5 },
    import: { ignored: ["Phone"] },
  });
  expect(await Invite.countDocuments({ email: "eve@example.com" })).toBe(0);
  const faults = (await RunLine.find({ runId: id, outcome: "faulty" }).sort({ line: 1 }).lean()).map(
    ({ line, fault }) => [line, fault?.code, fault?.fact],
  );
  expect(faults).toEqual([
    [7, "duplicate", "2"],
    [8, "malformed_address", undefined],
    [9, "group_unknown", "Marketing"],
    [10, "past", undefined],
    [11, "too_late", "30"],
  ]);

  await startImport(world.actor(), id, 10);
  await done();
  expect(await run(id)).toMatchObject({ status: "done", done: 2, counts: { new: 0, invited: 2 } });
  const invite = await Invite.findOne({ email: "eve@example.com" }).orFail().lean();
  expect(invite).toMatchObject({ name: "Eve Adams", language: "de", message: "Welcome!" });
  expect(invite.groupIds.map(String)).toEqual([sales]);
  expect(invite.groupsUntil?.toISOString()).toBe(`${inDays(61)}T00:00:00.000Z`);
  expect(invite.expiresAt.toISOString()).toBe(`${inDays(6)}T00:00:00.000Z`);
  const sent = world.sendgrid.mails.flatMap(({ to }) => to.map(({ email }) => email));
  expect(sent.filter((to) => to === "eve@example.com")).toHaveLength(1);
  expect(sent.filter((to) => to === "adam@example.com")).toHaveLength(1);
  const line = await RunLine.findOne({ runId: id }).orFail().lean();
  const daysKept = ((line.expiresAt?.getTime() ?? 0) - Date.now()) / 86_400_000;
  expect(daysKept).toBeGreaterThan(29);
});

test("a paused import stops, a resumed one goes on, and cancelled lines no longer count towards the day", async () => {
  const id = await started(world.actor(), people(600));
  await nextBatch(id);
  await pauseRun(world.actor(), { runId: id });
  await goesOn(id);
  expect(await run(id)).toMatchObject({ status: "paused", done: 250 });
  expect(await Invite.countDocuments()).toBe(250);

  await resumeRun(world.actor(), { runId: id });
  await nextBatch(id);
  await cancelRest(world.actor(), { runId: id });
  await expect(pauseRun(world.actor(), { runId: id })).rejects.toMatchObject({ code: "run_changed" });
  await goesOn(id);
  expect(await run(id)).toMatchObject({ status: "cancelled", done: 500, counts: { new: 100, invited: 500 } });
  expect(await Invite.countDocuments()).toBe(500);

  const next = await uploaded(world.actor(), "next@example.com");
  await expect(startImport(world.actor(), next, 500)).rejects.toMatchObject({ code: "import_limit" });
  await startImport(world.actor(), next, 501);
});

test("the time left doesn't count the pauses", async () => {
  const id = await started(world.actor(), people(700));
  const shown = async () => runProgressCard(await runView(await run(id))).text;
  expect(await shown()).toMatch(/0 of 700$/);
  await nextBatch(id);
  expect(await shown()).toContain("250 of 700 · less than a minute");
  await pauseRun(world.actor(), { runId: id });
  await Run.updateOne({ _id: id }, { startedAt: new Date(Date.now() - 10 * 60 * 60_000) });
  await resumeRun(world.actor(), { runId: id });
  expect(await shown()).toMatch(/250 of 700$/);
  await nextBatch(id);
  expect(await shown()).toContain("500 of 700 · less than a minute");
});

test("several processes invite each address once", async () => {
  const id = await started(world.actor(), people(520));
  const workers = [world.starts(), world.starts(), world.starts()];
  await expect.poll(async () => (await run(id)).status).toBe("done");
  for (const worker of workers) await worker.stop();
  const emails = await Invite.distinct("email");
  expect([emails.length, await Invite.countDocuments()]).toEqual([520, 520]);
  expect((await run(id)).counts).toMatchObject({ invited: 520 });
  expect(await AuditEvent.countDocuments({ action: "invite.created" })).toBe(520);
});

test("an admin who loses the right pauses the import, and another admin can take over", async () => {
  const admin = await jonas();
  const id = await started(admin, people(300));
  await nextBatch(id);
  await User.updateOne({ email: admin.email }, { status: "suspended" });
  await nextBatch(id);
  expect(await run(id)).toMatchObject({ status: "paused", pauseReason: "no_right", done: 250 });
  await resumeRun(world.actor(), { runId: id });
  await goesOn(id);
  expect(await run(id)).toMatchObject({ status: "done", done: 300, by: { name: "Mia Chen" } });
  const last = await Invite.findOne({ email: "p299@example.com" }).orFail().lean();
  expect(last.invitedBy.name).toBe("Mia Chen");
});

test("a rotation that ends a stolen token at once pauses what that token started; the new token takes over", async () => {
  const thief = await actingClient("Portal", ["invites:read", "invites:write"]);
  const id = await started(thief, people(300));
  await nextBatch(id);
  const operator = { kind: "operator" } as const;
  const { token } = await rotateClient(operator, thief.clientId, thief.tokenId, 0);
  await nextBatch(id);
  expect(await run(id)).toMatchObject({ status: "paused", pauseReason: "no_right", done: 250 });
  await expect(resumeRun(thief, { runId: id })).rejects.toMatchObject({ code: "not_permitted" });

  await resumeRun(await clientWith(token), { runId: id });
  await goesOn(id);
  expect(await run(id)).toMatchObject({ status: "done", done: 300 });
});

test("what an older version started for a client, without naming the token, is paused; the client can resume it", async () => {
  const client = await actingClient("Portal", ["invites:read", "invites:write"]);
  const id = await started(client, people(3));
  await Run.updateOne({ _id: id }, { $unset: { "principal.tokenId": 1 } });
  await goesOn(id);
  expect(await run(id)).toMatchObject({ status: "paused", pauseReason: "no_right", done: 0 });
  await resumeRun(client, { runId: id });
  await goesOn(id);
  expect(await run(id)).toMatchObject({ status: "done", done: 3 });
});

test("changes since the review are found line by line", async () => {
  const [gone, managed] = [await group("Gone"), await group("Managed")];
  const file = "email,groups\na@example.com,Gone\nb@example.com,Managed\nc@example.com,\nd@example.com,";
  const id = await uploaded(world.actor(), file);
  await Group.deleteOne({ _id: gone });
  await Group.updateOne({ _id: managed }, { managedBy: { id: new Types.ObjectId(), name: "Okta" } });
  await world.invites(["c@example.com"]);
  await startImport(world.actor(), id, 10);
  await goesOn(id);
  const lines = await RunLine.find({ runId: id }).sort({ line: 1 }).lean();
  expect(lines.map(({ outcome, fault }) => fault?.code ?? outcome)).toEqual([
    "group_unknown",
    "group_managed",
    "pending",
    "invited",
  ]);
  expect((await run(id)).counts).toEqual({ new: 0, faulty: 2, pending: 1, invited: 1 });
});

test("a group deleted since the review is named in the outcome, which invites nobody into others when it is imported again", async () => {
  const [gone] = [await group("Gone"), await group("Sales")];
  const id = await uploaded(world.actor(), "email\tgroups\na@example.com\tGone\nb@example.com\tSales|Gone");
  await deleteGroup(world.actor(), gone, null);
  await startImport(world.actor(), id, 10);
  await goesOn(id);
  const rows = [];
  for await (const piece of importResult(new Types.ObjectId(id))) rows.push(piece);
  expect(rows.join("")).toContain("2,faulty,There is no group Gone.,a@example.com,,Gone,");
  const again = await uploaded(world.actor(), rows.join(""));
  expect((await RunLine.find({ runId: again }).lean()).map(({ fault }) => fault)).toEqual([
    { code: "group_unknown", column: "groups", fact: "Gone" },
    { code: "group_unknown", column: "groups", fact: "Gone" },
  ]);
});

test("what a row has beyond the last column is in the lines to correct, which import it only once it is gone", async () => {
  const id = await uploaded(
    world.actor(),
    "email,name,message\na@example.com,Adams, Ann,Welcome!\nb@example.com,Bo,Hello\nc@example.com,Cy,Hi,,",
  );
  const rows = [];
  for await (const piece of importResult(new Types.ObjectId(id), "faulty")) rows.push(piece);
  expect(rows.join("")).toContain(",a@example.com,Adams,,,, Ann,,Welcome!\r\n");
  const again = await uploaded(world.actor(), rows.join(""));
  expect((await run(again)).counts).toEqual({ faulty: 2 });
  const mended = await uploaded(world.actor(), rows.join("").replaceAll(/,(?:Welcome!|", ")(?=\r\n)/g, ""));
  expect((await run(mended)).counts).toEqual({ new: 2 });
});

test("people whom an identity provider asked for, and who have yet to register, can be invited", async () => {
  await seedUsers(["Awa Diop"], builtInGroupIds.users, {
    email: "awa@example.com",
    status: "suspended",
    awaited: { active: true },
  });
  await seedUsers(["Ada Park"], builtInGroupIds.users, { email: "ada@example.com", status: "suspended" });
  const id = await started(world.actor(), "awa@example.com\nada@example.com");
  expect((await run(id)).counts).toEqual({ new: 1, user: 1 });
  await goesOn(id);
  expect(await Invite.countDocuments({ email: "awa@example.com", status: "pending" })).toBe(1);
});

test("a name written in two lines of a cell is one line on the invite", async () => {
  await goesOn(
    await started(world.actor(), 'email,name\neve@example.com,"Eve\r\nAdams"\nbo@example.com,\u202e'),
  );
  const invites = await Invite.find({}, { name: 1 }).sort({ email: -1 }).lean();
  expect(invites.map(({ name }) => name)).toEqual(["Eve Adams", undefined]);
});

test("a line whose domain is no longer allowed says so in the outcome", async () => {
  const id = await started(world.actor(), "eve@example.com\nadam@example.org");
  const policy = { ...world.policy, allowedDomains: ["example.com"] };
  await importBatch({ runId: new Types.ObjectId(id), done: 0 }, { policy, owners: [world.mia.id] });
  const rows = [];
  for await (const piece of importResult(new Types.ObjectId(id))) rows.push(piece);
  expect(rows.join("")).toContain("2,faulty,The domain is not allowed.,adam@example.org,");
});

test("an import that no day has room for has to be split; another may wait for tomorrow", async () => {
  const [one, two] = [await uploaded(world.actor(), people(3)), await uploaded(world.actor(), people(2))];
  await expect(startImport(world.actor(), one, 2)).rejects.toMatchObject({
    message: "Nothing was started: this import needs 3 lines, and 2 a day are allowed. Split it.",
  });
  await startImport(world.actor(), one, 4);
  await expect(startImport(world.actor(), two, 4)).rejects.toMatchObject({
    message:
      "Nothing was started: this import needs 2 of the 4 lines a day, and 1 is left. Try again after midnight UTC, or split it.",
  });
});

test("imports can be switched off, and a review ends after a day", async () => {
  const id = await uploaded(world.actor(), people(1));
  await expect(startImport(world.actor(), id, 0)).rejects.toMatchObject({
    message: "Imports are switched off. Ask whoever runs iam-bot.",
  });
  await Run.updateOne({ _id: id }, { expiresAt: new Date() });
  await expect(startImport(world.actor(), id, 10)).rejects.toMatchObject({
    code: "run_changed",
    message: "This review is older than 23 hours. Upload the file again.",
  });
  await expect(pauseRun(world.actor(), { runId: id })).rejects.toThrow("This import has not started yet.");
});

test("the lines of a review that nobody starts are removed when it ends, as are those without a run; others stay", async () => {
  const [over, begun] = [await uploaded(world.actor(), people(2)), await started(world.actor(), people(2))];
  const withoutRun = await uploaded(world.actor(), people(2));
  await Run.deleteOne({ _id: withoutRun });
  expect(await RunLine.countDocuments({ runId: over })).toBe(2);
  await pauseRun(world.actor(), { runId: begun });
  await Job.updateMany({ kind: "run-lapse" }, { dueAt: new Date(0) });
  await done();
  expect(await RunLine.countDocuments({ runId: { $in: [over, withoutRun] } })).toBe(0);
  expect(await RunLine.countDocuments({ runId: begun, expiresAt: { $exists: false } })).toBe(2);
});

test("if two must approve Admin, an import into it asks the others; people nobody could approve are left out, in the review and in turn", async () => {
  const { admin } = builtInGroupIds;
  const approval = (owners: string[]) =>
    Group.updateOne({ _id: admin }, { approval: { owners, lapseDays: 7 } });
  const file = "email,groups\neve@example.com,Admin\nadam@example.com,";
  await approval([world.mia.id]);
  const first = await uploaded(world.actor(), file);
  expect(await reviewImport(world.actor(), first)).toMatchObject({ needsApproval: false });
  expect((await run(first)).counts).toEqual({ new: 1, faulty: 1 });
  const [alone] = await RunLine.find({ runId: first, outcome: "faulty" }).lean();
  expect(alone).toMatchObject({ line: 2, fault: { code: "no_approver" } });

  const ben = await jonas();
  const id = await uploaded(world.actor(), file);
  expect(await reviewImport(world.actor(), id)).toMatchObject({ needsApproval: true, faulty: [] });
  await User.updateOne({ email: ben.email }, { status: "suspended" });
  await startImport(world.actor(), id, 10);
  await goesOn(id);
  expect(await run(id)).toMatchObject({ status: "done", counts: { new: 0, faulty: 1, invited: 1 } });
  await User.updateOne({ email: ben.email }, { status: "active" });

  const next = await started(world.actor(), file);
  await goesOn(next);
  expect((await run(next)).counts).toMatchObject({ invited: 1, pending: 1 });
  const eve = await Invite.findOne({ email: "eve@example.com" }).orFail().lean();
  expect(eve.groupIds).toEqual([builtInGroupIds.users]);
  expect(await AccessRequest.countDocuments({ status: "pending" })).toBe(1);

  await Invite.updateOne({ _id: eve._id }, { status: "expired", expiresAt: new Date(0) });
  await AccessRequest.updateMany({}, { $unset: { "subject.inviteId": 1 } });
  const last = await uploaded(world.actor(), file);
  const [waits] = await RunLine.find({ runId: last, outcome: "faulty" }).lean();
  expect(waits?.fault?.code).toBe("waits_for_admin");
});
