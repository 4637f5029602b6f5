import { Types } from "mongoose";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Person } from "../../dev/emulators/slack/person.ts";
import { AuditEvent } from "../../src/models/audit-event.ts";
import { builtInGroupIds, Group } from "../../src/models/group.ts";
import { Job } from "../../src/models/job.ts";
import { User } from "../../src/models/user.ts";
import { DAY_MS, HOUR_MS } from "../../src/services/durations.ts";
import { acceptInvite } from "../../src/services/invites/accept-invite.ts";
import { createInvites } from "../../src/services/invites/create-invites.ts";
import { changeGroups } from "../../src/services/users/change-groups.ts";
import { userProfile } from "../../src/services/users/find-user.ts";
import { setMembershipEnd } from "../../src/services/users/set-membership-end.ts";
import { lookForJobs } from "../support/look-for-jobs.ts";
import { shiftClock } from "../support/shift-clock.ts";
import { fixtures } from "../support/slack/fixtures.ts";
import { startWorkerWorld, type WorkerWorld } from "../support/worker/worker-world.ts";

const users = String(builtInGroupIds.users);

let world: WorkerWorld;
let eve: Person;
let eveId: string;
let research: string;
beforeEach(async () => {
  world = await startWorkerWorld();
  eve = world.slack.addPerson({ name: "Eve Adams", email: "eve@acme.io" });
  const { registered, group } = fixtures(world);
  research = String(await group("Research"));
  eveId = await registered("Eve Adams", { linkedTo: eve });
});
afterEach(() => world.ends());

const version = async () => (await userProfile(world.actor(), eveId)).version;
const inMs = (ms: number) => ({ until: new Date(Date.now() + ms), zone: "Europe/Berlin" });
const groupsNow = async () => (await userProfile(world.actor(), eveId)).groups.map(({ name }) => name);
const ended = () => AuditEvent.countDocuments({ action: "user.membership_ended" });
const waiting = async (kind: string) => Job.countDocuments({ kind, status: "waiting" });

/** Lets time pass until the end, which nobody sees coming: whatever is due of the membership is due. */
async function sleepOver(): Promise<void> {
  const until = new Date(Date.now() - 1_000);
  const group = new Types.ObjectId(research);
  const own = { "memberships.groupId": group };
  await User.updateOne(
    own,
    { $set: { "memberships.$[it].until": until } },
    { arrayFilters: [{ "it.groupId": group }] },
  );
  await Job.updateMany({ "facts.groupId": group }, { $set: { "facts.until": until, dueAt: until } });
}

test("with every process stopped past the end, a membership stops counting at once, and is removed and announced once", async () => {
  await changeGroups(world.actor(), await version(), [users, research], inMs(2 * DAY_MS));
  expect(await groupsNow()).toEqual(["Research", "Users"]);
  await sleepOver();
  expect(await groupsNow()).toEqual(["Users"]);
  expect((await userProfile(world.actor(), eveId)).ended).toMatchObject([{ name: "Research" }]);

  const workers = [world.starts(), world.starts(), world.starts()];
  const { asText } = await eve.receives("Your time in the group Research is over.");
  expect(asText).toContain("Research service");
  for (const worker of workers) await worker.idle();
  expect(eve.messages).toHaveLength(1);
  expect(await ended()).toBe(1);
  expect((await userProfile(world.actor(), eveId)).ended).toEqual([]);
});

