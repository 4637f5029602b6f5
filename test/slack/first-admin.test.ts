import { beforeEach, expect, onTestFinished, test } from "vitest";
import type { Fault } from "../../dev/emulators/sendgrid/fault.ts";
import type { Slack } from "../../dev/emulators/slack/slack.ts";
import { AuditEvent } from "../../src/models/audit-event.ts";
import { builtInGroupIds } from "../../src/models/group.ts";
import { Invite } from "../../src/models/invite.ts";
import { TestMail } from "../../src/models/test-mail.ts";
import { User } from "../../src/models/user.ts";
import { eventually } from "../support/eventually.ts";
import { fixtures } from "../support/slack/fixtures.ts";
import { homesAreOut } from "../support/slack/homes.ts";
import { startWorld } from "../support/world.ts";

const people = (slack: Slack) => ({
  ada: slack.addPerson({ name: "Ada Owner", email: "ada@acme.io" }),
  ben: slack.addPerson({ name: "Ben Owner", email: "ben@acme.io" }),
  una: slack.addPerson({ name: "Una Mailless" }),
});
let owners: ReturnType<typeof people> | undefined;
const world = await startWorld((slack) => {
  owners = people(slack);
  return {
    IAM_OWNERS: Object.values(owners)
      .map(({ id }) => id)
      .join(","),
  };
});
const { slack, sendgrid } = world;
const { registered } = fixtures(world);
if (!owners) throw new Error("no owners");
const { ada, ben, una } = owners;

beforeEach(async () => {
  await Promise.all([
    User.deleteMany({}),
    Invite.deleteMany({}),
    TestMail.deleteMany({}),
    AuditEvent.deleteMany({}),
  ]);
  await Promise.all([ada, ben].map((person) => person.closes({ all: true })));
});

