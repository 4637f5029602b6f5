import { beforeEach, expect, test } from "vitest";
import type { Person } from "../../dev/emulators/slack/person.ts";
import { AuditEvent } from "../../src/models/audit-event.ts";
import { builtInGroupIds, Group } from "../../src/models/group.ts";
import { Job } from "../../src/models/job.ts";
import { User } from "../../src/models/user.ts";
import { setAdminApproval } from "../../src/services/approvals/set-admin-approval.ts";
import { recordAudit } from "../../src/services/audit.ts";
import { fixtures } from "../support/slack/fixtures.ts";
import { seedUsers } from "../support/slack/seed.ts";
import { startWorld } from "../support/world.ts";

const world = await startWorld();
const { slack, mia } = world;
const { registered, admin, group } = fixtures(world);

beforeEach(async () => {
  await mia.closes({ all: true });
  await User.deleteMany({});
});

async function opens(person: Person, name: string): Promise<void> {
  await person.runs(`/iam user ${name}`);
  await person.seesView("Profile");
}

const rows = (screen: string) => screen.match(/^.*\n(?=.*@acme\.io · )/gm)?.map((row) => row.trim()) ?? [];

async function pages(): Promise<string[][]> {
  const all = [rows(mia.screen())];
  while (mia.screen().includes("[Next]")) {
    const before = mia.screen();
    await mia.presses("Next");
    await expect.poll(() => mia.screen()).not.toBe(before);
    all.push(rows(mia.screen()));
  }
  return all;
}

test("everyone in order of name, ignoring case, ten a page, and back again", async () => {
  const names = Array.from(
    { length: 23 },
    (_, at) => `${at % 2 ? "person" : "Person"} ${String(at).padStart(2, "0")}`,
  );
  for (const name of [...names].reverse()) await registered(name);
  await mia.runs("/iam users");
  await mia.seesView("Users");
  await mia.sees("23 users, by name");
  const seen = await pages();
  expect(seen.map((page) => page.length)).toEqual([10, 10, 3]);
  expect(seen.flat()).toEqual(names);
  for (const page of [seen[1], seen[0]]) {
    await mia.presses("Previous");
    await expect.poll(() => rows(mia.screen())).toEqual(page);
  }
  expect(mia.screen()).not.toContain("[Previous]");
});

test("Refresh shows people who joined meanwhile among the search results", async () => {
  await registered("Ada Lovelace");
  await mia.runs("/iam users ada");
  await mia.seesView("Users");
  await mia.sees("1 user matches");
  await registered("Ada Byron");
  await registered("Bob Stan");
  await mia.presses("Refresh");
  await mia.sees("2 users match");
  expect(rows(mia.screen()).sort()).toEqual(["Ada Byron", "Ada Lovelace"]);
});

test("a search matches the start of words, in their order, each person once, across pages", async () => {
  const surnames = Array.from({ length: 12 }, (_, at) => `Tan${String.fromCharCode(97 + at)}`);
  for (const surname of [...surnames].reverse()) await registered(`Ada ${surname}`);
  await registered("Tan Tanz");
  await registered("Bob Stan");
  await mia.runs("/iam users");
  await mia.seesView("Users");
  await mia.types("Find", "TAN");
  await mia.submits();
  await mia.sees("13 users match");
  const found = (await pages()).flat();
  expect(found).toEqual(["Tan Tanz", ...surnames.map((surname) => `Ada ${surname}`)]);

  await mia.types("Find", "ada tanb");
  await mia.submits();
  await mia.sees("1 user matches");
  expect(rows(mia.screen())).toEqual(["Ada Tanb"]);
  await mia.types("Find", "nobody");
  await mia.submits();
  await mia.sees("No user matches “nobody”");
});

test("/iam users takes a mention", async () => {
  await admin("Jonas Weber");
  await registered("Jonas Other");
  await mia.runs("/iam users @Jonas Weber");
  await mia.seesView("Users");
  await mia.sees("1 user matches");
  expect(rows(mia.screen())).toEqual(["Jonas Weber"]);
});

