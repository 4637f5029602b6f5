import { beforeEach, expect, test } from "vitest";
import { AuditEvent } from "../../src/models/audit-event.ts";
import { Job } from "../../src/models/job.ts";
import { User } from "../../src/models/user.ts";
import { fixtures } from "../support/slack/fixtures.ts";
import { startWorld } from "../support/world.ts";

const world = await startWorld();
const { slack, mia } = world;
const { registered, admin } = fixtures(world);

beforeEach(async () => {
  await mia.closes({ all: true });
  await User.deleteMany({});
});

test("a linked account that is deactivated sends each admin one card, which leads to the review", async () => {
  const jonas = await admin("Jonas Weber");
  const ada = await admin("Ada Lovelace");
  const priya = slack.addPerson({ name: "Priya Patel", email: "priya.patel@acme.io" });
  const userId = await registered("Priya Patel", { linkedTo: priya });
  await priya.becomes({ deactivated: true });
  await priya.becomes({ deactivated: true, title: "Gone" });
  for (const person of [jonas, ada]) await person.receives("Suspend Priya Patel?");
  expect(await Job.countDocuments({ kind: "deactivated-notice" })).toBe(3);
  expect(jonas.messages.filter(({ text }) => text.includes("Suspend Priya"))).toHaveLength(1);

  await jonas.presses("Suspend Priya Patel");
  await jonas.seesView("Suspend?");
  await jonas.sees("Loses: Users");
  await jonas.submits();
  await jonas.sees("Suspended by Jonas Weber");
  expect((await User.findById(userId).orFail().lean()).status).toBe("suspended");
  for (const person of [jonas, ada]) {
    await person.receives(/Priya Patel was suspended by Jonas Weber, \d/);
    expect(person.messages.at(-1)?.asText).not.toContain("[Suspend");
  }
});

test("linking an account again also answers the question; a card pressed too late says who was first", async () => {
  const jonas = await admin("Jonas Weber");
  const ada = await admin("Ada Lovelace");
  const priya = slack.addPerson({ name: "Priya Patel", email: "priya.patel@acme.io" });
  const userId = await registered("Priya Patel", { linkedTo: priya });
  await priya.becomes({ deactivated: true });
  for (const person of [jonas, ada]) await person.receives("Suspend Priya Patel?");
  await expect.poll(async () => (await User.findById(userId).lean())?.suspendCards).toHaveLength(2);
  await priya.becomes({ deactivated: false });
  await expect.poll(() => User.exists({ "slack.paused.code": "reactivated" })).not.toBeNull();
  await User.updateOne({ _id: userId }, { status: "suspended" });
  await ada.presses("Suspend Priya Patel");
  await ada.sees("Priya Patel is already suspended.");

  await User.updateOne({ _id: userId }, { status: "active" });
  await jonas.runs("/iam user priya");
  await jonas.seesView("Profile");
  await jonas.presses("Link Slack Account");
  await jonas.seesView("Link Slack account");
  await jonas.submits();
  await jonas.sees("Linked to Priya Patel.");
  await jonas.receives("Priya Patel has a Slack account again: Jonas Weber linked it, ");
  expect(jonas.messages.at(-1)?.asText).not.toContain("[Suspend");
  await expect.poll(async () => (await User.findById(userId).lean())?.suspendCards).toEqual([]);
});

test("a second deactivation asks again; one of someone who isn't linked asks nobody", async () => {
  const jonas = await admin("Jonas Weber");
  const priya = slack.addPerson({ name: "Priya Patel", email: "priya.patel@acme.io" });
  await registered("Priya Patel", { linkedTo: priya });
  const cards = () => jonas.messages.filter(({ text }) => text.includes("Suspend Priya"));
  await priya.becomes({ deactivated: true });
  await expect.poll(() => cards().length).toBe(1);
  await priya.becomes({ deactivated: false });
  await expect.poll(() => User.exists({ "slack.paused.code": "reactivated" })).not.toBeNull();
  await priya.becomes({ deactivated: true });
  await expect.poll(() => cards().length).toBe(2);

  const stranger = slack.addPerson({ name: "Sam Else", email: "sam@else.org" });
  await stranger.becomes({ deactivated: true });
  expect(await AuditEvent.countDocuments({ "target.label": "sam@else.org" })).toBe(0);
});

test("a guest has no rights, even when they are a full member again", async () => {
  const jonas = await admin("Jonas Weber");
  await jonas.becomes({ guest: true });
  await expect.poll(() => User.exists({ "slack.paused.code": "guest" })).not.toBeNull();
  await jonas.becomes({ guest: false });
  await jonas.runs("/iam users");
  await jonas.sees("Only admins can do this.");
});

test("rights lost between opening the review and submitting it are gone", async () => {
  const jonas = await admin("Jonas Weber");
  const eve = await registered("Eve Adams");
  await jonas.runs("/iam user eve");
  await jonas.seesView("Profile");
  await jonas.presses("Suspend");
  await jonas.seesView("Suspend?");
  await User.updateOne({ name: "Jonas Weber" }, { $set: { status: "suspended" } });
  await jonas.submits();
  await jonas.sees("Only admins can do this.");
  expect((await User.findById(eve).orFail().lean()).status).toBe("active");
});

test("Slack accepted every call of the app", () => {
  expect(slack.calls().filter(({ answer }) => !JSON.stringify(answer).includes('"ok":true'))).toEqual([]);
});