test("on day one, an owner reads three steps with their states, and needs an address", async () => {
  await ada.opensHome();
  await ada.sees("Three steps, and Acme can invite people from here.");
  expect(ada.home()).toContain("1. Slack · Done\nYou can read this");
  expect(ada.home()).toContain("2. Email · To do\n");
  expect(ada.home()).toContain("3. First Admin · To do\n");
  await una.opensHome();
  await una.sees("Your Slack profile has no email address. Add one first.");
  expect(una.home()).not.toMatch(/\[(Send Test Email|Join Admin)/);
  const stranger = slack.addPerson({ name: "Stan Stranger", email: "stan@acme.io" });
  await stranger.opensHome();
  await stranger.sees("ask @Ada Owner, @Ben Owner or @Una Mailless.");
  await stranger.runs("/iam pending");
  await stranger.sees("Only admins can do this. Ask @Ada Owner, @Ben Owner or @Una Mailless.");
  await stranger.runs("/iam");
  await stranger.sees("Only admins can do this. Ask @Ada Owner, @Ben Owner or @Una Mailless.");
});

test("Send Test Email: one email to the owner’s own address, with its delivery on the Home and in the log", async () => {
  await ada.opensHome();
  await ada.sees("Send Test Email");
  const seen = ada.look();
  await Promise.all([seen.presses("Send Test Email"), seen.presses("Send Test Email")]);
  await ada.sees("The test email to ada@acme.io is on its way.");
  const mail = await sendgrid.mailTo("ada@acme.io");
  expect(mail.subject).toBe("Test email: Acme can send invitations");
  await expect.poll(async () => (await TestMail.findOne().lean())?.delivery.state).toBe("sent");
  await homesAreOut();
  expect(ada.home()).toContain("2. Email · Sent, awaiting delivery\n");
  // What it announced is so by now, and stands below.
  expect(ada.home()).not.toContain("is on its way");
  await sendgrid.reports(mail, "delivered");
  await homesAreOut();
  expect(ada.home()).toContain("2. Email · Done\nThe test email was delivered to ada@acme.io.");
  expect(sendgrid.mails).toHaveLength(1);
  expect(await AuditEvent.find().lean()).toMatchObject([
    { action: "mail.tested", actor: { userId: ada.id }, after: { to: "ada@acme.io" } },
  ]);
  await ada.presses("Send Another Test Email");
  await sendgrid.mailTo("ada@acme.io", { count: 2 });
});

test("a test email that bounces says so, and late news of an older one changes nothing", async () => {
  await ben.opensHome();
  await ben.sees("Send Test Email");
  await ben.presses("Send Test Email");
  const first = await sendgrid.mailTo("ben@acme.io");
  await sendgrid.reports(first, "bounce");
  await homesAreOut();
  expect(ben.home()).toContain(
    "2. Email · Bounced\nThe test email to ben@acme.io bounced: mailbox does not exist.",
  );
  await ben.presses("Send Another Test Email");
  const second = await sendgrid.mailTo("ben@acme.io", { count: 2 });
  await sendgrid.reports(second, "delivered");
  await sendgrid.reports(first, "dropped");
  await homesAreOut();
  expect(ben.home()).toContain("2. Email · Done\n");
});

test.each<[Fault, string]>([
  [{ status: 401 }, "SendGrid does not accept our key (the operator must check SENDGRID_API_KEY)"],
  [{ status: 403 }, "SendGrid does not let us send from this address (the operator must check MAIL_FROM)"],
])("a test email that SendGrid refuses (%o) names the reason and what to check", async (trouble, reason) => {
  // Until the test ends: the next try, which comes soon, would find another answer.
  sendgrid.next(trouble, 1000);
  onTestFinished(() => sendgrid.recover());
  await ada.opensHome();
  await ada.sees("Send Test Email");
  await ada.presses("Send Test Email");
  await ada.sees(`2. Email · Delayed, retrying\nTo ada@acme.io: ${reason}`);
  expect(ada.home()).toContain("Send Another Test Email");
  world.expectErrors(/SendGrid refuses our emails/);
});

test("while SendGrid is down, the Home says that it will be tried again", async () => {
  sendgrid.next({ status: 503 }, 1000);
  onTestFinished(() => sendgrid.recover());
  await ada.opensHome();
  await ada.sees("Send Test Email");
  await ada.presses("Send Test Email");
  await ada.sees("2. Email · Delayed, retrying\nTo ada@acme.io: SendGrid is not working (503).");
});

test("two owners press Join Admin at once: one is in Admin, the other reads who, and sees the overview", async () => {
  await registered("Someone Else");
  for (const owner of [ada, ben]) {
    await owner.opensHome();
    await owner.sees("Join Admin");
  }
  await Promise.all([ada.presses("Join Admin"), ben.presses("Join Admin")]);
  const inAdmin = { "memberships.groupId": builtInGroupIds.admin };
  const first = await eventually(() => User.findOne(inAdmin).orFail().lean());
  const [winner, loser] = first.name === "Ada Owner" ? [ada, ben] : [ben, ada];
  const { name, email = "" } = winner.account;
  await winner.sees(`You’re now in Admin as ${email}.`);
  await loser.sees(
    new RegExp(
      `${name} joined Admin on \\d+ \\w+, \\d\\d:\\d\\d \\w+\\. As an owner you can already do everything`,
    ),
  );
  for (const owner of [ada, ben]) expect(owner.home()).toContain("[0 Pending Invites]");
  expect(await User.find(inAdmin).lean()).toMatchObject([
    { email, name, status: "active", slack: { teamId: slack.teamId, userId: winner.id, email } },
  ]);
  expect(await AuditEvent.find({ action: "user.joined_admin" }).lean()).toMatchObject([
    {
      actor: { userId: winner.id },
      before: null,
      after: {
        status: "active",
        slack: `${slack.teamId}:${winner.id}`,
        groups: [String(builtInGroupIds.users), String(builtInGroupIds.admin)],
      },
    },
  ]);
  await loser.receives(new RegExp(`${name} .* is in Admin and now acts in Slack as`));
  await loser.runs(`/iam user ${email}`);
  await loser.seesView("Profile");
  await loser.sees("invited by the operator");
});

test("an owner who was invited or is already registered joins as that person", async () => {
  await ada.runs("/iam invite ada@acme.io");
  await ada.seesView("Invite people");
  await ada.submits();
  await ada.closes();
  await ada.opensHome();
  await ada.sees("Join Admin");
  await ada.presses("Join Admin");
  await ada.sees("You’re now in Admin");
  // Her Home may still say it of an earlier press.
  await expect
    .poll(() => Invite.findOne({ email: "ada@acme.io" }).lean())
    .toMatchObject({ status: "cancelled" });

  await User.deleteMany({});
  await registered("Ben Owner", { linkedTo: ben }, "ben.private@example.com");
  await User.updateMany({}, { status: "suspended" });
  await ben.opensHome();
  await ben.sees("Join Admin");
  await ben.presses("Join Admin");
  await ben.sees("You’re now in Admin");
  await expect
    .poll(() => User.find().lean())
    .toMatchObject([
      {
        email: "ben.private@example.com",
        status: "active",
        memberships: [{}, { groupId: builtInGroupIds.admin }],
      },
    ]);
});

test("an owner’s address that now belongs to someone else is not taken over", async () => {
  await registered(
    "Ada Other",
    { linkedTo: slack.addPerson({ name: "Ada Other", email: "x@acme.io" }) },
    "ada@acme.io",
  );
  await ada.opensHome();
  await ada.sees("Join Admin");
  await ada.presses("Join Admin");
  await ada.sees("This address is already registered. Nothing was changed.");
  expect(await User.countDocuments({ "memberships.groupId": builtInGroupIds.admin })).toBe(0);
});

test("forging the checklist’s buttons changes nothing for people who aren't owners", async () => {
  const eve = slack.addPerson({ name: "Eve Evil", email: "eve@acme.io" });
  await ada.opensHome();
  await ada.sees("Join Admin");
  await eve.opensHome();
  await eve.sees("You’re not registered here yet.");
  const forged = { user: { id: eve.id, team_id: slack.teamId }, trigger_id: "1.2.3", type: "block_actions" };
  for (const action_id of ["home.join_admin", "home.test_mail", "home.edit_details"]) {
    const payload = {
      ...forged,
      team: { id: slack.teamId, domain: "acme" },
      container: { type: "view" },
      view: { id: "V1", type: "home", hash: "1.1", callback_id: "home.tab" },
      actions: [{ type: "button", action_id, block_id: "b", value: "0", action_ts: "1.1" }],
    };
    const sent = `payload=${encodeURIComponent(JSON.stringify(payload))}`;
    expect(await slack.deliver(sent)).toBe(200);
  }
  await eve.sees(/Only admins can do this\.|is not linked to an active user here/);
  await expect
    .poll(() => AuditEvent.find().lean())
    .toMatchObject([{ action: "access.refused", actor: { userId: eve.id } }]);
  expect([await User.countDocuments(), await TestMail.countDocuments()]).toEqual([0, 0]);
});
