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
import { changeBatch } from "../../src/services/changes/change-batch.ts";
import type { InviteSettings } from "../../src/services/changes/change-invites.ts";
import { changeResult } from "../../src/services/changes/change-result.ts";
import { reviewChange } from "../../src/services/changes/review-change.ts";
import { startChange } from "../../src/services/changes/start-change.ts";
import { createGroup } from "../../src/services/groups/write-group.ts";
import { cancelInvite } from "../../src/services/invites/cancel-invite.ts";
import { cancelMany } from "../../src/services/invites/cancel-many.ts";
import { editInvite } from "../../src/services/invites/edit-invite.ts";
import { resendMany } from "../../src/services/invites/resend-many.ts";
import { cancelRest, pauseRun, resumeRun } from "../../src/services/runs/steer-run.ts";
import { suspendUser } from "../../src/services/users/suspend-user.ts";
import { policy } from "../support/acting.ts";
import { ofInvites, ofUsers, reviewed, startedChange } from "../support/changes/started-change.ts";
import { seedInvites, seedUsers } from "../support/slack/seed.ts";
import { emptyDatabase } from "../support/worker/empty-database.ts";
import { startWorkerWorld, type WorkerWorld } from "../support/worker/worker-world.ts";

let world: WorkerWorld;
beforeAll(async () => {
  world = await startWorkerWorld();
});
beforeEach(emptyDatabase);
afterAll(() => world.ends());

const { admin, users, auditors } = builtInGroupIds;
const run = (id: string) => Run.findById(id).orFail().lean();
const nothing = { all: false, names: [] };
const group = async (name: string) => {
  const fields = { description: "", services: nothing, projects: nothing, regions: nothing };
  return (await createGroup(world.actor(), { ...fields, name })).groupId;
};
const numbered = (n: number) => `p${String(n).padStart(3, "0")}@example.com`;
const pending = async (count: number) =>
  seedInvites(
    Array.from({ length: count }, (_, n) => numbered(n)),
    [String(users)],
  );
const people = async (count: number, groupId: string | Types.ObjectId = users) =>
  seedUsers(
    Array.from({ length: count }, (_, n) => `P${String(n).padStart(3, "0")} Smith`),
    groupId,
  );
interface Trying extends Partial<Pick<InviteSettings, "reaches">> {
  attempt?: number;
}
const nextBatch = async (id: string, { reaches = () => true, attempt = 1 }: Trying = {}) =>
  changeBatch(
    { runId: new Types.ObjectId(id), done: (await run(id)).done, attempt },
    { policy: world.policy, owners: [world.mia.id], reaches },
  );
const goesOn = async (id: string) => {
  while ((await run(id)).status === "running") await nextBatch(id);
};
/** Starts a change that puts sixty people into a new group. */
const sixtyJoin = async (name: string) => {
  await people(60);
  const groupId = await group(name);
  const id = await startedChange(world.actor(), ofUsers("groups", { add: [groupId], text: "smith" }));
  return { id, groupId };
};
/** Someone who is in Admin, with their account. */
async function adminNamed(name: string): Promise<AccountActor> {
  const first = name.split(" ")[0]?.toLowerCase();
  const actor = {
    ...world.actor(),
    userId: `U${first?.toUpperCase()}`,
    name,
    email: `${first}@acme.io`,
    owner: false,
  };
  const slack = { teamId: actor.teamId, userId: actor.userId, email: actor.email, linkedAt: new Date() };
  await seedUsers([name], admin, { email: actor.email, slack });
  return actor;
}
/** What became of each row, by address: the outcome, and why. */
async function rows(id: string): Promise<Record<string, string[]>> {
  const written: string[] = [];
  for await (const part of changeResult(new Types.ObjectId(id))) written.push(part);
  const [, ...lines] = written.join("").trim().split("\r\n");
  return Object.fromEntries(
    lines.map((line) => {
      const [, outcome = "", ...rest] = line.split(",");
      return [rest.at(-2) ?? "", [outcome, rest.slice(0, -2).join(",").replaceAll('"', "")]];
    }),
  );
}
const groupsOf = async (name: RegExp | string) => {
  const user = await User.findOne({ name }).orFail().lean();
  return user.memberships.map(({ groupId }) => String(groupId));
};