test("View opens the profile over the list, with three tabs that name themselves", async () => {
  await registered("Eve Adams");
  await mia.runs("/iam users eve");
  await mia.seesView("Users");
  await mia.presses("View Eve Adams");
  await mia.seesView("Profile");
  await mia.sees("eve.adams@acme.io · Profile");
  expect(mia.screen()).toMatch(/^Groups\nUsers: Tickets · /m);
  const tabs = () => /\[Profile.*\[Groups.*\[Activity.*\]/.exec(mia.screen())?.[0];
  expect(tabs()).toBe("[Profile (Profile, which is open)] [Groups] [Activity]");
  await mia.presses("Groups");
  await mia.seesView("Groups");
  await mia.sees(/^Tickets · /m);
  expect(tabs()).toBe("[Profile] [Groups (Groups, which is open)] [Activity]");
  await mia.presses("Activity");
  await mia.seesView("Activity");
  await mia.closes();
  await mia.seesView("Users");
});

test("/iam user with eleven matches opens the list to narrow down; with ten, a choice", async () => {
  for (let at = 10; at < 20; at++) await registered(`Sam Number${at}`);
  await mia.runs("/iam user sam");
  await mia.sees("10 people match “sam”");
  await mia.closes();
  await registered("Sam Number20");
  await mia.runs("/iam user sam");
  await mia.sees("11 users match");
});

test("changing groups shows the difference first, and the log names it", async () => {
  const billing = await group("Billing");
  const userId = await registered("Eve Adams");
  await opens(mia, "eve");
  await mia.presses("Change Groups");
  await mia.seesView("Change groups");
  expect(await mia.submits()).toEqual({ Groups: "Eve Adams is already in exactly these groups." });
  await mia.picks("Groups", ["Billing"]);
  expect(await mia.submits()).toEqual({});
  await mia.seesView("Change groups?");
  await mia.sees("Gets: Billing");
  await mia.sees("Loses: Users");
  await mia.submits();
  await mia.sees("Groups changed.");
  const user = await User.findById(userId).orFail().lean();
  expect(user.memberships.map(({ groupId, by }) => [String(groupId), by.name])).toEqual([
    [String(billing), "Mia Chen"],
  ]);
  const events = await AuditEvent.find({ about: userId }).lean();
  expect(events.map(({ action, before, after }) => ({ action, before, after }))).toEqual([
    { action: "user.groups_changed", before: { groups: ["Users"] }, after: { groups: ["Billing"] } },
  ]);
  await mia.presses("Activity");
  await mia.sees("changed the groups of eve.adams@acme.io");
});

test("Activity shows everything about a user and their groups, in words, page by page", async () => {
  const billing = await group("Paging");
  const userId = await registered("Pia Paged", { groups: [billing] });
  const target = { kind: "user", id: userId, label: "pia.paged@acme.io" } as const;
  const entries = Array.from({ length: 22 }, (_, n) => ({
    action: "invite.created" as const,
    target: { ...target, kind: "invite" as const, id: n.toString(16).padStart(24, "0") },
    before: null,
    after: { groups: [String(billing)], note: `number ${n}.` },
    about: ["pia.paged@acme.io"],
  }));
  await recordAudit({ kind: "system" }, new Date(Date.now() - 60_000), ...entries);
  await recordAudit({ kind: "system" }, new Date(), {
    action: "group.edited",
    target: { kind: "group", id: String(billing), label: "Paging" },
    before: { services: ["Tickets"] },
    after: { services: "all" },
    about: [],
  });
  await opens(mia, "pia");
  await mia.presses("Activity");
  await mia.seesView("Activity");
  await mia.sees("iam-bot edited the group Paging · ");
  expect(mia.screen()).toContain("Services: Tickets → all");
  expect(mia.screen()).toContain("iam-bot invited pia.paged@acme.io · ");
  expect(mia.screen()).toContain("\nGroups: Paging\n");
  expect(mia.screen()).not.toContain(String(billing));
  const numbers = () => [...mia.screen().matchAll(/Note: number (\d+)\./g)].map(([, n]) => Number(n));
  const seen = [numbers()];
  for (let page = 0; page < 2; page++) {
    await mia.presses("Next");
    await expect.poll(numbers).not.toEqual(seen.at(-1));
    seen.push(numbers());
  }
  expect(seen.map((page) => page.length)).toEqual([9, 10, 3]);
  expect(new Set(seen.flat()).size).toBe(22);
  expect(mia.screen()).not.toContain("[Next]");
  await mia.presses("Previous");
  await expect.poll(numbers).toEqual(seen[1]);
});

test("an admin who looked before someone else changed the user is told who did, and nothing is overwritten", async () => {
  const jonas = await admin("Jonas Weber");
  await group("Audits");
  await registered("Eve Adams");
  for (const person of [mia, jonas]) {
    await opens(person, "eve");
    await person.presses("Change Groups");
    await person.seesView("Change groups");
    await person.picks("Groups", ["Audits", "Users"]);
    await person.submits();
    await person.sees("Gets: Audits");
  }
  await jonas.submits();
  await jonas.sees("Groups changed.");
  await mia.submits();
  await mia.sees(/Jonas Weber changed Eve Adams on .* Nothing else was changed/);
});

test("a group deleted between the review and the confirmation gives nobody anything", async () => {
  const doomed = await group("Doomed");
  const userId = await registered("Eve Adams");
  await opens(mia, "eve");
  await mia.presses("Change Groups");
  await mia.seesView("Change groups");
  await mia.picks("Groups", ["Doomed", "Users"]);
  await mia.submits();
  await mia.sees("Gets: Doomed");
  await Group.deleteOne({ _id: doomed });
  await mia.submits();
  await mia.sees("no longer exists");
  expect((await User.findById(userId).orFail().lean()).memberships).toHaveLength(1);
});

test("a suspended user's details are erased once their address is typed, and nobody is erased by a slip", async () => {
  await seedUsers(["Gone Girl"], builtInGroupIds.users, {
    status: "suspended",
    title: "Spy",
    phone: "+442079460958",
  });
  await opens(mia, "gone girl");
  await mia.presses("Erase Details");
  await mia.seesView("Erase details?");
  await mia.sees("Stays: their email address");
  await mia.types("Type their email address to confirm", "gone.boy@example.com");
  await mia.submits();
  await mia.sees("This is not their email address. Nothing was erased.");
  await mia.types("Type their email address to confirm", " Gone.Girl@example.com");
  await mia.submits();
  await mia.sees("Erased their details.");
  await mia.sees("Name  Erased person");
  await mia.sees("Title  Not given");
  await mia.sees("Their details were erased");
  expect(mia.screen()).not.toContain("Erase Details");
  expect(await User.findOne({ email: "gone.girl@example.com" }).lean()).not.toHaveProperty("phone");
});

test("if two people must erase details, the other admins are asked, and each card says who did it", async () => {
  const [jonas, ada] = [await admin("Jonas Weber"), await admin("Ada Lovelace")];
  await seedUsers(["Left Long"], builtInGroupIds.users, { status: "suspended" });
  await setAdminApproval({ owners: [], lapseDays: 7 });
  const erases = async (person: Person) => {
    await person.seesView("Erase details?");
    await person.types("Type their email address to confirm", "left.long@example.com");
    await person.submits();
  };
  await opens(mia, "left long");
  await mia.presses("Erase Details");
  await erases(mia);
  await mia.sees("Another admin has to confirm it.");
  for (const other of [jonas, ada])
    expect((await other.receives("Erase the details of Left Long?")).asText).toContain("Mia Chen wants");
  const asked = await Job.distinct("facts.to", { kind: "erasure-notice" });
  expect(asked.sort()).toEqual([jonas.id, ada.id].sort());

  await jonas.presses("Erase details: Left Long");
  await erases(jonas);
  await jonas.sees("Erased their details.");
  for (const other of [jonas, ada])
    await other.receives("Jonas Weber erased the details of left.long@example.com");
  await ada.closes({ all: true });
  await setAdminApproval(null);
});

test("suspending lists what is lost, cancels the invites they sent, and can be undone", async () => {
  const jonas = await admin("Jonas Weber");
  await admin("Ada Lovelace");
  await jonas.runs("/iam invite one@example.com, two@example.com");
  await jonas.seesView("Invite people");
  await jonas.submits();
  await jonas.sees("2 invites are on the way");
  await jonas.closes();

  await opens(mia, "jonas");
  await mia.presses("Suspend");
  await mia.seesView("Suspend?");
  await mia.sees("Loses: Admin, Users");
  await mia.sees("Jonas Weber sent 2 pending invites");
  await mia.picks("Their pending invites", "Cancel them: their links stop working, no email is sent");
  await mia.submits();
  await mia.sees("Suspended, and 2 invites cancelled.");
  await mia.sees("Suspended by Mia Chen");
  const actions = await AuditEvent.find({ action: { $in: ["user.suspended", "invite.cancelled"] } }).lean();
  expect(actions.map(({ action }) => action).sort()).toEqual([
    "invite.cancelled",
    "invite.cancelled",
    "user.suspended",
  ]);

  await jonas.runs("/iam pending");
  await jonas.sees("Only admins can do this.");
  await mia.presses("Reactivate");
  await mia.sees("Reactivated.");
  await jonas.runs("/iam pending");
  await jonas.seesView("Pending invites");
  await jonas.sees("No pending invites");
});

test("the last active Admin can't be suspended or removed from Admin, not even by an owner", async () => {
  await admin("Jonas Weber");
  await opens(mia, "jonas");
  const refusal =
    "Jonas Weber is the last active Admin, so nothing was changed. Add someone else to Admin first.";
  await mia.presses("Suspend");
  await mia.sees(refusal);
  await mia.presses("Change Groups");
  await mia.seesView("Change groups");
  await mia.picks("Groups", ["Users"]);
  expect(await mia.submits()).toEqual({ Groups: refusal });
  expect(mia.screen()).toContain("Groups: Users");
});

test("someone who became the last active Admin while the review was open stays", async () => {
  await admin("Jonas Weber");
  await admin("Ada Lovelace");
  const onlyJonas = () => User.updateOne({ name: "Ada Lovelace" }, { status: "suspended" });
  await opens(mia, "jonas");
  await mia.presses("Suspend");
  await mia.seesView("Suspend?");
  await onlyJonas();
  await mia.submits();
  await mia.sees("Jonas Weber is the last active Admin, so nothing was changed.");

  await User.updateOne({ name: "Ada Lovelace" }, { status: "active" });
  await mia.presses("Change Groups");
  await mia.seesView("Change groups");
  await mia.picks("Groups", ["Users"]);
  await mia.submits();
  await mia.sees("Loses: Admin");
  await onlyJonas();
  await mia.submits();
  await mia.sees("Jonas Weber is the last active Admin, so nothing was changed.");
  const { status, memberships } = await User.findOne({ name: "Jonas Weber" }).orFail().lean();
  expect([status, memberships.length]).toEqual(["active", 2]);
});

test("the last two admins suspend each other at once: one does, and the other is told", async () => {
  for (let round = 0; round < 3; round++) {
    await User.deleteMany({});
    const ada = await admin("Ada Lovelace");
    const ben = await admin("Ben Okri");
    await opens(ada, "ben");
    await ada.presses("Suspend");
    await ada.seesView("Suspend?");
    await opens(ben, "ada");
    await ben.presses("Suspend");
    await ben.seesView("Suspend?");
    await Promise.all([ada.submits(), ben.submits()]);
    const screens = [ada.screen(), ben.screen()];
    expect(screens.filter((screen) => screen.includes("Suspended."))).toHaveLength(1);
    expect(screens.filter((screen) => screen.includes("Only admins can do this. Ask"))).toHaveLength(1);
    const left = await User.countDocuments({
      status: "active",
      "memberships.groupId": builtInGroupIds.admin,
    });
    expect(left).toBe(1);
  }
});

test("Slack accepted every call of the app", () => {
  expect(slack.calls().filter(({ answer }) => !JSON.stringify(answer).includes('"ok":true'))).toEqual([]);
});
