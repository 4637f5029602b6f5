import { beforeEach, expect, test } from "vitest";
import { Counter } from "../../src/models/counter.ts";
import { Invite } from "../../src/models/invite.ts";
import { invitesCounted } from "../support/counted.ts";
import { fixtures } from "../support/slack/fixtures.ts";
import { startWorld } from "../support/world.ts";

const world = await startWorld({
  INVITE_UNDO_SECONDS: "20",
  INVITE_LIMIT_PER_ADMIN: "3",
  INVITE_LIMIT_TOTAL: "5",
  INVITE_LIMIT_PER_ADDRESS: "2",
});
const { slack, mia } = world;
const today = () => new Date().toISOString().slice(0, 10);
const mine = async () => (await invitesCounted()).byAdmin[`${slack.teamId}:${mia.id}`] ?? 0;
const total = async () => (await invitesCounted()).total;

async function invites(emails: string): Promise<string> {
  await mia.closes({ all: true });
  await mia.runs(`/iam invite ${emails}`);
  await mia.seesView("Invite people");
  await mia.submits();
  return mia.screen();
}

beforeEach(async () => {
  await Counter.deleteMany();
});

test("an admin’s limit: as many as are left are invited, the rest are reported, and refused ones cost nothing", async () => {
  expect(await invites("a1@example.com a2@example.com")).toContain("2 invites are on the way");
  const screen = await invites("a2@example.com a3@example.com a4@example.com");
  expect(screen).toContain("a3@example.com\nInvited.");
  expect(screen).toContain("a4@example.com\nNot sent: daily limit reached.");
  expect(screen).toContain("a2@example.com\nAlready pending");
  expect([await mine(), await total()]).toEqual([3, 3]);
  await mia.presses("Resend the invite to a2@example.com");
  await mia.sees("Not sent: your limit of 3 invites a day is reached.");
  expect([await mine(), await total()]).toEqual([3, 3]);
  expect(await Invite.findOne({ email: "a2@example.com" }).lean()).toMatchObject({ generation: 1 });
});

test("the organisation’s limit", async () => {
  await Counter.create({ _id: `invites:${today()}`, count: 4, expiresAt: new Date(Date.now() + 60_000) });
  const screen = await invites("b1@example.com b2@example.com");
  expect(screen).toContain("b1@example.com\nInvited.");
  expect(screen).toContain("b2@example.com\nNot sent: daily limit reached.");
  expect([await mine(), await total()]).toEqual([1, 5]);
});

test("an address’s limit, resends included", async () => {
  await invites("c@example.com");
  await invites("c@example.com");
  await mia.presses("Resend");
  await mia.sees("Sending again to c@example.com.");
  await invites("c@example.com");
  await mia.presses("Resend");
  await mia.sees("Not sent: the limit for this address of 2 invites a day is reached.");
  expect([await mine(), await total()]).toEqual([2, 2]);
  await Invite.updateOne({ email: "c@example.com" }, { status: "declined" });
  expect(await invites("c@example.com d@example.com")).toContain(
    "c@example.com\nNot sent: daily email limit for this address reached.",
  );
  expect([await mine(), await total()]).toEqual([3, 3]);
});

test("the last invite of the day, which five admins ask for at once, goes to one of them", async () => {
  const names = ["Ada", "Ben", "Cem", "Dana", "Eli"];
  const admins = await Promise.all(names.map((name) => fixtures(world).admin(`${name} Weber`)));
  await Counter.create({ _id: `invites:${today()}`, count: 4, expiresAt: new Date(Date.now() + 60_000) });
  for (const admin of admins) {
    await admin.runs(`/iam invite for.${admin.id}@example.com`);
    await admin.seesView("Invite people");
  }
  await Promise.all(admins.map((admin) => admin.submits()));
  const screens = admins.map((admin) => admin.screen());
  expect(screens.filter((screen) => screen.includes("\nInvited."))).toHaveLength(1);
  expect(screens.filter((screen) => screen.includes("\nNot sent: daily limit reached."))).toHaveLength(4);
  expect(await total()).toBe(5);
  expect(await Invite.countDocuments({ email: /^for\./ })).toBe(1);
});
