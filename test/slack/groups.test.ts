import { afterEach, expect, test } from "vitest";
import { AuditEvent } from "../../src/models/audit-event.ts";
import { builtInGroupIds, Group } from "../../src/models/group.ts";
import { Invite } from "../../src/models/invite.ts";
import { User } from "../../src/models/user.ts";
import { refusedCalls } from "../support/slack/refused-calls.ts";
import { seedAdmin, seedInvites, seedUsers } from "../support/slack/seed.ts";
import { startWorld } from "../support/world.ts";

const { slack, mia } = await startWorld();
const ben = slack.addPerson({ name: "Ben Ode", email: "ben@acme.io" });
await seedAdmin(ben);

afterEach(async () => {
  await Promise.all([mia.closes({ all: true }), ben.closes({ all: true })]);
});

const fillsIn = async (name: string, services = "") => {
  await mia.runs("/iam groups");
  await mia.seesView("Groups");
  await mia.presses("Create Group");
  await mia.seesView("Create group");
  await mia.types("Name", name);
  if (services) await mia.types("Services", services);
};

const typeGroup = async (name: string, services = "") => {
  await fillsIn(name, services);
  return mia.submits();
};

const idOf = async (name: string) => String((await Group.findOne({ name }).orFail().lean())._id);

const opens = async (person: typeof mia, name: string) => {
  await person.runs("/iam groups");
  await person.seesView("Groups");
  await person.types("Find", name);
  await person.submits();
  await person.sees(`${name} · `);
  await person.presses("View", { beside: name });
  await person.seesView("Group members");
};

test("the list shows every group with its member count and what it gives; the start of a name finds it", async () => {
  await seedUsers(["Eve Adams", "Cleo Marsh"], builtInGroupIds.users);
  await mia.runs("/iam groups");
  const list = await mia.seesView("Groups");
  expect(list.asText).toContain("Admin · 1 member\n");
  expect(list.asText).toContain("All services, projects and regions");
  expect(list.asText).toContain("Users · 2 members\nEveryone starts here.\nServices: Tickets");
  await mia.types("Find", "uSe");
  await mia.submits();
  await mia.sees("Users · 2 members");
  expect(mia.screen()).not.toContain("Admin");
  await seedUsers(["Finn Marsh"], builtInGroupIds.users);
  await mia.presses("Refresh");
  await mia.sees("Users · 3 members");
  expect(mia.screen()).not.toContain("Admin");
  await mia.types("Find", "zebra");
  await mia.submits();
  await mia.sees("No group matches “zebra”");
});

test("a group shows its members, with a link to their profiles, and its access", async () => {
  await opens(mia, "Users");
  expect(mia.screen()).toContain("Cleo Marsh\ncleo.marsh@example.com");
  await mia.presses("View", { beside: "Eve Adams" });
  await mia.seesView("Profile");
  await mia.closes();
  await mia.presses("Access");
  await mia.sees("Services\nTickets");
  expect(mia.screen()).toContain("Projects\nNone");
  expect(mia.screen()).not.toContain("Delete Group");
});

test("Admin also shows owners, pending invites into it, and paused rights; nothing on it can be changed", async () => {
  const adminId = String(builtInGroupIds.admin);
  await seedUsers(["Nora Unlinked"], adminId);
  await seedUsers(["Sam Suspended"], adminId, { status: "suspended" });
  const petra = slack.addPerson({ name: "Petra Paused", email: "petra@acme.io" });
  await seedAdmin(petra);
  await petra.becomes({ email: "petra@elsewhere.example" });
  await seedInvites(["future@example.com"], [adminId]);
  await opens(mia, "Admin");
  expect(mia.screen()).toContain("Owners, set by the operator\n@Mia Chen");
  expect(mia.screen()).toContain("Pending invites into Admin\nfuture@example.com, by Mia Chen");
  expect(mia.screen()).toContain("Nora Unlinked: no linked Slack account");
  expect(mia.screen()).toContain("Sam Suspended: suspended, no linked Slack account");
  await expect
    .poll(() => User.findOne({ name: "Petra Paused" }).lean())
    .toHaveProperty("slack.paused.because", "email changed");
  await mia.presses("Access");
  await mia.sees("Regions\nAll regions");
  await mia.presses("Members");
  await mia.sees("Petra Paused: the account’s email changed");
  expect(mia.screen()).not.toContain("Ben Ode:");
  expect(mia.screen()).not.toMatch(/Edit Group|Delete Group/);
});

test("a created group is in the list at once, with one event; its name is taken, in any case", async () => {
  expect(await typeGroup("Support", "Tickets, Chat\ntickets\n\nPhone")).toEqual({});
  await mia.sees("Created the group Support");
  expect(await mia.sees("Support · 0 members")).toContain("Services: Tickets, Chat, Phone");
  const events = await AuditEvent.find({ action: "group.created" }).lean();
  expect(events).toMatchObject([
    { target: { label: "Support" }, before: null, after: { services: ["Tickets", "Chat", "Phone"] } },
  ]);
  await mia.closes({ all: true });

  expect(await typeGroup("sUPPORT", "Kept")).toEqual({
    Name: "Another group has this name (capitals and accents make no difference). Choose another.",
  });
  expect(mia.screen()).toContain("Kept");
  expect(await AuditEvent.countDocuments({ action: "group.created" })).toBe(1);
});