test("all invites are resent once, leaving room for other emails; for those that moved on, the result says who acted and when", async () => {
  await pending(40);
  const id = await reviewed(world.actor(), ofInvites("resend"));
  expect(await run(id)).toMatchObject({ status: "review", lines: 40, planned: 40 });
  await seedInvites(["later@example.com"], [String(users)]);
  const ben = await adminNamed("Ben Ode");
  const one = await Invite.findOne({ email: numbered(7) })
    .orFail()
    .lean();
  await cancelInvite(ben, String(one._id), 1);
  const two = await Invite.findOne({ email: numbered(8) })
    .orFail()
    .lean();
  await Invite.updateOne(
    { _id: two._id },
    { delivery: { ...two.delivery, state: "bounced", permanent: true } },
  );
  await startChange(world.actor(), id);
  await nextBatch(id, { reaches: ({ delivery }) => delivery.permanent !== true });

  expect(await run(id)).toMatchObject({
    status: "done",
    done: 40,
    counts: { done: 38, moved: 1, faulty: 1 },
  });
  const result = await rows(id);
  expect(result[numbered(7)]?.[0]).toBe("moved");
  expect(result[numbered(7)]?.[1]).toMatch(/^Ben Ode cancelled the invite to p007@example.com on .* UTC\.$/);
  expect(result[numbered(8)]?.[1]).toContain("Another email would not arrive either.");
  expect(result[numbered(39)]).toEqual(["done", ""]);
  expect(await Invite.countDocuments({ generation: 2, status: "pending" })).toBe(38);
  expect(await AuditEvent.countDocuments({ action: "invite.resent" })).toBe(38);
  // Nobody reviewed it.
  expect(await Invite.findOne({ email: "later@example.com" }).lean()).toMatchObject({ generation: 1 });
  const worker = world.starts();
  await worker.idle();
  await worker.stop();
  const sent = world.sendgrid.mails.flatMap(({ to }) => to.map(({ email }) => email));
  expect(sent.filter((email) => email === numbered(0))).toHaveLength(1);
  expect(new Set(sent).size).toBe(sent.length);
});

test("invites to people whom an identity provider asked for are resent along with others; those who registered are left out", async () => {
  await pending(3);
  const awaited = { status: "suspended" as const, awaited: { active: true } };
  await seedUsers(["Awa Diop"], users, { email: numbered(0), ...awaited });
  await Invite.updateOne({ email: numbered(0) }, { provisioned: true, groupIds: [] });
  await seedUsers(["Ada Park"], users, { email: numbered(1) });
  const id = await startedChange(world.actor(), ofInvites("resend"));
  await goesOn(id);
  const result = await rows(id);
  expect(result[numbered(0)]).toEqual(["done", ""]);
  expect(result[numbered(1)]?.[1]).toContain("already registered");
  expect(result[numbered(2)]).toEqual(["done", ""]);
  const again = await Invite.findOne({ email: numbered(0) })
    .orFail()
    .lean();
  const seen = { inviteId: String(again._id), generation: 2 };
  expect(await resendMany(world.actor(), [seen], world.policy)).toMatchObject({ emails: [numbered(0)] });
});

test("daily limits hold: the review says how many go out today, and each is checked again in turn", async () => {
  await pending(12);
  const limits = { ...policy.limits, admin: 10 };
  const id = await reviewed(world.actor(), ofInvites("resend"), { ...policy, limits });
  const { leftOut } = await reviewChange(world.actor(), id);
  expect(await run(id)).toMatchObject({ planned: 10, counts: { new: 10, limit: 2 } });
  expect(leftOut).toMatchObject([{ count: 2 }]);
  expect(leftOut[0]?.first[0]?.why).toContain("your limit of 10 invites a day is reached");
  await startChange(world.actor(), id);
  await changeBatch(
    { runId: new Types.ObjectId(id), done: 0 },
    {
      policy: { ...world.policy, limits: { ...limits, total: 4 } },
      owners: [world.mia.id],
      reaches: () => true,
    },
  );
  expect((await run(id)).counts).toMatchObject({ done: 4, limit: 8 });
});

