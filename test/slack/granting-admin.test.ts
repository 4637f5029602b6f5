import { expect, test } from "vitest";
import { AuditEvent } from "../../src/models/audit-event.ts";
import { builtInGroupIds, Group } from "../../src/models/group.ts";
import { Invite } from "../../src/models/invite.ts";
import { User } from "../../src/models/user.ts";
import { fixtures } from "../support/slack/fixtures.ts";
import { startWorld } from "../support/world.ts";

const world = await startWorld();
const { mia } = world;
const { admin, registered, group } = fixtures(world);
const ben = await admin("Ben Okri");
const power = "Admins can invite and suspend anyone, see everyone and make other admins.";

async function invites(emails: string, groups: string[]): Promise<void> {
  await mia.closes({ all: true });
  await mia.runs("/iam invite");
  await mia.seesView("Invite people");
  await mia.types("Email addresses", emails);
  await mia.picks("Groups", groups);
  await mia.types("Message", "Welcome!");
  await mia.submits();
}

const countOf = (email: string) => Invite.countDocuments({ email });

test("inviting into Admin says what that means and asks for confirmation; Change keeps what was typed", async () => {
  await invites("eve@example.com", ["Admin", "Users"]);
  const question = (await mia.seesView("Invite as Admin?")).asText;
  expect(question).toContain(`The person who accepts becomes an admin. ${power}`);
  expect(question).toContain("1 person gets an email\neve@example.com");
  expect(await countOf("eve@example.com")).toBe(0);

  await mia.presses("Change");
  const form = (await mia.seesView("Invite people")).asText;
  for (const kept of ["eve@example.com", "Groups: Admin, Users", "Welcome!"]) expect(form).toContain(kept);
  await mia.submits();
  await mia.seesView("Invite as Admin?");
  await mia.submits();
  await mia.sees("1 invite is on the way");
  const invite = await Invite.findOne({ email: "eve@example.com" }).orFail().lean();
  expect(invite.groupIds.map(String)).toContain(String(builtInGroupIds.admin));
});

test("closing the question invites nobody", async () => {
  await invites("closed@example.com", ["Admin"]);
  await mia.seesView("Invite as Admin?");
  await mia.closes({ all: true });
  expect(await countOf("closed@example.com")).toBe(0);
});

test("without Admin, up to ten are invited at once, as before", async () => {
  await invites("plain@example.com", ["Users"]);
  await mia.sees("1 invite is on the way");
});

test("if nobody would become an admin, nothing is asked", async () => {
  await invites("plain@example.com", ["Admin"]);
  await mia.sees("Already pending, invited by Mia Chen.");
});

test("the review of more than ten says it at the top", async () => {
  const many = Array.from({ length: 11 }, (_, n) => `many${n}@example.com`);
  await invites(many.join(" "), ["Admin"]);
  await mia.sees(`11 people become admins when they accept. ${power}`);
  await mia.sees("Send 11 Invites");
});

test("someone else invites the same person while the question is open: nobody is invited twice", async () => {
  await invites("raced@example.com", ["Admin"]);
  await mia.seesView("Invite as Admin?");
  await ben.runs("/iam invite raced@example.com");
  await ben.seesView("Invite people");
  await ben.submits();
  await ben.sees("1 invite is on the way");
  await mia.submits();
  await mia.sees("Already pending, invited by Ben Okri.");
  const [{ groupIds } = { groupIds: [] }] = await Invite.find({ email: "raced@example.com" }).lean();
  expect(await countOf("raced@example.com")).toBe(1);
  expect(groupIds.map(String)).toEqual([String(builtInGroupIds.users)]);
});

test("a group is deleted while the question is open: the form says so, with everything that was typed", async () => {
  const doomed = await group("Doomed");
  await invites("doomed@example.com", ["Admin", "Doomed"]);
  await mia.seesView("Invite as Admin?");
  await Group.deleteOne({ _id: doomed });
  await mia.submits();
  await mia.sees("A group you chose no longer exists. Choose again.");
  for (const kept of ["doomed@example.com", "Groups: Admin", "Welcome!"])
    expect(mia.screen()).toContain(kept);
  expect(await countOf("doomed@example.com")).toBe(0);
});

test("Change Groups says it before making someone an admin, and not if they are one", async () => {
  await mia.closes({ all: true });
  await group("Tools");
  const userId = await registered("Eva Stone");
  await mia.runs("/iam user eva");
  await mia.seesView("Profile");
  await mia.presses("Change Groups");
  await mia.seesView("Change groups");
  await mia.picks("Groups", ["Admin", "Users"]);
  await mia.submits();
  const review = (await mia.seesView("Change groups?")).asText;
  expect(review).toContain(`Eva Stone becomes an admin. ${power}`);
  expect(review).toContain("[Make Admin]");
  expect((await User.findById(userId).orFail().lean()).memberships).toHaveLength(1);
  await mia.submits();
  await mia.sees("Groups changed.");
  expect(await AuditEvent.countDocuments({ "target.id": userId, action: "user.groups_changed" })).toBe(1);

  await mia.presses("Change Groups");
  await mia.seesView("Change groups");
  await mia.picks("Groups", ["Admin", "Tools", "Users"]);
  await mia.submits();
  expect((await mia.seesView("Change groups?")).asText).not.toContain("becomes an admin");
});

test("editing a pending invite into Admin asks for confirmation, and keeps the choice; removing Admin does not ask", async () => {
  const edits = async (groups: string[]) => {
    await mia.closes({ all: true });
    await mia.runs("/iam pending edited");
    await mia.seesView("Pending invites");
    await mia.choosesFromMenu("Edit Groups", { beside: "edited@example.com" });
    await mia.seesView("Edit groups");
    await mia.picks("Groups", groups);
    await mia.submits();
  };
  const groupsOf = async () =>
    (await Invite.findOne({ email: "edited@example.com" }).orFail().lean()).groupIds.map(String);
  await invites("edited@example.com", ["Users"]);
  await mia.sees("1 invite is on the way");

  await edits(["Admin", "Users"]);
  const question = (await mia.seesView("Invite as Admin?")).asText;
  expect(question).toContain(`The person who accepts becomes an admin. ${power}`);
  expect(question).toContain("Groups: Admin, Users");
  expect(await groupsOf()).toEqual([String(builtInGroupIds.users)]);
  await mia.submits();
  await mia.sees("Changed the groups of the invite to edited@example.com.");
  expect(await groupsOf()).toContain(String(builtInGroupIds.admin));

  await edits(["Users"]);
  await mia.sees("Changed the groups of the invite to edited@example.com.");
});
