import mongoose, { mongo } from "mongoose";
import { afterEach, expect, test } from "vitest";
import { AuditEvent } from "../../src/models/audit-event.ts";
import { builtInGroupIds, Group } from "../../src/models/group.ts";
import { User } from "../../src/models/user.ts";
import { recordAudit } from "../../src/services/audit.ts";
import { deleteGroup } from "../../src/services/groups/delete-group.ts";
import { setGroupRules } from "../../src/services/groups/set-group-rules.ts";
import { createGroup } from "../../src/services/groups/write-group.ts";
import { refusedCalls } from "../support/slack/refused-calls.ts";
import { actorOf, seedAdmin, seedInvites, seedUsers } from "../support/slack/seed.ts";
import { startWorld } from "../support/world.ts";

const { slack, mia } = await startWorld();
const ben = slack.addPerson({ name: "Ben Ode", email: "ben@acme.io" });
await seedAdmin(ben);
const owner = actorOf(mia, true);
const usersId = String(builtInGroupIds.users);
const nothing = { all: false, names: [] };
const plainGroup = { description: "", services: nothing, projects: nothing, regions: nothing };

afterEach(async () => {
  await Promise.all([mia.closes({ all: true }), ben.closes({ all: true })]);
});

test("the log says in words who did what to whom, and what changed", async () => {
  await mia.runs("/iam invite eve@example.com");
  await mia.seesView("Invite people");
  await mia.submits();
  await mia.sees("1 invite is on the way");
  await mia.closes({ all: true });
  await mia.runs("/iam groups Users");
  await mia.seesView("Group members");
  await mia.presses("Edit Group");
  await mia.seesView("Edit group");
  await mia.types("Services", "Chat");
  await mia.submits();
  await mia.seesView("Group members");
  await mia.closes({ all: true });

  await ben.runs("/iam audit");
  const log = (await ben.seesView("Audit log")).asText;
  expect(log).toContain("Mia Chen (mia@acme.io) invited eve@example.com · ");
  expect(log).toContain("\nGroups: Users\nLink expires: ");
  expect(log).toContain("Mia Chen (mia@acme.io) edited the group Users · ");
  expect(log).toContain("\nServices: added Chat; removed Tickets");
  expect(log.indexOf("edited the group")).toBeLessThan(log.indexOf("invited eve@"));
});

test("it includes refusals, with the reason", async () => {
  const outsider = slack.addPerson({ name: "Otto Out", email: "otto@acme.io" });
  await outsider.runs("/iam audit");
  await outsider.sees("Only admins can do this.");
  await mia.runs("/iam audit");
  await mia.seesView("Audit log");
  await mia.sees("Otto Out (otto@acme.io) tried something only admins can do · ");
  expect(mia.screen()).toContain("Why: The account is not linked to an active member of Admin.");
  const other = slack.addPerson({ name: "Olga Out", email: "olga@acme.io" });
  await other.runs("/iam audit");
  await other.sees("Only admins can do this.");
  await mia.presses("Refresh");
  await mia.sees("Olga Out (olga@acme.io) tried something only admins can do · ");
});

test("events written past the app keep nobody from reading the log, whatever is in them", async () => {
  const eve = {
    action: "invite.created",
    actor: { kind: "system", name: "Forger" },
    target: { kind: "invite", id: "1", label: "forged@example.com" },
  };
  const many = Object.fromEntries(Array.from({ length: 500 }, (_, at) => [`fact${at}`.repeat(50), at]));
  const odd = { toString: 1, valueOf: 1 };
  const at = new Date();
  const forged: object[] = [
    { at },
    { ...eve, at, actor: "Mallory", target: null, before: "all", after: [1] },
    { ...eve, at, actor: { kind: "owner", name: 7, email: {} }, action: ["x"] },
    { ...eve, at, action: "constructor" },
    { ...eve, at, before: { groups: [odd] }, after: { groups: [odd, odd], expiresAt: odd } },
    { ...eve, at, after: many },
    { ...eve },
    ...["yesterday", 7, null, {}, [], new mongo.Timestamp({ t: 1, i: 1 }), mongo.Long.MAX_VALUE].map(
      (when) => ({ ...eve, at: when }),
    ),
    ...["forged", 7, { a: 1 }].map((_id) => ({ ...eve, _id, at })),
  ];
  const log = mongoose.connection.collection<{ _id: unknown }>(AuditEvent.collection.name);
  await log.bulkWrite(forged.map((document) => ({ insertOne: { document } })));
  await seedUsers(["Una Known"], builtInGroupIds.users);
  await ben.runs("/iam audit");
  await ben.seesView("Audit log");
  await ben.sees("unknown did “unknown” to unknown");
  expect(ben.screen()).toContain("Forger did “constructor” to forged@example.com");
  expect(ben.screen()).toContain("And 480 more.");
  while (ben.screen().includes("[Next]")) {
    const before = ben.screen();
    await ben.presses("Next");
    await expect.poll(() => ben.screen()).not.toBe(before);
  }
  await ben.sees("invited eve@example.com");
  expect(refusedCalls(slack)).toEqual([]);
});

test("/iam audit takes a mention: of a user, of someone who isn't a user, and of someone Slack doesn't know", async () => {
  await mia.runs("/iam audit @Ben Ode");
  await mia.seesView("Audit log");
  await mia.sees("Email address (optional): ben@acme.io");
  await mia.closes();
  await mia.runs("/iam audit @Otto Out");
  await mia.seesView("Audit log");
  await mia.sees("Email address (optional): otto@acme.io");
  expect(mia.screen()).toContain("Otto Out (otto@acme.io) tried something only admins can do · ");
  await mia.closes();
  await mia.runs("/iam audit <@U0NOBODY|nobody>");
  await mia.sees("@nobody is not a user here, and Slack has not confirmed an email address for them.");
  await mia.runs("/iam audit Otto Out <OTTO@acme.io>");
  await mia.seesView("Audit log");
  await mia.sees("Email address (optional): otto@acme.io");
});