test("invites nobody acted on first are cancelled, each once by several processes", async () => {
  await pending(260);
  const id = await startedChange(world.actor(), ofInvites("cancel"));
  const ben = await adminNamed("Ben Ode");
  const invites = await Invite.find().sort({ email: -1 }).limit(40).lean();
  const workers = [world.starts(), world.starts(), world.starts()];
  const other = await cancelMany(
    ben,
    invites.map(({ _id, generation }) => ({ inviteId: String(_id), generation })),
  );
  await expect.poll(async () => (await run(id)).status).toBe("done");
  for (const worker of workers) await worker.stop();
  const { counts } = await run(id);
  expect((counts.done ?? 0) + (counts.moved ?? 0)).toBe(260);
  expect(counts.moved ?? 0).toBe(other.emails.length);
  expect(await AuditEvent.countDocuments({ action: "invite.cancelled" })).toBe(260);
});

test("groups of invites are added, removed and given an end; what another admin edited first stays", async () => {
  const [sales, gone] = [await group("Sales"), await group("Gone")];
  await pending(60);
  await seedInvites(["only@example.com"], [gone]);
  await seedInvites(["has@example.com"], [sales]);
  const change = ofInvites("groups", { add: [sales], remove: [String(users)], until: "2099-12-31" });
  const id = await reviewed(world.actor(), change);
  const removal = await reviewed(world.actor(), ofInvites("groups", { remove: [gone] }));
  const ben = await adminNamed("Ben Ode");
  const edited = await Invite.findOne({ email: numbered(3) })
    .orFail()
    .lean();
  await editInvite(ben, String(edited._id), 1, { groupIds: [String(users), gone] });
  await startChange(world.actor(), id);
  await goesOn(id);

  expect((await run(id)).counts).toMatchObject({ done: 61, moved: 1 });
  const result = await rows(id);
  expect(result[numbered(3)]?.[1]).toMatch(/^Ben Ode edited the invite to p003@example.com on /);
  const invite = await Invite.findOne({ email: numbered(0) })
    .orFail()
    .lean();
  expect(invite.groupIds.map(String)).toEqual([sales]);
  expect(invite.groupsUntil?.toISOString()).toBe("2100-01-01T00:00:00.000Z");
  expect(await AuditEvent.countDocuments({ action: "invite.edited" })).toBe(62);

  const { leftOut } = await reviewChange(world.actor(), removal);
  expect(leftOut).toMatchObject([{ count: 1, first: [{ email: "only@example.com" }] }]);
  expect((await run(removal)).counts).toEqual({ unchanged: 61, faulty: 1 });
});

test("groups of users change row by row, under the rules for one user; a group deleted meanwhile is given to nobody", async () => {
  const [sales, gone, managed] = [await group("Sales"), await group("Gone"), await group("Managed")];
  await Group.updateOne({ _id: managed }, { managedBy: { id: new Types.ObjectId(), name: "Okta" } });
  await people(55);
  await seedUsers(["Old Hand"], sales);
  const add = ofUsers("groups", { add: [sales], until: "2099-12-31" });
  await expect(reviewed(world.actor(), ofUsers("groups", { add: [managed] }))).rejects.toMatchObject({
    code: "group_managed",
  });
  await expect(reviewed(world.actor(), ofUsers("groups", {}))).rejects.toMatchObject({
    fields: { add: "Choose at least one group to add or to remove." },
  });
  const id = await reviewed(world.actor(), add);
  const ben = await adminNamed("Ben Ode");
  const third = await User.findOne({ name: "P003 Smith" }).orFail().lean();
  await suspendUser(ben, { userId: String(third._id) }, "keep");
  await startChange(world.actor(), id);
  await goesOn(id);
  expect((await run(id)).counts).toMatchObject({ done: 55, moved: 1 });
  expect((await rows(id))["p003.smith@example.com"]?.[1]).toMatch(/^Ben Ode changed P003 Smith on /);
  const user = await User.findOne({ name: "Old Hand" }).orFail().lean();
  expect(user.memberships).toMatchObject([{ until: new Date("2100-01-01T00:00:00.000Z") }]);
  expect(await groupsOf("P000 Smith")).toEqual([String(users), sales]);

  const next = await startedChange(world.actor(), ofUsers("groups", { add: [gone], text: "smith" }));
  await Group.deleteOne({ _id: gone });
  await goesOn(next);
  expect((await run(next)).counts).toMatchObject({ new: 0, faulty: 55 });
  expect((await rows(next))["p000.smith@example.com"]?.[1]).toBe(
    "A group that was chosen was deleted meanwhile.",
  );
  const last = await startedChange(
    world.actor(),
    ofUsers("groups", { remove: [String(users), sales], text: "smith" }),
  );
  expect((await run(last)).counts).toMatchObject({ faulty: 55 });
});

