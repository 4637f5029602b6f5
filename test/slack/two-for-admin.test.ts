import { expect, test } from "vitest";
import type { Person } from "../../dev/emulators/slack/person.ts";
import { AccessRequest } from "../../src/models/access-request.ts";
import { AuditEvent } from "../../src/models/audit-event.ts";
import { builtInGroupIds } from "../../src/models/group.ts";
import { Invite } from "../../src/models/invite.ts";
import { Job } from "../../src/models/job.ts";
import { User } from "../../src/models/user.ts";
import { declineInvite } from "../../src/services/invites/decline-invite.ts";
import { fixtures } from "../support/slack/fixtures.ts";
import { startWorld } from "../support/world.ts";

const world = await startWorld({ ADMIN_APPROVALS: "2" });
const { mia, slack } = world;
const { admin, registered } = fixtures(world);
const ben = await admin("Ben Okri");
const adminGroup = String(builtInGroupIds.admin);

const opens = async (person: Person, who: string) => {
  await person.closes({ all: true });
  await person.runs(`/iam user ${who}`);
  await person.seesView("Profile");
};
const isAdmin = async (userId: string) =>
  (await User.findById(userId).orFail().lean()).memberships.some(
    ({ groupId }) => String(groupId) === adminGroup,
  );

test("an invite into Admin says before and after that another admin has to approve; the card adds Admin", async () => {
  await ben.runs("/iam invite eve@example.com");
  await ben.seesView("Invite people");
  await ben.picks("Groups", ["Admin"]);
  await ben.submits();
  await ben.seesView("Invite as Admin?");
  await ben.sees(
    "Another admin has to approve Admin for the person who accepts. Until then the invite gives the other groups, or Users.",
  );
  await ben.submits();
  await ben.sees("The other admins were asked to approve Admin.");
  expect((await Invite.findOne({ email: "eve@example.com" }).orFail().lean()).groupIds).toEqual([
    builtInGroupIds.users,
  ]);

  const own = await ben.receives("You asked for Admin for eve@example.com.");
  expect(own.asText).toContain("Waiting for an answer");
  const card = await mia.receives("Ben Okri asks for Admin for eve@example.com.");
  expect(card.asText).toContain("Invited, not registered yet. An approval adds the group to their invite.");
  expect(card.asText).not.toContain("Approve for Less");
  await mia.presses("Approve: eve@example.com, Admin");
  await ben.receives("Mia Chen approved your request for Admin for eve@example.com.");
  expect((await Invite.findOne({ email: "eve@example.com" }).orFail().lean()).groupIds).toEqual([
    builtInGroupIds.users,
    builtInGroupIds.admin,
  ]);
});

test("Change Groups asks the owner if there is no other admin, and the profile follows their answer", async () => {
  const userId = await registered("Eve Adams", {
    linkedTo: slack.addPerson({ name: "Eve Adams", email: "eve.adams@acme.io" }),
  });
  await opens(ben, "eve");
  await ben.presses("Change Groups");
  await ben.seesView("Change groups");
  await ben.picks("Groups", ["Users", "Admin"]);
  await ben.submits();
  await ben.sees("Another admin has to approve Admin for Eve Adams.");
  await ben.submits();
  await ben.sees("The other admins were asked to approve Admin.");
  expect(await isAdmin(userId)).toBe(false);
  await mia.receives("Ben Okri asks for Admin for Eve Adams.");
  await mia.presses("Deny: Eve Adams, Admin");
  await mia.seesView("Deny request?");
  await mia.types("Why not", "Not before her training.");
  await mia.submits();
  await ben.receives("Why not: Not before her training.");
  expect(await isAdmin(userId)).toBe(false);
});

test("Reactivate says that Admin waits, and does the rest", async () => {
  const sue = slack.addPerson({ name: "Sue Admin", email: "sue.admin@acme.io" });
  const userId = await registered("Sue Admin", { groups: [builtInGroupIds.admin], linkedTo: sue });
  await User.updateOne({ _id: userId }, { status: "suspended" });
  await opens(ben, "sue");
  await ben.presses("Reactivate");
  await ben.sees("Reactivated, without Admin. The other admins were asked to approve Admin.");
  const user = await User.findById(userId).orFail().lean();
  expect([user.status, user.memberships.map(({ groupId }) => groupId)]).toEqual([
    "active",
    [builtInGroupIds.users],
  ]);
  await mia.receives("Ben Okri asks for Admin for Sue Admin.");
  await mia.presses("Approve: Sue Admin, Admin");
  await ben.receives("Mia Chen approved your request for Admin for Sue Admin.");
  expect(await isAdmin(userId)).toBe(true);
});

test("a request made by an invite ends with it: if it is cancelled or declined, every card says so, and the asker is told", async () => {
  const asks = async (email: string) => {
    await ben.closes({ all: true });
    await ben.runs(`/iam invite ${email}`);
    await ben.seesView("Invite people");
    await ben.picks("Groups", ["Admin"]);
    await ben.submits();
    await ben.seesView("Invite as Admin?");
    await ben.submits();
    await ben.sees("The other admins were asked to approve Admin.");
    await ben.closes({ all: true });
    await mia.receives(`Ben Okri asks for Admin for ${email}.`);
  };
  await asks("gone@example.com");
  await mia.runs("/iam pending gone@example.com");
  await mia.seesView("Pending invites");
  await mia.choosesFromMenu("Cancel Invite");
  await mia.seesView("Cancel this invite?");
  await mia.submits();
  const why = "Withdrawn with the invite, which Mia Chen cancelled";
  await ben.receives(
    "Your request for Admin for gone@example.com ended with the invite, which Mia Chen cancelled.",
  );
  const told = (person: Person) =>
    person.messages.find(({ asText }) => asText.includes("for gone@") && asText.includes(why));
  await expect.poll(() => told(mia)?.asText).not.toContain("Approve");

  await asks("no@example.com");
  const declined = await Invite.findOne({ email: "no@example.com" }).orFail().lean();
  await declineInvite({ inviteId: String(declined._id), generation: 1 }, "a nonce");
  await ben.receives("Your request for Admin for no@example.com ended with the invite, which they declined.");
  expect(await AccessRequest.countDocuments({ status: "pending", "subject.email": /^(gone|no)@/ })).toBe(0);

  // Whoever withdraws by themselves is told nothing more.
  await asks("own@example.com");
  await ben.receives("You asked for Admin for own@example.com.");
  await ben.presses("Withdraw: Admin");
  await ben.receives("You withdrew it");
  expect(
    await Job.countDocuments({ kind: "request-news", "facts.news": "settled", "facts.to": ben.id }),
  ).toBe(
    await AccessRequest.countDocuments({
      status: { $ne: "pending" },
      "subject.email": { $ne: "own@example.com" },
    }),
  );
});

test("the log records that two are needed, from the start on", async () => {
  expect(await AuditEvent.findOne({ action: "group.approvals_changed" }).lean()).toMatchObject({
    actor: { kind: "operator" },
    before: { approvals: 1 },
    after: { approvals: 2 },
  });
});

test("the review of an import into Admin says that another admin has to approve", async () => {
  await ben.closes({ all: true });
  await ben.runs("/iam import");
  await ben.seesView("Import people");
  await ben.types("Or paste them", "email,groups\nimported@example.com,Admin");
  expect(await ben.submits()).toEqual({});
  await ben.sees(
    "Another admin has to approve Admin for some of them. Until then the invite gives the other groups, or Users.",
  );
  expect(ben.screen()).toContain("1 person will be invited.");
});