test("a group gives all actions until some are named; its page, the list and the log say which", async () => {
  await typeGroup("Readers", "Tickets");
  await mia.sees("Created the group Readers");
  expect(mia.screen()).toContain("Readers · 0 members\nServices: Tickets");
  await mia.closes({ all: true });
  await opens(mia, "Readers");
  await mia.presses("Edit Group");
  await mia.seesView("Edit group");
  await mia.types("Actions", "read, export, Read");
  expect(await mia.submits()).toEqual({});
  await mia.sees("Saved the group Readers.");
  await mia.sees("Services: Tickets · actions: read, export");
  await mia.presses("Access");
  await mia.sees("Actions\nread, export");
  const event = () => AuditEvent.findOne({ action: "group.edited" }).sort({ _id: -1 }).lean();
  expect(await event()).toMatchObject({ before: { actions: "all" }, after: { actions: ["read", "export"] } });

  await mia.presses("Edit Group");
  expect((await mia.seesView("Edit group")).asText).toContain("read\nexport");
  await mia.types("Actions", "");
  expect(await mia.submits()).toEqual({});
  await mia.sees("Saved the group Readers.");
  expect(mia.screen()).not.toContain("Actions");
  expect(await event()).toMatchObject({ before: { actions: ["read", "export"] }, after: { actions: "all" } });
  await Promise.all([
    Group.deleteOne({ name: "Readers" }),
    AuditEvent.deleteMany({ "target.label": "Readers" }),
  ]);
});

test("every error appears under its field, and what was typed stays", async () => {
  await mia.runs("/iam groups");
  await mia.seesView("Groups");
  await mia.presses("Create Group");
  await mia.seesView("Create group");
  await mia.types("Name", "\u200b ");
  await mia.picks("Gives everything", ["All services"]);
  await mia.types("Services", "Tickets");
  await mia.types("Projects", "All");
  await mia.types("Regions", "x".repeat(61));
  expect(await mia.submits()).toEqual({
    Name: "Enter a name.",
    Services: "“All services” is ticked, so this list has no effect. Clear it, or untick “All services”.",
    Projects: "To give all of them, tick “All projects” instead of writing “all”.",
    Regions: expect.stringContaining("up to 60 characters"),
  });
  expect(mia.screen()).toContain("x".repeat(61));
});

test("an edit shows on the page and in the list, and its event says what changed", async () => {
  await opens(mia, "Support");
  await mia.presses("Edit Group");
  await mia.seesView("Edit group");
  await mia.types("Name", "Care");
  await mia.types("Services", "");
  await mia.picks("Gives everything", ["All services"]);
  expect(await mia.submits()).toEqual({});
  await mia.sees("Saved the group Care.");
  await mia.seesView("Group members");
  await mia.closes();
  await mia.seesView("Groups");
  const [event, ...others] = await AuditEvent.find({ action: "group.edited" }).lean();
  expect(others).toEqual([]);
  expect(event).toMatchObject({
    before: { name: "Support", services: ["Tickets", "Chat", "Phone"] },
    after: { name: "Care", services: "all" },
    about: [await idOf("Care")],
  });
});

test("the second of two editors is told who was first, keeps what they typed, and can still save it", async () => {
  await opens(mia, "Care");
  await mia.presses("Edit Group");
  await mia.seesView("Edit group");
  await opens(ben, "Care");
  await ben.presses("Edit Group");
  await ben.seesView("Edit group");
  await ben.types("Description", "Ben was here");
  await ben.submits();
  await ben.seesView("Group members");
  await mia.types("Description", "Mia’s own words");
  await mia.submits();
  const told = await mia.sees("Ben Ode changed the group Care on");
  expect(told).toContain("As it is now\nCare\nBen was here");
  expect(told).toContain("Description (optional): Mia’s own words");
  expect(await AuditEvent.countDocuments({ action: "group.edited" })).toBe(2);
  await mia.submits();
  await mia.seesView("Group members");
  await mia.sees("Mia’s own words");
});

test("access of Users can be edited, its name can’t", async () => {
  await opens(mia, "Users");
  await mia.presses("Edit Group");
  const form = await mia.seesView("Edit group");
  expect(form.asText).toContain("This group is built in, so its name can't change.");
  await mia.types("Regions", "Europe");
  await mia.submits();
  await mia.seesView("Group members");
  await mia.sees("regions: Europe");
});

