import { Types } from "mongoose";
import { afterEach, expect, test } from "vitest";
import { builtInGroupIds, Group } from "../../src/models/group.ts";
import { LastUse } from "../../src/models/last-use.ts";
import { User } from "../../src/models/user.ts";
import { namedIn } from "../../src/slack/users/can-words.ts";
import { groupNamed, seedUsers } from "../support/slack/seed.ts";
import { startWorld } from "../support/world.ts";

const { slack, mia } = await startWorld();
const eve = slack.addPerson({ name: "Eve Adams", email: "eve@acme.io" });
const { _id: apollo } = await Group.create({
  ...groupNamed("Apollo Support"),
  services: ["Tickets", "Big Data"],
  projects: ["Apollo"],
  actions: ["read"],
});
await seedUsers(["Eve Adams"], apollo, {
  email: "eve@acme.io",
  slack: { teamId: eve.account.teamId, userId: eve.id, email: "eve@acme.io", linkedAt: new Date() },
});

afterEach(() => mia.closes({ all: true }));

test("an admin asks whether someone can use a service, in a project, and reads why", async () => {
  await mia.runs("/iam can @Eve Adams Tickets Apollo");
  await mia.sees("can use Tickets in project Apollo. Given by group Apollo Support since 3 March");
  await mia.runs("/iam can eve@acme.io big data in apollo");
  await mia.sees("Yes. eve@acme.io can use Big Data in project Apollo.");
  await mia.runs("/iam can eve@acme.io Tickets Gemini");
  await mia.sees(
    "No. eve@acme.io can’t use Tickets in project Gemini. No group gives Tickets in project Gemini.",
  );
  await mia.runs("/iam can nobody@acme.io Tickets");
  await mia.sees("Nobody is registered by this id.");
  await mia.presses("View Profile", { beside: "project Gemini" });
  await mia.seesView("Profile");
});

test("a question that can't be understood is answered with examples; only admins are told", async () => {
  for (const line of ["/iam can", "/iam can Tickets", "/iam can @Eve Adams", "/iam can @Eve Adams a b c d"]) {
    await mia.runs(line);
    await mia.sees("Try /iam can @eve Tickets");
  }
  await eve.runs("/iam can @Eve Adams Tickets");
  await eve.sees("Only admins can do this.");
});

test("a group's page leads to everyone who can use a service, through any group", async () => {
  await seedUsers(
    Array.from({ length: 12 }, (_, at) => `Person ${at + 10}`),
    builtInGroupIds.users,
  );
  await User.updateOne({ name: "Person 10" }, { $set: { status: "suspended" } });
  await mia.runs("/iam groups Apollo");
  await mia.seesView("Group members");
  await mia.presses("Access");
  await mia.seesView("Group access");
  await mia.presses("Who Can Use It?");
  await mia.seesView("Who can use it?");
  const first = await mia.sees("Person 11");
  expect(first).toContain("person.11@example.com · by group Users");
  expect(first).not.toContain("Person 10");
  expect(first).not.toContain("Eve Adams");
  await mia.presses("Next");
  await mia.sees("Eve Adams\neve@acme.io · by group Apollo Support");
  expect(mia.screen()).not.toContain("[Next]");
  await mia.picks("Another service", "Big Data");
  await mia.sees("Eve Adams");
  expect(mia.screen()).not.toContain("Person 11");
  await mia.presses("View", { beside: "Eve Adams" });
  await mia.seesView("Profile");
});

test("a profile shows the day when what a group gives was last used, once decisions are asked for", async () => {
  const profile = async () => {
    await mia.runs("/iam user eve@acme.io");
    await mia.seesView("Profile");
    await mia.presses("Groups");
    const { asText } = await mia.seesView("Groups");
    await mia.closes({ all: true });
    return asText;
  };
  expect(await profile()).not.toMatch(/used/i);
  await LastUse.create({ _id: new Types.ObjectId(), days: {} });
  expect(await profile()).toContain("Not used yet");
  const eve = await User.findOne({ email: "eve@acme.io" }).orFail().lean();
  const used = (day: string) =>
    LastUse.updateOne({ _id: eve._id }, { $set: { days: { [String(apollo)]: day } } }, { upsert: true });
  await used("2026-05-03");
  const shown = await profile();
  expect(shown).toMatch(/(Last used|Not used since) 3 May 2026/);
  await used("2020-05-03");
  expect(await profile()).toContain("Not used since 3 May 2020");
  await used(new Date().toISOString().slice(0, 10));
  expect(await profile()).toContain("Last used ");
});

test("names of several words are recognised if groups contain them", () => {
  const held = { services: ["Big Data", "Big"], projects: ["Apollo", "Apollo 11"], regions: ["eu west"] };
  expect(namedIn("big data apollo 11 EU West", held)).toEqual({
    service: "Big Data",
    project: "Apollo 11",
    region: "eu west",
  });
  expect(namedIn('"New Thing" in Apollo', held)).toEqual({ service: "New Thing", project: "Apollo" });
  expect(namedIn("Big", held)).toEqual({ service: "Big" });
  expect(namedIn("a b c d", held)).toBeNull();
  expect(namedIn("", held)).toBeNull();
  expect(namedIn('Tickets ""', held)).toBeNull();
});
