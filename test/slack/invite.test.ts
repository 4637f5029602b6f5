import { beforeEach, expect, test } from "vitest";
import { AuditEvent } from "../../src/models/audit-event.ts";
import { Counter } from "../../src/models/counter.ts";
import { Group } from "../../src/models/group.ts";
import { Invite } from "../../src/models/invite.ts";
import { jobsRest } from "../support/jobs-rest.ts";
import { everythingStored } from "../support/web/everything.ts";
import { startWorld } from "../support/world.ts";

const world = await startWorld({ INVITE_UNDO_SECONDS: "20", ALLOWED_EMAIL_DOMAINS: "example.com,acme.io" });
const { slack, sendgrid, mia } = world;

beforeEach(async () => {
  await mia.closes({ all: true });
  await mia.runs("/iam invite");
  await mia.seesView("Invite people");
});

test.each([
  ["eve@example.com nobody@ @b.io", "These are not email addresses: nobody@, @b.io."],
  ["eve@@example.com", "This is not an email address: eve@@example.com."],
  [
    "ève@example.com nobody@",
    "This is not an email address: nobody@. Can't send email to addresses with letters outside a–z before the @: ève@example.com.",
  ],
  ["Eve Adams and her friends", "Enter at least one email address, such as eve@example.com."],
  [
    Array.from({ length: 101 }, (_, n) => `p${n}@example.com`).join("\n"),
    "That’s 101 addresses. You can invite up to 100 at a time.",
  ],
])("%j is an error under the field; what was typed stays, nothing is written", async (typed, error) => {
  const stored = await everythingStored();
  await mia.types("Email addresses", typed);
  await mia.types("Message", "Welcome!");
  expect(await mia.submits()).toEqual({ "Email addresses": error });
  expect(mia.screen()).toContain(typed);
  expect(mia.screen()).toContain("Welcome!");
  expect(await everythingStored()).toEqual(stored);
});

test("an empty form can't be sent", async () => {
  await mia.picks("Groups", []);
  const required = "Please complete this required field.";
  expect(await mia.submits()).toEqual({ "Email addresses": required, Groups: required });
});

test("a group deleted while the form was open is an error under Groups, and nothing is written", async () => {
  const scope = { services: ["Billing"], projects: [], regions: [] };
  await Group.create({ name: "Finance", nameKey: "finance", ...scope });
  await mia.closes();
  await mia.runs("/iam invite eve@example.com");
  await mia.seesView("Invite people");
  await mia.picks("Groups", ["Finance", "Users"]);
  await Group.deleteOne({ name: "Finance" });
  const before = [await Invite.countDocuments(), await AuditEvent.countDocuments()];
  expect(await mia.submits()).toEqual({
    Groups: "A group you chose no longer exists. Choose again.",
  });
  expect(mia.screen()).toContain("eve@example.com");
  expect([await Invite.countDocuments(), await AuditEvent.countDocuments()]).toEqual(before);
});

test("message, expiry and groups reach the invite, and one event says what was given", async () => {
  await mia.types("Email addresses", "Whole Form <WHOLE@Example.com>");
  await mia.picks("Groups", ["Users", "Admin"]);
  await mia.picks("Link expires after", "14 days");
  await mia.types("Message", "See you on *Monday* <!channel>");
  expect(await mia.submits()).toEqual({});
  await mia.seesView("Invite as Admin?");
  expect(await mia.submits()).toEqual({});
  const invite = await Invite.findOne({ email: "whole@example.com" }).orFail().lean();
  expect(invite).toMatchObject({ message: "See you on *Monday* <!channel>", expiryDays: 14 });
  expect(invite.expiresAt.getTime() - invite.createdAt.getTime()).toBe(14 * 24 * 60 * 60 * 1000);
  expect(await AuditEvent.find({ "target.id": String(invite._id) }).lean()).toMatchObject([
    {
      action: "invite.created",
      actor: { kind: "slack", name: "Mia Chen", userId: mia.id, teamId: slack.teamId },
      before: null,
      after: { email: "whole@example.com", groups: invite.groupIds.map(String), expiresAt: invite.expiresAt },
    },
  ]);
});

test("good addresses are not held back: already pending [Resend], not allowed, invited [Undo]", async () => {
  await mia.types("Email addresses", "known@example.com");
  await mia.submits();
  await mia.closes();
  await mia.runs("/iam invite known@example.com new@example.com Rival <eve@rival.example>");
  await mia.seesView("Invite people");
  await mia.submits();
  const screen = mia.screen();
  expect(screen).toContain("1 invite is on the way.");
  expect(screen).toMatch(/known@example.com\nAlready pending, invited by Mia Chen\. As of \d/);
  expect(screen).toContain("new@example.com\nInvited. Sending in 20 seconds.");
  expect(screen).toContain("eve@rival.example\nNot sent: rival.example is not allowed.");
  await mia.presses("Resend the invite to known@example.com");
  await mia.sees("Sending again to known@example.com.");
  await sendgrid.mailTo("known@example.com");
});

test("Undo within the window emails nobody; pressed on an outdated screen, it says what happened", async () => {
  await mia.types("Email addresses", "ann@example.com, bob@example.com");
  await mia.submits();
  const result = mia.look();
  await mia.presses("Undo the invite to ann@example.com");
  await mia.sees("The invite to ann@example.com is cancelled. No email was sent.");
  expect(mia.screen()).toContain("[Undo (Undo the invite to bob@example.com)]");

  await result.presses("Undo the invite to bob@example.com");
  await mia.sees("The invite to bob@example.com is cancelled. No email was sent.");
  expect(mia.screen()).toContain("The invite to ann@example.com is cancelled. No email was sent.");
  await result.presses("Undo the invite to ann@example.com");
  await mia.sees(/Mia Chen cancelled the invite to ann@example.com on/);

  await world.mailsAreOut();
  const mailed = sendgrid.mails.map(({ to }) => to[0]?.email);
  expect(mailed).not.toContain("ann@example.com");
  expect(mailed).not.toContain("bob@example.com");
  const cancelled = { action: "invite.cancelled", "target.label": /^(ann|bob)@/ };
  expect(await AuditEvent.countDocuments(cancelled)).toBe(2);
});

test("a failed write loses nothing typed, and gives the limit back", async () => {
  const counted = async () => (await Counter.find().sort({ _id: 1 }).lean()).map(({ count }) => count);
  const before = await counted();
  await mia.types("Email addresses", "lost@example.com");
  await mia.types("Message", "Don’t lose this");
  const idShown = () => /give this id to whoever runs iam-bot: (\w+)\./.exec(mia.screen())?.[1];
  let id: string | undefined;
  for (const command of ["insert", "commitTransaction"]) {
    // Theirs is the only transaction.
    await jobsRest();
    await world.database.fail({ commands: [command], times: 1 });
    await mia.submits();
    await expect.poll(() => [undefined, id].includes(idShown())).toBe(false);
    id = idShown();
    world.expectErrors(new RegExp(id ?? "none"));
    expect(mia.screen()).toContain("lost@example.com");
    expect(mia.screen()).toContain("Don’t lose this");
    expect(await counted()).toEqual(before);
  }
  // A commit that the database refuses leaves its transaction open, until the next one of that session or for a minute.
  await world.database.endTransactions();
  await mia.submits();
  await mia.sees("1 invite is on the way.");
  expect(await Invite.findOne({ email: "lost@example.com" }).lean()).toMatchObject({
    message: "Don’t lose this",
  });
});
