import { beforeAll, beforeEach, expect, test } from "vitest";
import type { Profile } from "../../dev/emulators/slack/accounts.ts";
import type { Person } from "../../dev/emulators/slack/person.ts";
import { AuditEvent } from "../../src/models/audit-event.ts";
import { Counter } from "../../src/models/counter.ts";
import { builtInGroupIds } from "../../src/models/group.ts";
import { Invite } from "../../src/models/invite.ts";
import { User } from "../../src/models/user.ts";
import { recordRefusal } from "../../src/services/audit.ts";
import { newAdmin, register } from "../support/registrations.ts";
import { cancels } from "../support/slack/cancelling.ts";
import { actorOf } from "../support/slack/seed.ts";
import { startWorld } from "../support/world.ts";

const world = await startWorld();
const { slack, sendgrid, mia } = world;
let ada: Person;

const refusals = (person: Person) =>
  AuditEvent.find({ action: "access.refused", "actor.userId": person.id }).lean();
const changes = () => AuditEvent.countDocuments({ action: { $nin: ["access.refused", "user.paused"] } });
/** What the app tried to tell Ada by direct message; a deactivated account receives none. */
const toldAda = () =>
  slack.calls("chat.postMessage").flatMap(({ args }) => (args.channel === ada.id ? [args.text] : []));
const newMinute = () => Counter.deleteMany({ _id: /^refused:/ });

beforeAll(async () => {
  ada = await newAdmin(world, "Ada Lovelace");
});
beforeEach(async () => {
  await newMinute();
  await Promise.all([mia, ada].map((person) => person.closes({ all: true })));
});

test.each<[string, Partial<Profile>, string]>([
  ["an ordinary member", {}, "not_admin"],
  ["an actor of another team", { teamId: "T0OTHER" }, "other_organisation"],
  [
    "one of another team whom Slack calls no stranger",
    { teamId: "T0OTHER", stranger: false },
    "other_organisation",
  ],
  ["a guest", { guest: true }, "guest"],
  ["a single-channel guest", { guest: "single-channel" }, "guest"],
  ["a bot", { bot: true }, "bot"],
  ["a deactivated account", { deactivated: true }, "deactivated"],
])("%s is refused every command, and audited once a minute", async (name, profile, reason) => {
  const person = slack.addPerson({ name, email: `${name.length}@acme.io`, ...profile });
  const before = await changes();
  for (const line of ["/iam invite eve@example.com", "/iam pending", "/iam user eve@example.com"]) {
    const told = person.ephemerals.length;
    await person.runs(line);
    await person.sees("Only admins can do this. Ask @Ada Lovelace or @Mia Chen.");
    await expect.poll(() => person.ephemerals.length).toBe(told + 1);
    expect(person.screen()).toBe("");
  }
  expect(await refusals(person)).toMatchObject([{ actor: { name }, after: { reason } }]);
  await newMinute();
  await person.runs("/iam pending");
  await expect.poll(async () => (await refusals(person)).length).toBe(2);
  expect(await changes()).toBe(before);
});

test("refusals are audited once in any minute, over the turn of the minute, too", async () => {
  const eve = slack.addPerson({ name: "Eve Evil", email: "eve.evil@acme.io" });
  const tries = () => recordRefusal(actorOf(eve), "guest");
  /** As if that much time had passed since the last one that was written. */
  const passes = (ms: number) =>
    Counter.updateOne(
      { _id: `refused:${slack.teamId}:${eve.id}` },
      [{ $set: { expiresAt: { $subtract: ["$expiresAt", ms] } } }],
      { updatePipeline: true },
    );
  const written: number[] = [];
  for (const ms of [0, 30_000, 30_000, 30_000, 30_000]) {
    await passes(ms);
    await tries();
    written.push((await refusals(eve)).length);
  }
  expect(written).toEqual([1, 1, 2, 2, 3]);
});

const ofAda = (change: object) => User.updateOne({ name: "Ada Lovelace" }, { $set: change });