test("the admin who acts and the last Admin are left out of a suspension, in the review and in turn", async () => {
  const ben = await adminNamed("Ben Ode");
  await adminNamed("Cleo Fox");
  await people(30);
  const id = await reviewed(ben, ofUsers("suspend"));
  expect((await run(id)).counts).toEqual({ new: 31, faulty: 1 });
  expect((await rows(id))["ben@acme.io"]?.[1]).toContain("This is you.");

  // The owner is no member of Admin: of the two who are, one stays.
  const owners = await reviewed(world.actor(), ofUsers("suspend"));
  expect((await run(owners)).counts).toEqual({ new: 31, faulty: 1 });
  expect((await rows(owners))["cleo@acme.io"]?.[1]).toContain("Cleo Fox is the last active Admin");
  await startChange(world.actor(), owners);
  await User.updateOne({ name: "Cleo Fox" }, { status: "suspended" });
  await goesOn(owners);
  expect((await rows(owners))["ben@acme.io"]?.[1]).toContain("Ben Ode is the last active Admin");
  expect((await run(owners)).counts).toMatchObject({ done: 30, faulty: 2 });
  expect(await User.countDocuments({ status: "active" })).toBe(1);
});

test("an admin who loses the right pauses the run, and another admin can take over; a cancelled rest stays unchanged", async () => {
  const ben = await adminNamed("Ben Ode");
  await adminNamed("Cleo Fox");
  await people(60);
  const id = await startedChange(ben, ofUsers("suspend", { text: "smith" }));
  await nextBatch(id);
  await User.updateOne({ name: "Ben Ode" }, { status: "suspended" });
  await nextBatch(id);
  expect(await run(id)).toMatchObject({ status: "paused", pauseReason: "no_right", done: 25 });
  await expect(resumeRun(ben, { runId: id })).rejects.toMatchObject({ code: "not_admin" });
  await resumeRun(world.actor(), { runId: id });
  await nextBatch(id);
  expect(await run(id)).toMatchObject({ status: "running", done: 50, by: { name: "Mia Chen" } });
  await cancelRest(world.actor(), { runId: id });
  await goesOn(id);
  expect(await User.countDocuments({ name: /Smith/, status: "suspended" })).toBe(50);
  const outcomes = Object.values(await rows(id)).map(([outcome]) => outcome);
  expect(outcomes.filter((outcome) => outcome === "not reached")).toHaveLength(10);
  await expect(pauseRun(world.actor(), { runId: id })).rejects.toThrow("cancelled the rest of the change");
});

test("two admins start the same change at once: each row is done once, and the other is told who did it", async () => {
  const ben = await adminNamed("Ben Ode");
  await people(60);
  const sales = await group("Sales");
  const add = ofUsers("groups", { add: [sales], text: "smith" });
  const [mine, theirs] = [await reviewed(world.actor(), add), await reviewed(ben, add)];
  await Promise.all([startChange(world.actor(), mine), startChange(ben, theirs)]);
  await expect(startChange(ben, mine)).rejects.toThrow("The change is running: Mia Chen was first.");
  await Promise.all([goesOn(mine), goesOn(theirs)]);
  const [first, second] = [(await run(mine)).counts, (await run(theirs)).counts];
  expect((first.done ?? 0) + (second.done ?? 0)).toBe(60);
  expect((first.moved ?? 0) + (second.moved ?? 0)).toBe(60);
  expect(await AuditEvent.countDocuments({ action: "user.groups_changed" })).toBe(60);
  const texts = [...Object.values(await rows(mine)), ...Object.values(await rows(theirs))];
  for (const [outcome, why = ""] of texts)
    if (outcome === "moved") expect(why).toMatch(/^(Ben Ode|Mia Chen) changed P0\d\d Smith on /);
});