test("one person’s log has their invites, their account and changes to their groups, and nobody else’s", async () => {
  const { groupId } = await createGroup(owner, { ...plainGroup, name: "Research" });
  const [cleo = ""] = await seedUsers(["Cleo Marsh"], groupId);
  await seedUsers(["Dan Other"], usersId);
  await seedInvites(["cleo.marsh@example.com"], [groupId]);
  const now = new Date();
  const target = { kind: "user", id: cleo, label: "cleo.marsh@example.com" } as const;
  await recordAudit(owner, now, {
    action: "user.linked",
    target,
    before: { slack: null },
    after: { slack: `${slack.teamId}:${ben.id}` },
    about: ["cleo.marsh@example.com"],
  });
  await recordAudit(owner, now, {
    action: "invite.created",
    target: { kind: "invite", id: "0".repeat(24), label: "dan@example.com" },
    before: null,
    after: { groups: [groupId] },
    about: ["dan@example.com", groupId],
  });
  await mia.runs("/iam audit Cleo.Marsh@example.com");
  const log = (await mia.seesView("Audit log")).asText;
  expect(log).toContain("created the group Research");
  expect(log).toContain("linked a Slack account to cleo.marsh@example.com · ");
  expect(log).toContain("Slack account: none → @Ben Ode");
  expect(log).not.toMatch(/dan@example|eve@example|Users/);

  const { version } = await Group.findById(groupId).orFail().lean();
  await deleteGroup(owner, groupId, version);
  await mia.submits();
  await mia.sees("deleted the group Research");
  expect(mia.screen()).toContain("Members until then: 1");

  await mia.types("Email address", "dan@example.com");
  await mia.submits();
  await mia.sees("Groups: a group deleted since");
  await mia.types("Email address", "nobody@example.com");
  await mia.submits();
  await mia.sees("Nothing recorded for “nobody@example.com”.");
});

test("the log is paged, with each event once even if several share a moment", async () => {
  await seedUsers(["Pat Paging"], usersId);
  const { _id } = await User.findOne({ name: "Pat Paging" }).orFail().lean();
  const at = new Date();
  const target = { kind: "user", id: String(_id), label: "pat.paging@example.com" } as const;
  const entries = Array.from({ length: 23 }, (_, index) => ({
    action: "user.linked" as const,
    target,
    before: { status: `state ${index}.` },
    after: { status: `state ${index + 1}.` },
    about: [],
  }));
  await recordAudit(owner, at, ...entries);
  await mia.runs("/iam audit pat.paging@example.com");
  await mia.seesView("Audit log");
  const shown = () =>
    [...mia.screen().matchAll(/Status: state (\d+)\./g)].map(([, number]) => Number(number));
  const first = shown();
  expect(first).toHaveLength(10);
  await mia.presses("Next");
  await mia.sees(/\[Previous\] \[Next\]/);
  const second = shown();
  await mia.presses("Next");
  await mia.sees(/\[Previous\]\n/);
  const third = shown();
  expect(new Set([...first, ...second, ...third]).size).toBe(23);
  await mia.presses("Previous");
  await mia.sees(/\[Previous\] \[Next\]/);
  expect(shown()).toEqual(second);
});

test("/iam audit finds a person by name, and lists them if there are several", async () => {
  await seedUsers(["Carmen Díaz"], usersId, { email: "c.d@example.com" });
  for (const typed of ["Carmen", "diaz"]) {
    await mia.runs(`/iam audit ${typed}`);
    await mia.seesView("Audit log");
    await mia.sees("Email address (optional): c.d@example.com");
    await mia.closes();
  }
  await mia.runs("/iam audit");
  await mia.seesView("Audit log");
  await mia.types("Email address", "carmen");
  await mia.submits();
  await expect.poll(() => mia.screen()).not.toContain("invited eve@example.com");
  expect(mia.screen()).toContain("edited the group Users");
  await mia.closes();
  await seedUsers(["Carmen Ito"], usersId, { email: "c.i@example.com" });
  await mia.runs("/iam audit Carmen");
  await mia.sees(
    "Several people match “Carmen”: Carmen Díaz (c.d@example.com), Carmen Ito (c.i@example.com). Type /iam audit and the address of the one you mean.",
  );
});

test("Slack accepted every call of the app", () => {
  const answered = refusedCalls(slack).filter(({ args }) => args.user !== "U0NOBODY");
  expect(answered).toEqual([]);
});

test("access rules are shown with the names of their groups", async () => {
  const named = async (name: string) => (await createGroup(owner, { ...plainGroup, name })).groupId;
  const [vault, leads, pager] = [
    await named("Rules Vault"),
    await named("Rules Leads"),
    await named("Pager"),
  ];
  const preApproved = { group: pager, hours: 4 };
  await setGroupRules(owner, vault, null, { open: true, deciders: leads, preApproved });
  await deleteGroup(owner, pager, null);
  await setGroupRules(owner, vault, null, { deciders: null, preApproved: null });
  await mia.runs("/iam audit");
  const log = (await mia.seesView("Audit log")).asText;
  expect(log).toContain(
    "\nDeciders: none → Rules Leads\nPre-approved: none → a group deleted since, up to 4 hours\n",
  );
  expect(log).toContain(
    "\nDeciders: Rules Leads → none\nPre-approved: a group deleted since, up to 4 hours → none\n",
  );
});