test("someone whose time is over can ask again if the group is open to requests, and is otherwise sent to an admin", async () => {
  const worker = world.starts();
  const over = async () => {
    const told = eve.messages.length;
    await changeGroups(world.actor(), await version(), [users, research], inMs(2 * DAY_MS));
    await sleepOver();
    lookForJobs();
    await expect.poll(() => eve.messages.length).toBe(told + 1);
    await worker.idle();
    return eve.messages.at(-1)?.asText;
  };
  expect(await over()).toMatch(/Your time in the group Research is over\.[^[]*ask an admin\.$/);
  await Group.updateOne({ _id: research }, { $set: { requests: { open: true, answers: 1 } } });
  const open = await over();
  expect(open).toContain("[Request Access (Request Access: Research)]");
  expect(open).not.toContain("ask an admin");
});

test("a member is warned a day and an hour before; a warning whose time has passed is dropped", async () => {
  const at = async (end: number) => {
    await changeGroups(world.actor(), await version(), [users], null);
    await Job.deleteMany({ kind: /^membership/ });
    await changeGroups(world.actor(), await version(), [users, research], inMs(end));
    return (await Job.find({ kind: "membership-warning" }).sort({ dueAt: 1 }).lean()).map(({ dueAt }) =>
      Math.round((dueAt.getTime() - Date.now()) / HOUR_MS),
    );
  };
  expect(await at(3 * DAY_MS)).toEqual([48, 71]);
  expect(await at(5 * HOUR_MS)).toEqual([4]);
  expect(await at(HOUR_MS / 2)).toEqual([]);
  expect(await waiting("membership-end")).toBe(1);
});

test("the warning names the end with its zone; there is none if the membership was extended meanwhile", async () => {
  await changeGroups(world.actor(), await version(), [users, research], inMs(5 * HOUR_MS));
  await Job.updateMany({ kind: "membership-warning" }, { dueAt: new Date() });
  const worker = world.starts();
  const { asText } = await eve.receives("You leave the group Research in 5 hours.");
  expect(asText).toContain("(Europe/Berlin)");
  await worker.idle();

  await setMembershipEnd(world.actor(), await version(), research, inMs(5 * DAY_MS));
  await Job.updateMany(
    { kind: { $in: ["membership-warning", "membership-end"] }, "facts.until": { $lt: inMs(DAY_MS).until } },
    { dueAt: new Date() },
  );
  await setMembershipEnd(world.actor(), await version(), research, null);
  await Job.updateMany({ kind: "membership-warning" }, { dueAt: new Date() });
  world.starts();
  await expect.poll(() => waiting("membership-warning")).toBe(0);
  await worker.idle();
  expect(eve.messages).toHaveLength(1);
  expect(await groupsNow()).toEqual(["Research", "Users"]);
  expect(await ended()).toBe(0);
});

test("extending keeps access without a gap, though the first end passes", async () => {
  await changeGroups(world.actor(), await version(), [users, research], inMs(HOUR_MS / 2));
  await setMembershipEnd(world.actor(), await version(), research, inMs(DAY_MS));
  await Job.updateMany({ kind: "membership-end" }, { dueAt: new Date() });
  const worker = world.starts();
  await expect.poll(() => waiting("membership-end")).toBe(0);
  await worker.idle();
  expect(await groupsNow()).toEqual(["Research", "Users"]);
  expect(eve.messages).toEqual([]);
});

test("someone who accepts an invite with an end is in its groups until then", async () => {
  const end = inMs(2 * DAY_MS);
  const request = { emails: ["ben@acme.io"], groupIds: [research], expiryDays: 7, end };
  const [outcome] = await createInvites(world.actor(), request, world.policy);
  const inviteId = outcome?.outcome === "invited" ? outcome.inviteId : "";
  await acceptInvite({ inviteId, generation: 1 }, { name: "Ben Okri", timeZone: "UTC" }, "nonce");
  const ben = await User.findOne({ email: "ben@acme.io" }).orFail().lean();
  expect(ben.memberships).toMatchObject([end]);
  expect(await Job.countDocuments({ kind: /^membership/, "facts.userId": ben._id })).toBe(3);
});

test.each([-HOUR_MS, HOUR_MS])(
  "a process whose clock is off by %i ms removes nothing too early or too late",
  async (ms) => {
    await changeGroups(world.actor(), await version(), [users, research], inMs(HOUR_MS / 2));
    const setRight = shiftClock(ms);
    try {
      const worker = world.starts();
      await worker.idle();
      expect(await groupsNow()).toEqual(["Research", "Users"]);
      setRight();
      await sleepOver();
      shiftClock(ms);
      expect(await groupsNow()).toEqual(["Users"]);
      await expect.poll(ended).toBe(1);
      await worker.idle();
    } finally {
      setRight();
    }
  },
);
