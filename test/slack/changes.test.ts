import { Types } from "mongoose";
import { afterEach, beforeEach, expect, test } from "vitest";
import { builtInGroupIds } from "../../src/models/group.ts";
import { Invite } from "../../src/models/invite.ts";
import { Run } from "../../src/models/run.ts";
import { User } from "../../src/models/user.ts";
import { enqueue } from "../../src/services/jobs.ts";
import { enqueueSlack } from "../../src/slack/state/jobs.ts";
import { ofUsers, reviewed } from "../support/changes/started-change.ts";
import { seedRun } from "../support/imports/seed-run.ts";
import { lookForJobs } from "../support/look-for-jobs.ts";
import { actorOf, seedAdmin, seedGroups, seedInvites, seedUsers } from "../support/slack/seed.ts";
import { startWorld } from "../support/world.ts";

const { slack, mia } = await startWorld({ INVITE_UNDO_SECONDS: "0" });
const ben = slack.addPerson({ name: "Ben Ode", email: "ben@acme.io" });
await seedAdmin(ben);
await seedGroups(1);

const { users } = builtInGroupIds;
const numbered = (n: number) => `p${String(n).padStart(3, "0")}@example.com`;
const pending = async (count: number) =>
  seedInvites(
    Array.from({ length: count }, (_, n) => numbered(n)),
    [String(users)],
  );
const opensForm = async (command: string, title: string) => {
  await mia.closes({ all: true });
  await mia.runs(command);
  await mia.sees("[Change All]");
  await mia.presses("Change All");
  await mia.seesView(title);
};

beforeEach(() => Invite.deleteMany({}));
afterEach(async () => {
  await Promise.all([mia.closes({ all: true }), ben.closes({ all: true })]);
});

test("everything a search finds is cancelled with a form, a review and one message; the others are told, and their Stop goes when it is over", async () => {
  await pending(205);
  await seedInvites(["other@acme.io"], [String(users)]);
  await opensForm("/iam pending example.com", "Change all invites");
  await mia.sees("All pending invites that match “example.com”. You’ll review them before anything changes.");
  expect(await mia.submits()).toMatchObject({ "What to do": expect.any(String) });
  await mia.picks("What to do", "Cancel them");
  expect(await mia.submits()).toEqual({});
  await mia.sees("205 invites will be cancelled.");
  expect(mia.screen()).toContain("The other admins are told, and can stop it.");
  expect(mia.screen()).toContain("[Cancel 205 Invites] [Close]");
  await Invite.updateOne(
    { email: numbered(5) },
    {
      status: "declined",
      settledAt: new Date(),
      settledBy: { kind: "invitee", name: "Eve", email: numbered(5) },
    },
  );
  expect(await Invite.countDocuments({ status: "cancelled" })).toBe(0);
  await mia.submits();
  await mia.sees("Cancelling 205 invites. A message from me shows its progress");
  const message = await mia.receives("Finished. 204 cancelled · 1 changed by somebody else first");
  expect(message.asText).toContain("Cancelling 205 invites");
  await ben.receives(
    "Mia Chen started cancelling 205 invites. Chosen: pending invites that match “example.com”.",
  );
  const told = await ben.receives("Finished. 204 cancelled");
  expect(told.asText).toContain("Mia Chen started cancelling");
  expect(told.asText).not.toContain("[Stop]");
  expect(await Invite.countDocuments({ status: "pending" })).toBe(1);
  await expect
    .poll(() => slack.fileNamed("cancel.csv"))
    .toMatch(/^\ufeffrow,outcome,problem,email,name\r\n1,/);
  expect(slack.fileNamed("cancel.csv")).toMatch(
    /moved,.*declined the invite to p005@example.com on .*,p005@example.com,/,
  );
});

test("with more than a hundred, selecting several leads to changing all of them", async () => {
  await pending(101);
  await mia.runs("/iam pending");
  await mia.sees("[Select Several]");
  await mia.presses("Select Several");
  await mia.sees("The first 100 of 101 invites. Change All takes all of them.");
  await mia.presses("Change All");
  await mia.seesView("Change all invites");
  await mia.picks("What to do", "Resend them");
  await mia.submits();
  await mia.sees("101 invites will be sent again, each with a new link.");
});

test("expired invites can be resent, and nothing else", async () => {
  await pending(2);
  await Invite.updateMany({}, { status: "expired", expiresAt: new Date(Date.now() - 60_000) });
  await mia.runs("/iam pending");
  await mia.seesView("Pending invites");
  await mia.picks("Show", "Expired in the last 30 days");
  await mia.sees("2 expired invites");
  await mia.presses("Change All");
  await mia.seesView("Change all invites");
  expect(mia.screen()).not.toContain("Cancel them");
  await mia.picks("What to do", "Resend them");
  await mia.submits();
  await mia.sees("2 invites will be sent again");
});

