import { beforeAll, beforeEach, expect, test } from "vitest";
import type { Person } from "../../dev/emulators/slack/person.ts";
import { register } from "../support/registrations.ts";
import { startWorld } from "../support/world.ts";

const world = await startWorld();
const { slack, mia } = world;
let eve: Person;

beforeAll(async () => {
  await register(world, { name: "Eve Adams", email: "eve@example.com" });
  await register(world, { name: "Evelyn Anne-Marie Stone", email: "stone@corp.example" });
  await register(world, { name: "Zoë Ångström", email: "a.z@example.com" });
  eve = slack.addPerson({ name: "Eve Adams", email: "eve@example.com" });
  await eve.runs("/iam");
  await eve.sees("Only admins can do this.");
});

beforeEach(() => mia.closes({ all: true }));

const opens = async (who: string) => {
  await mia.closes({ all: true });
  await mia.runs(`/iam user ${who}`);
  return mia.seesView("Profile");
};

test.each(["eve@example.com", "EVE@Example.COM", "eve adams", "ADAMS EVE", "eve ad"])(
  "/iam user %s finds Eve",
  async (who) => {
    expect((await opens(who)).asText).toContain("Email  eve@example.com");
  },
);

test("a domain finds everyone in it", async () => {
  await mia.runs("/iam user @example.com");
  await mia.seesView("Users");
  await mia.sees("2 people match “@example.com”. Choose one.");
});

test.each(["Eve Adams <eve@example.com>", "“eve@example.com”,", "eve@exam"])(
  "/iam user %s finds Eve",
  async (who) => {
    expect((await opens(who)).asText).toContain("Email  eve@example.com");
  },
);

test.each(["stone", "anne-m", "marie", "evelyn", "evel sto"])("/iam user %s finds Evelyn", async (who) => {
  expect((await opens(who)).asText).toContain("Email  stone@corp.example");
});

test("a mention finds the user linked to the account", async () => {
  const { asText } = await opens("@Eve Adams");
  expect(asText).toContain("Email  eve@example.com");
  expect(asText).toContain("Slack account  @Eve Adams");
});

test("a mention of someone who isn't a user says so by name, and offers to invite them", async () => {
  slack.addPerson({ name: "Nora Newman", email: "nora@acme.io" });
  await mia.runs("/iam user @Nora Newman");
  await mia.sees("No user matches “@nora.newman”.");
  await mia.presses("Invite @nora.newman");
  expect((await mia.seesView("Invite people")).asText).toContain("nora@acme.io");
});

test("several matches offer a choice, in order of names; View opens the profile over it", async () => {
  await mia.runs("/iam user eve");
  const { asText } = await mia.seesView("Users");
  expect(asText.indexOf("Eve Adams")).toBeLessThan(asText.indexOf("Evelyn"));
  expect(asText).not.toContain("Zoë");
  await mia.presses("View Evelyn Anne-Marie Stone");
  await mia.seesView("Profile");
  await mia.sees("Email  stone@corp.example");
  await mia.closes();
  await mia.seesView("Users");
});

test.each(["dams", "moon", "zoë stone", "x"])("/iam user %s finds nobody, and says so", async (who) => {
  const told = mia.ephemerals.length;
  await mia.runs(`/iam user ${who}`);
  await mia.sees(`No user matches “${who}”. Try an email address, an @mention, or the start of a name.`);
  expect(mia.ephemerals).toHaveLength(told + 1);
  expect(mia.screen()).toBe("");
});

test("an unknown address gets an offer to invite it", async () => {
  await mia.runs("/iam user new@example.com");
  await mia.sees("No user matches “new@example.com”.");
  await mia.presses("Invite new@example.com");
  expect((await mia.seesView("Invite people")).asText).toContain("new@example.com");
});

test("/iam user alone says what to type", async () => {
  await mia.runs("/iam user");
  await mia.sees("Who are you looking for? Try /iam user eve@example.com, /iam user @eve or /iam user Eve.");
});