test("if two must approve Admin, each row asks the others, and nobody is asked for twice", async () => {
  await Group.updateOne({ _id: admin }, { approval: { owners: [world.mia.id], lapseDays: 7 } });
  const ben = await adminNamed("Ben Ode");
  await people(3);
  const into = ofUsers("groups", { add: [String(admin)], remove: [String(users)], text: "smith" });
  const id = await reviewed(ben, into);
  expect(await reviewChange(ben, id)).toMatchObject({ needsApproval: true, leftOut: [] });
  await startChange(ben, id);
  await goesOn(id);
  expect((await run(id)).counts).toMatchObject({ asked: 3 });
  expect(await AccessRequest.countDocuments({ status: "pending" })).toBe(3);
  expect(await User.countDocuments({ name: /Smith/, "memberships.groupId": admin })).toBe(0);
  const again = await reviewed(ben, into);
  expect((await run(again)).counts).toEqual({ faulty: 3 });
  expect((await rows(again))["p000.smith@example.com"]?.[1]).toContain("is already waiting for Admin");
  await Group.updateOne({ _id: admin }, { approval: { owners: [], lapseDays: 7 } });
  await AccessRequest.updateMany({}, { status: "lapsed" });
  expect((await run(await reviewed(ben, into))).counts).toEqual({ faulty: 3 });
});

test("a batch that failed is retried with half the rows, and people waiting for an answer go first", async () => {
  const { id } = await sixtyJoin("Sales");
  let looks = 0;
  world.isAsked = () => {
    looks += 1;
    return looks < 3;
  };
  const batches = { kind: "change-batch", "facts.runId": new Types.ObjectId(id) };
  // The first attempt failed.
  await Job.updateOne(batches, { $set: { attempts: 1 } });
  const worker = world.starts();
  await worker.idle();
  await worker.stop();
  world.isAsked = () => false;
  expect(looks).toBeGreaterThan(2);
  expect(await run(id)).toMatchObject({ status: "done", counts: { new: 0, done: 60 } });
  expect(await Job.distinct("facts.done", batches)).toEqual([0, 25]);
});

test("every further attempt at a batch does half as many rows, but at least one", async () => {
  const { id } = await sixtyJoin("Sales");
  const tries = async (attempt: number) => {
    const { done } = await run(id);
    await nextBatch(id, { attempt });
    return (await run(id)).done - done;
  };
  expect([await tries(2), await tries(3), await tries(12)]).toEqual([25, 13, 1]);
  expect(await run(id)).toMatchObject({ status: "running", counts: { new: 21, done: 39 } });
});

test("auditors and non-admins can't start, review or steer anything", async () => {
  await pending(2);
  const id = await startedChange(world.actor(), ofInvites("resend"));
  const eve = { ...world.actor(), userId: "UEVE", name: "Eve Adams", email: "eve@acme.io", owner: false };
  const slack = { teamId: eve.teamId, userId: eve.userId, email: eve.email, linkedAt: new Date() };
  await seedUsers(["Eve Adams"], auditors, { email: eve.email, slack });
  for (const request of [ofInvites("resend"), ofUsers("suspend")])
    await expect(reviewed(eve, request)).rejects.toMatchObject({ code: "not_admin" });
  for (const steer of [pauseRun, resumeRun, cancelRest])
    await expect(steer(eve, { runId: id })).rejects.toMatchObject({ code: "not_admin" });
  await expect(startChange(eve, id)).rejects.toMatchObject({ code: "not_admin" });
  expect(await run(id)).toMatchObject({ status: "running", done: 0 });
});

test("asking for a batch again does nothing, and what a form can't ask for is refused", async () => {
  const { id, groupId: sales } = await sixtyJoin("Sales");
  const first = () =>
    changeBatch(
      { runId: new Types.ObjectId(id), done: 0 },
      { policy, owners: [world.mia.id], reaches: () => true },
    );
  await Promise.all([first(), first()]);
  await first();
  expect(await run(id)).toMatchObject({ status: "running", done: 50, counts: { new: 10, done: 50 } });
  expect(await AuditEvent.countDocuments({ action: "user.groups_changed" })).toBe(50);

  const invites = { ...ofUsers("suspend"), ...ofInvites("cancel"), action: "suspend" as const };
  const users = { ...ofInvites("resend"), ...ofUsers("suspend"), action: "cancel" as const };
  for (const request of [invites, users])
    await expect(reviewed(world.actor(), request)).rejects.toThrow("This can’t be done to all of them.");
  const add = { add: [sales], remove: [sales] };
  await expect(reviewed(world.actor(), ofUsers("groups", add))).rejects.toMatchObject({
    fields: { remove: "A group can’t be both added and removed." },
  });
  const past = { add: [sales], until: "2020-01-01" };
  await expect(reviewed(world.actor(), ofUsers("groups", past))).rejects.toThrow("is in the past");
  await Run.updateOne({ _id: id }, { status: "review", expiresAt: new Date() });
  await expect(startChange(world.actor(), id)).rejects.toThrow(
    "This review is older than 23 hours. Search the list again.",
  );
});