test("groups of users: errors appear under their fields, and the review names who stays unchanged and who is left out", async () => {
  await seedUsers(["Una One", "Una Two"], users);
  await opensForm("/iam users una", "Change all users");
  await mia.sees("All users that match “una”.");
  await mia.picks("What to do", "Change their groups");
  await mia.sees("Add groups");
  expect(await mia.submits()).toEqual({ "Add groups": "Choose at least one group to add or to remove." });
  await mia.picks("Remove groups", ["Users"]);
  await mia.submits();
  await mia.sees("Nothing would be changed.");
  expect(mia.screen()).toContain("2: This is the only group that they are in.");
  expect(mia.screen()).toContain("una.one@example.com, una.two@example.com");

  await opensForm("/iam users una", "Change all users");
  await mia.picks("What to do", "Change their groups");
  await mia.sees("Add groups");
  await mia.picks("Add groups", ["Zone 000"]);
  await mia.picks("Until", "2099-12-31");
  await mia.submits();
  await mia.sees("2 users will get other groups.");
  expect(mia.screen()).toContain("Adds Zone 000 until 31 December 2099 (UTC).");
  await mia.submits();
  await mia.receives("Finished. 2 changed");
  expect(await User.countDocuments({ "memberships.until": { $exists: true } })).toBe(2);
});

test("an admin who presses Stop on the announcement stops the run for everyone, and every message says so", async () => {
  const cleo = slack.addPerson({ name: "Cleo Fox", email: "cleo@acme.io" });
  await seedAdmin(cleo);
  const runId = await seedRun("Mia’s list", "running");
  await Run.updateOne({ _id: runId }, { planned: 210 });
  const now = new Date();
  const news = { kind: "run-notice" as const, runId: new Types.ObjectId(runId), news: "started" as const };
  await enqueueSlack(now, { ...news, dueAt: now });
  lookForJobs();
  await cleo.receives("Mia Chen started importing 210 people");
  await ben.receives("Mia Chen started importing 210 people");
  await ben.presses("Stop");
  for (const person of [ben, cleo]) {
    const told = await person.receives("Paused by Ben Ode at 0 of 210.");
    expect(told.asText).toContain("Mia Chen started importing 210 people");
    expect(told.asText).not.toContain("[Stop]");
  }
});

test("a large run that is over before the others are told is still announced, with nothing to stop", async () => {
  const runId = new Types.ObjectId(await seedRun("Mia’s quick list", "done"));
  await Run.updateOne({ _id: runId }, { planned: 211, done: 211, counts: { invited: 211 } });
  const now = new Date();
  await enqueueSlack(now, { kind: "run-notice", runId, news: "started", dueAt: now });
  lookForJobs();
  const told = await ben.receives("Mia Chen started importing 211 people");
  expect(told.asText).toContain("Finished. 211 invited");
  expect(told.asText).not.toContain("[Stop]");
});

test("an auditor sees no Change All", async () => {
  const ada = slack.addPerson({ name: "Ada Park", email: "ada@acme.io" });
  const { teamId } = ada.account;
  const account = { teamId, userId: ada.id, email: "ada@acme.io", linkedAt: new Date() };
  await seedUsers(["Ada Park"], builtInGroupIds.auditors, { email: "ada@acme.io", slack: account });
  await pending(2);
  await ada.runs("/iam pending");
  await ada.sees("2 pending invites");
  expect(ada.screen()).not.toContain("Change All");
  await ada.closes({ all: true });
  await ada.runs("/iam users");
  await ada.sees("[Refresh]");
  expect(ada.screen()).not.toContain("Change All");
});

test("the admin who ran it lost their rights: the others are asked, one goes on, and every message says so", async () => {
  const dan = slack.addPerson({ name: "Dan Lee", email: "dan@acme.io" });
  const eva = slack.addPerson({ name: "Eva Roy", email: "eva@acme.io" });
  await seedAdmin(dan);
  await seedAdmin(eva);
  await seedUsers(["Vera One", "Vera Two"], users);
  const runId = new Types.ObjectId(await reviewed(actorOf(dan), ofUsers("suspend", { text: "vera" })));
  await User.updateOne({ name: "Dan Lee" }, { status: "suspended" });
  const now = new Date();
  await Run.updateOne({ _id: runId }, { status: "running", startedAt: now });
  await enqueue(now, { kind: "change-batch", runId, done: 0, dueAt: now });
  lookForJobs();
  const question = "Dan Lee can no longer do this, so suspending 2 users is paused at 0 of 2.";
  await eva.receives(question);
  await ben.receives(question);
  expect(await User.countDocuments({ name: /Vera/, status: "suspended" })).toBe(0);

  await ben.presses("Resume");
  const own = await ben.receives("Finished. 2 suspended");
  expect(own.asText).not.toContain("[Resume");
  const told = await eva.receives("Finished. 2 suspended");
  expect(told.asText).toContain("suspending 2 users");
  expect(told.asText).not.toContain("[Resume");
  expect(await User.countDocuments({ name: /Vera/, status: "suspended" })).toBe(2);
});