test("a group in use asks first, and leaves people and invites; an invite without a group gets Users", async () => {
  const care = await idOf("Care");
  const users = String(builtInGroupIds.users);
  const [finn] = await seedUsers(["Finn Otter"], care);
  await seedInvites(["one@example.com"], [care]);
  await seedInvites(["two@example.com"], [care, String(builtInGroupIds.admin)]);
  await opens(mia, "Care");
  await mia.presses("Delete Group");
  const question = await mia.seesView("Delete group?");
  expect(question.asText).toContain("1 member loses what it gives");
  expect(question.asText).toContain("2 pending invites lose it too");
  await mia.closes();
  await mia.seesView("Group members");
  await mia.presses("Delete Group");
  await mia.seesView("Delete group?");
  await mia.submits();
  await mia.seesView("Group deleted");
  await mia.sees("Deleted the group Care. 1 member and 2 pending invites lost it.");
  await mia.closes();
  await mia.sees("No group matches “Care”");

  expect(await User.findById(finn).lean()).toMatchObject({ memberships: [] });
  const groupsOf = async (email: string) => (await Invite.findOne({ email }).lean())?.groupIds.map(String);
  expect(await groupsOf("one@example.com")).toEqual([users]);
  expect(await groupsOf("two@example.com")).toEqual([String(builtInGroupIds.admin)]);
  const events = await AuditEvent.find({ action: "group.deleted" }).lean();
  expect(events).toMatchObject([{ before: { name: "Care", members: 1, pendingInvites: 2 }, after: null }]);
  expect(events[0]?.about).toEqual(expect.arrayContaining([care, finn, "one@example.com"]));
});

test("people who open, edit or delete a group deleted meanwhile are told by whom, and keep what they typed", async () => {
  await typeGroup("Fleeting");
  await mia.sees("Created the group Fleeting");
  await ben.runs("/iam groups");
  await ben.seesView("Groups");
  await mia.closes({ all: true });
  await opens(mia, "Fleeting");
  await mia.presses("Edit Group");
  await mia.seesView("Edit group");
  await mia.types("Description", "worth keeping");

  await ben.presses("View", { beside: "Fleeting" });
  await ben.seesView("Group members");
  const seen = ben.look();
  await ben.presses("Delete Group");
  await ben.seesView("Delete group?");
  expect(ben.screen()).toContain("It has no members, and no pending invite includes it.");
  await ben.submits();
  await ben.seesView("Group deleted");
  expect(ben.screen()).toMatch(/Deleted the group Fleeting\.$/m);
  await seen.presses("Edit Group");
  await ben.sees("Ben Ode deleted the group Fleeting on");

  await mia.submits();
  const told = await mia.sees("Ben Ode deleted the group Fleeting on");
  expect(told).toContain("worth keeping");
  await mia.submits();
  await mia.sees("Created the group Fleeting");
});

test("members and groups are paged, and a page keeps its place", async () => {
  const many = await seedUsers(
    Array.from({ length: 23 }, (_, index) => `Same Name ${String(index).padStart(2, "0")}`),
    await idOf("Fleeting"),
  );
  expect(many).toHaveLength(23);
  await opens(mia, "Fleeting");
  const shown = () => [...mia.screen().matchAll(/Same Name (\d\d)\n/g)].map(([, number]) => Number(number));
  expect(shown()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  await mia.presses("Next");
  await mia.sees("Same Name 10");
  await mia.presses("Next");
  await mia.sees("Same Name 22");
  expect(shown()).toEqual([20, 21, 22]);
  await mia.presses("Previous");
  await mia.sees("Same Name 10\n");
  expect(shown()).toEqual([10, 11, 12, 13, 14, 15, 16, 17, 18, 19]);
});

test("only admins see groups", async () => {
  const eve = slack.addPerson({ name: "Eve Outside", email: "eve.outside@acme.io" });
  await eve.runs("/iam groups");
  await eve.sees("Only admins can do this. Ask @Ben Ode or @Mia Chen.");
  expect(eve.screen()).toBe("");
});

test("Slack accepted every call of the app", () => {
  expect(refusedCalls(slack)).toEqual([]);
});

test("/iam groups with one match opens it, by any word; changes made there need no list below", async () => {
  await typeGroup("Éclair Payments");
  await mia.sees("Created the group Éclair Payments");
  for (const typed of ["payments", "eclair pay"]) {
    await mia.closes({ all: true });
    await mia.runs(`/iam groups ${typed}`);
    await mia.seesView("Group members");
  }
  await mia.presses("Edit Group");
  await mia.seesView("Edit group");
  await mia.types("Description", "Who pays");
  await mia.submits();
  await mia.seesView("Group members");
  await mia.sees("Saved the group Éclair Payments.");
  await mia.presses("Delete Group");
  await mia.seesView("Delete group?");
  await mia.submits();
  await mia.seesView("Group deleted");
  expect(mia.screen()).toMatch(/Deleted the group Éclair Payments\.$/m);
  await mia.closes({ all: true });
  await mia.runs("/iam groups payments");
  await mia.seesView("Groups");
  await mia.sees("No group matches “payments”");
});

test("the same form submitted again creates no second group, and isn't told that the name is taken", async () => {
  await fillsIn("Twice");
  const form = mia.look();
  for (const _ of ["first", "again"]) {
    await form.submits();
    expect(slack.requests.findLast(({ type }) => type === "view_submission")?.acknowledgement).toMatchObject({
      status: 200,
      body: undefined,
    });
    await mia.sees("Created the group Twice.");
  }
  expect(await AuditEvent.countDocuments({ action: "group.created", "target.label": "Twice" })).toBe(1);
});