test.each<[string, () => Promise<unknown>, () => Promise<unknown>, string]>([
  ["became a guest", () => ada.becomes({ guest: true }), () => ada.becomes({ guest: false }), "guest"],
  [
    "was deactivated",
    () => ada.becomes({ deactivated: true }),
    () => ada.becomes({ deactivated: false }),
    "deactivated",
  ],
  [
    "has another email now",
    () => ada.becomes({ email: "ada@evil.example" }),
    () => ada.becomes({ email: "ada@acme.io" }),
    "not_admin",
  ],
  [
    "has an unconfirmed email now",
    () => ada.becomes({ emailConfirmed: false }),
    () => ada.becomes({ emailConfirmed: true }),
    "not_admin",
  ],
  ["was suspended", () => ofAda({ status: "suspended" }), () => ofAda({ status: "active" }), "not_admin"],
  [
    "was taken out of Admin",
    () => ofAda({ "memberships.0.groupId": builtInGroupIds.users }),
    () => ofAda({ "memberships.0.groupId": builtInGroupIds.admin }),
    "not_admin",
  ],
  [
    "became an auditor",
    () => ofAda({ "memberships.0.groupId": builtInGroupIds.auditors }),
    () => ofAda({ "memberships.0.groupId": builtInGroupIds.admin }),
    "not_admin",
  ],
])("an admin who %s between opening and pressing changes nothing", async (how, loses, regains, reason) => {
  const email = `${how.replaceAll(" ", "-").toLowerCase()}@example.com`;
  await mia.runs(`/iam invite ${email}`);
  await mia.seesView("Invite people");
  await mia.submits();
  await sendgrid.mailTo(email);
  await ada.runs(`/iam pending ${email}`);
  await ada.sees(`${email} · `);
  const list = ada.look();
  await ada.closes();
  await ada.runs("/iam invite second@example.com");
  await ada.seesView("Invite people");
  const before = await changes();

  await loses();
  await ada.submits();
  await ada.sees("Only admins can do this.");
  expect(ada.screen()).toContain("second@example.com");
  const told = toldAda().length;
  await list.presses("Resend", { beside: email });
  await list.choosesFromMenu("Cancel Invite", { beside: email });
  await expect.poll(() => toldAda().length).toBe(told + 2);
  expect(toldAda().join()).not.toMatch(/Sending|cancelled/);
  expect((await refusals(ada)).at(-1)?.after?.reason).toContain(reason);
  expect(await changes()).toBe(before);
  expect(await Invite.findOne({ email }).lean()).toMatchObject({ status: "pending", generation: 1 });
  expect(await Invite.countDocuments({ email: "second@example.com" })).toBe(0);

  await regains();
  // An admin links the account anew: a change at Slack pauses it until then.
  await User.updateOne({ name: "Ada Lovelace" }, { $unset: { "slack.paused": 1 } });
  await ada.closes({ all: true });
  await ada.runs(`/iam pending ${email}`);
  await ada.seesView("Pending invites");
  await cancels(ada, email);
  await ada.sees(`The invite to ${email} is cancelled`);
});

test("an account is linked at its first command by an email that Slack confirmed, and not by another", async () => {
  await register(world, { name: "Ben Weber", email: "ben@acme.io", groups: ["Admin"] });
  const ben = slack.addPerson({ name: "Ben Weber", email: "ben@acme.io", emailConfirmed: false });
  await ben.runs("/iam pending");
  await ben.sees("Only admins can do this.");
  expect(await User.findOne({ email: "ben@acme.io" }).lean()).not.toHaveProperty("slack");

  await ben.becomes({ emailConfirmed: true });
  await ben.runs("/iam pending");
  await ben.seesView("Pending invites");
  const { _id, slack: link } = await User.findOne({ email: "ben@acme.io" }).orFail().lean();
  expect(link).toMatchObject({ teamId: slack.teamId, userId: ben.id, email: "ben@acme.io" });
  expect(await AuditEvent.find({ action: "user.linked", "target.id": String(_id) }).lean()).toMatchObject([
    { before: { slack: null }, after: { slack: `${slack.teamId}:${ben.id}` } },
  ]);

  const impostor = slack.addPerson({ name: "Ben Weber", email: "ben@acme.io" });
  await impostor.runs("/iam pending");
  await impostor.sees("Only admins can do this. Ask @Ada Lovelace, @Ben Weber or @Mia Chen.");
});

test("an owner whose account became a guest's between opening and submitting is refused, and loses nothing typed", async () => {
  await mia.runs("/iam invite owner@example.com");
  await mia.seesView("Invite people");
  await mia.becomes({ guest: true });
  await mia.submits();
  expect(mia.screen()).toContain("Only admins can do this. Ask @Ada Lovelace or @Ben Weber.");
  await mia.becomes({ guest: false });
  expect(await Invite.countDocuments({ email: "owner@example.com" })).toBe(0);
  await mia.submits();
  expect(await Invite.countDocuments({ email: "owner@example.com" })).toBe(1);
});