test("of two expired invites to one address, one is resent; expired invites are never cancelled", async () => {
  const lately = { status: "expired", expiresAt: new Date(Date.now() - 60_000) };
  for (const _ of ["older", "newer"]) {
    await pending(1);
    await Invite.updateMany({}, lately);
  }
  const id = await startedChange(world.actor(), ofInvites("resend", { which: "expired" }));
  await goesOn(id);
  expect((await run(id)).counts).toEqual({ new: 0, done: 1, faulty: 1 });
  const [other] = await RunLine.find({ runId: id, outcome: "faulty" }).lean();
  expect(other?.problem?.code).toBe("already_pending");
  await Invite.updateMany({}, lately);
  const cancel = await reviewed(world.actor(), ofInvites("cancel", { which: "expired" }));
  expect((await run(cancel)).counts).toEqual({ moved: 2 });
});

test("nobody removes themselves from Admin, or gives it an end, along with others", async () => {
  const ben = await adminNamed("Ben Ode");
  await adminNamed("Cleo Fox");
  const out = await reviewed(ben, ofUsers("groups", { add: [String(users)], remove: [String(admin)] }));
  expect((await rows(out))["ben@acme.io"]?.[1]).toContain("This is you.");
  const until = await reviewed(ben, ofUsers("groups", { add: [String(admin)], until: "2099-12-31" }));
  expect((await rows(until))["ben@acme.io"]?.[1]).toContain("This is you.");
  await startChange(ben, until);
  await goesOn(until);
  expect((await run(until)).counts).toMatchObject({ done: 1, faulty: 1 });
  const cleo = await User.findOne({ name: "Cleo Fox" }).orFail().lean();
  expect(cleo.memberships).toMatchObject([{ until: new Date("2100-01-01T00:00:00.000Z") }]);
});

test("someone who moved in the list while it was read, and so is in the review twice, is changed once", async () => {
  await people(2);
  const id = await startedChange(
    world.actor(),
    ofUsers("groups", { text: "smith", add: [await group("Eu")] }),
  );
  const twice = await RunLine.findOne({ runId: id, line: 1 }).orFail().lean();
  await RunLine.insertMany([{ ...twice, _id: new Types.ObjectId(), line: 3 }]);
  await goesOn(id);
  expect(await RunLine.countDocuments({ runId: id, outcome: "done" })).toBe(3);
  expect(await AuditEvent.countDocuments({ action: "user.groups_changed" })).toBe(2);
});

test("a run that ends while its first message is on its way to Slack has one message", async () => {
  await pending(1);
  let answers = () => {};
  world.slack.next("chat.postMessage", { until: new Promise<void>((resolve) => (answers = resolve)) });
  const id = await startedChange(world.actor(), ofInvites("resend"));
  const worker = world.starts();
  const progress = { kind: "run-progress", status: "waiting" } as const;
  const late = { ...progress, lease: { $exists: false }, dueAt: { $gt: new Date() } };
  await expect.poll(async () => (await run(id)).status).toBe("done");
  await expect.poll(() => Job.countDocuments(late)).toBe(1);
  answers();
  await expect
    .poll(async () => {
      await world.makesDue({ kind: "run-progress" });
      return Job.countDocuments(progress);
    })
    .toBe(0);
  await worker.stop();
  const shown = world.mia.messages.filter(({ asText }) => asText.includes("Resending 1 invite"));
  expect(shown.map(({ asText }) => asText)).toEqual([expect.stringContaining("Finished.")]);
});

test("an answer lost after the outcome was shown doesn't cause a second file", async () => {
  await pending(2);
  await startedChange(world.actor(), ofInvites("cancel"));
  const shown = () => world.slack.calls("files.completeUploadExternal").length;
  const before = shown();
  world.slack.next("files.completeUploadExternal", { status: 500, carriedOut: true });
  const worker = world.starts();
  await expect.poll(shown).toBe(before + 1);
  const result = { kind: "run-result" } as const;
  await expect
    .poll(async () => {
      await Job.updateMany({ ...result, status: "waiting" }, { dueAt: new Date() });
      return Job.countDocuments({ ...result, status: "done" });
    })
    .toBe(1);
  await worker.stop();
  expect(shown()).toBe(before + 1);
});
