import { beforeEach, expect, test } from "vitest";
import type { Person } from "../../dev/emulators/slack/person.ts";
import { AuditEvent } from "../../src/models/audit-event.ts";
import { builtInGroupIds } from "../../src/models/group.ts";
import { Invite } from "../../src/models/invite.ts";
import { User } from "../../src/models/user.ts";
import { acceptInvite } from "../../src/services/invites/accept-invite.ts";
import { fixtures } from "../support/slack/fixtures.ts";
import { startWorld } from "../support/world.ts";

const world = await startWorld();
const { slack, mia } = world;
const { registered, admin } = fixtures(world);
const adminGroups = [builtInGroupIds.users, builtInGroupIds.admin];

beforeEach(async () => {
  await mia.closes({ all: true });
  await User.deleteMany({});
});

async function opensLinkForm(person: Person, name: string): Promise<void> {
  await person.runs(`/iam user ${name}`);
  await person.seesView("Profile");
  await person.presses("Link Slack Account");
  await person.seesView("Link Slack account");
}

test("bots, guests, deactivated and foreign accounts, and accounts without an email, are refused by name", async () => {
  await registered("Eve Adams");
  const refused = {
    "is a bot": slack.addPerson({ name: "Robo", bot: true }),
    "is a guest": slack.addPerson({ name: "Gustav Guest", email: "gustav@else.org", guest: true }),
    "is deactivated": slack.addPerson({ name: "Gone Girl", email: "gone@acme.io", deactivated: true }),
    "is from another team": slack.addPerson({
      name: "Far Away",
      email: "far@else.org",
      teamId: "T0ELSEWHERE",
    }),
    "has no email address": slack.addPerson({ name: "Una Mailed" }),
  };
  await opensLinkForm(mia, "eve");
  for (const [reason, person] of Object.entries(refused)) {
    await mia.picks("Slack account", person.account.name);
    const sentence = `${person.account.name} ${reason}. Choose another account.`;
    expect(await mia.submits()).toEqual({ "Slack account": sentence });
  }
  expect(await User.countDocuments({ slack: { $exists: true } })).toBe(0);
});

test("an account that already acts as someone is refused, with that person's name", async () => {
  await admin("Jonas Weber");
  await registered("Eve Adams");
  await opensLinkForm(mia, "eve");
  await mia.picks("Slack account", "Jonas Weber");
  expect(await mia.submits()).toEqual({
    "Slack account":
      "Jonas Weber is already linked to Jonas Weber (jonas.weber@acme.io). Choose another account.",
  });
});

test("an Admin who is linked by hand is announced only to the other admins", async () => {
  const jonas = await admin("Jonas Weber");
  const pri = slack.addPerson({ name: "Priya Patel", email: "priya@elsewhere.org" });
  await registered("Priya Patel", { groups: adminGroups });
  await opensLinkForm(mia, "priya");
  await mia.picks("Slack account", "Priya Patel");
  await mia.submits();
  await mia.sees("Linked to Priya Patel.");
  await jonas.receives(
    /Priya Patel .* is in Admin and now acts in Slack as @Priya Patel.*Mia Chen linked it/,
  );
  expect(pri.messages).toEqual([]);
  await pri.runs("/iam users");
  await pri.seesView("Users");
});

test("people who register are linked by the address Slack confirmed, or by the mention, without typing anything", async () => {
  slack.addPerson({ name: "Eve Adams", email: "eve@example.com" });
  await mia.runs("/iam invite eve@example.com, nobody@example.com");
  await mia.seesView("Invite people");
  await mia.submits();
  await mia.sees("2 invites are on the way");
  for (const invite of await Invite.find().lean())
    await acceptInvite(
      { inviteId: String(invite._id), generation: 1 },
      { name: invite.email, timeZone: "UTC" },
      "nonce",
    );
  await mia.receives(/nobody@example.com.*accepted/);
  await expect
    .poll(() => User.exists({ email: "eve@example.com", "slack.userId": { $exists: true } }))
    .not.toBeNull();
  expect(await User.exists({ email: "nobody@example.com", slack: { $exists: true } })).toBeNull();
  const events = await AuditEvent.find({ action: "user.linked", "target.label": "eve@example.com" }).lean();
  expect(events.map(({ actor }) => actor.kind)).toEqual(["system"]);
});

test("an account whose email changed has no rights, even with the old email again, until it is linked again", async () => {
  const jonas = await admin("Jonas Weber");
  await jonas.runs("/iam users");
  await jonas.seesView("Users");
  await jonas.closes();
  await jonas.becomes({ email: "impostor@acme.io" });
  await jonas.runs("/iam users");
  // Nobody else is in Admin, and the one whose rights rest is not to be asked.
  await jonas.sees("Only admins can do this. Ask @Mia Chen.");
  await jonas.runs("/iam");
  await jonas.sees("Only admins can do this. Ask @Mia Chen.");
  await jonas.becomes({ email: "jonas.weber@acme.io" });
  await jonas.runs("/iam pending");
  expect(await AuditEvent.countDocuments({ action: "user.paused" })).toBe(1);

  await mia.runs("/iam user jonas");
  await mia.seesView("Profile");
  await mia.sees(
    "Its rights are paused because the account’s email changed. To restore them, link it again.",
  );
  await mia.presses("Link Slack Account");
  await mia.seesView("Link Slack account");
  await mia.submits();
  await mia.sees("Linked to Jonas Weber.");
  await jonas.runs("/iam users");
  await jonas.seesView("Users");
});
