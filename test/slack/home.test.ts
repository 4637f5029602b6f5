import { beforeEach, expect, test } from "vitest";
import { AuditEvent } from "../../src/models/audit-event.ts";
import { builtInGroupIds, Group } from "../../src/models/group.ts";
import { HomeTab } from "../../src/models/home-tab.ts";
import { Invite } from "../../src/models/invite.ts";
import { Job } from "../../src/models/job.ts";
import { User } from "../../src/models/user.ts";
import { eventually } from "../support/eventually.ts";
import { jobsRest } from "../support/jobs-rest.ts";
import { lookForJobs } from "../support/look-for-jobs.ts";
import { fixtures } from "../support/slack/fixtures.ts";
import { homesAreOut } from "../support/slack/homes.ts";
import { seedInvites } from "../support/slack/seed.ts";
import { startWorld } from "../support/world.ts";

const world = await startWorld();
const { slack, sendgrid, mia } = world;
const { registered, admin, group } = fixtures(world);
const jonas = await admin("Jonas Weber");
const nora = await admin("Nora Admin");

beforeEach(async () => {
  await Promise.all([mia, jonas].map((person) => person.closes({ all: true })));
  await Invite.deleteMany({});
});

async function invites(emails: string) {
  await mia.runs(`/iam invite ${emails}`);
  await mia.seesView("Invite people");
  await mia.submits();
  await mia.closes();
  await world.mailsAreOut();
}

const expiresSoon = () => Invite.updateMany({}, { expiresAt: new Date(Date.now() + 3_600_000) });

const publishes = (userId: string) =>
  slack.calls("views.publish").filter(({ args, answer }) => args.user_id === userId && answer.ok === true);

test("an admin’s Home: empty states explain, counts are current, and what needs attention has its buttons", async () => {
  await mia.opensHome();
  await mia.sees("[0 Pending Invites] [0 Have Delivery Trouble] [0 Expire Within 48 Hours] [2 Users]");
  expect(mia.home()).toContain("No pending invites. People you invite get an email with a link");
  expect(mia.home()).toMatch(/Updated /);

  await mia.presses("Invite People");
  await mia.seesView("Invite people");
  await mia.types("Email addresses", "eve@example.com, gone@example.com");
  await mia.submits();
  await mia.closes();
  await mia.opensHome();
  await mia.sees("[2 Pending Invites] [0 Have Delivery Trouble]");
  expect(mia.home()).toContain("All clear: no email bounced, and no link expires within 48 hours.");

  await world.mailsAreOut();
  await Invite.updateOne({ email: "eve@example.com" }, { expiresAt: new Date(Date.now() + 3_600_000) });
  await sendgrid.reports(await sendgrid.mailTo("gone@example.com"), "bounce");
  await homesAreOut();
  await mia.sees("[2 Pending Invites] [1 Has Delivery Trouble] [1 Expires Within 48 Hours]");
  await mia.sees(/gone@example.com · Bounced: mailbox does not exist · expires .* · Users · by Mia Chen/);
  const buttons = (home: string) => home.split("\n").filter((line) => line.includes("[Cancel Invite"));
  expect(buttons(mia.home())[0]).toMatch(/\[Correct Address.*\[Cancel Invite/);
  expect(buttons(mia.home())[1]).toMatch(/\[Resend.*\[Cancel Invite/);

  await mia.presses("Cancel Invite", { beside: "eve@example.com", confirm: "Keep Invite" });
  await mia.presses("Resend", { beside: "eve@example.com" });
  await mia.sees("Sending again to eve@example.com. Earlier links no longer work.");
  expect(mia.home()).toContain("[2 Pending Invites] [1 Has Delivery Trouble] [0 Expire");

  await mia.presses("Correct Address", { beside: "gone@example.com" });
  await mia.seesView("Correct address");
  await mia.sees("Email addresses: gone@example.com");
  expect(mia.home()).toContain("gone@example.com ·");
  await mia.types("Email addresses", "there@example.com");
  await mia.submits();
  await mia.sees("The invite to gone@example.com is cancelled.");
  await mia.closes();
  await homesAreOut();
  await mia.sees("[2 Pending Invites] [0 Have Delivery Trouble]");
  expect(mia.home()).not.toContain("gone@example.com ·");
  const refused = slack.calls("views.publish").filter(({ answer }) => answer.ok !== true);
  expect(refused.filter(({ answer }) => answer.error !== "hash_conflict")).toEqual([]);
  expect(publishes(nora.id), "of who never opened theirs").toEqual([]);
});

test("after someone else acted first: the right Home, and a line that says who did what, when", async () => {
  await invites("eve@example.com");
  await expiresSoon();
  await mia.opensHome();
  await mia.sees(/eve@example.com · Sent/);
  await jonas.opensHome();
  await jonas.sees(/eve@example.com · Sent/);
  const seen = jonas.look();

  await mia.presses("Cancel Invite", { beside: "eve@example.com" });
  await mia.sees("The invite to eve@example.com is cancelled.");
  await homesAreOut();
  await jonas.sees("No pending invites.");
  await seen.presses("Resend", { beside: "eve@example.com" });
  await jonas.sees(/Mia Chen cancelled the invite to eve@example.com on \d+ \w+, \d\d:\d\d \w+\./);
  expect(jonas.home()).toContain("No pending invites.");
  expect(await Invite.findOne({ email: "eve@example.com" }).lean()).toMatchObject({ generation: 1 });
  expect(slack.calls("views.publish").some(({ answer }) => answer.error === "hash_conflict")).toBe(true);
  // What is published later still has the line; opening the Home again takes it away.
  await invites("next@example.com");
  await homesAreOut();
  await jonas.sees("[1 Pending Invite]");
  expect(jonas.home()).toContain("Mia Chen cancelled");
  await jonas.opensHome();
  await expect.poll(() => jonas.home()).not.toContain("Mia Chen cancelled");
});

test("the line about a press goes automatically: after a minute, or once the email it announces has been sent", async () => {
  await invites("ivy@example.com");
  await expiresSoon();
  await mia.opensHome();
  await mia.sees(/ivy@example.com · Sent/);
  await mia.presses("Resend", { beside: "ivy@example.com" });
  await mia.sees("Sending again to ivy@example.com.");
  await world.mailsAreOut();
  await homesAreOut();
  expect(mia.home()).not.toContain("Sending again");

  await expiresSoon();
  await mia.presses("Refresh");
  await mia.sees(/ivy@example.com · Sent/);
  await homesAreOut();
  await mia.presses("Cancel Invite", { beside: "ivy@example.com" });
  await mia.sees("The invite to ivy@example.com is cancelled.");
  const account = `${slack.teamId}:${mia.id}`;
  await HomeTab.updateOne({ _id: account }, { "said.at": new Date(Date.now() - 60_000) });
  // Nothing else has the Home drawn.
  await Job.deleteMany({ kind: /^(event|homes?)$/, "facts.flashOver": { $exists: false } });
  await homesAreOut();
  expect(mia.home()).not.toContain("is cancelled");
  expect(mia.home()).toContain("No pending invites.");
});

test("while SendGrid refuses our sender, an admin’s Home says so, until it is fixed", async () => {
  await mia.opensHome();
  await mia.sees("No pending invites.");
  sendgrid.verifiedSenders.add("other@acme.io");
  // Each address gets five mails a day, and others here need Eve's.
  await mia.runs("/iam invite held@example.com");
  await mia.seesView("Invite people");
  await mia.submits();
  await mia.closes();
  await homesAreOut();
  await expect
    .poll(() => mia.home())
    .toContain(
      "1 email is waiting: SendGrid does not let us send from this address (the operator must check MAIL_FROM). If that is fixed within an hour, they go out automatically.",
    );
  world.expectErrors(/SendGrid refuses our emails/);
  sendgrid.verifiedSenders.clear();
  await world.mailsAreOut();
  await homesAreOut();
  await expect.poll(() => mia.home()).not.toContain("email is waiting");
});

test("a member’s Home: their details, what their groups give, whom to ask; changes appear automatically", async () => {
  const design = await group("Design");
  const eve = slack.addPerson({ name: "Eve Adams", email: "eve.adams@acme.io" });
  await registered("Eve Adams", { groups: [builtInGroupIds.users, design], linkedTo: eve });
  await eve.opensHome();
  await eve.sees("Name  Eve Adams\nEmail  eve.adams@acme.io\nJob title  Not given\nPhone  Not given");
  await eve.sees("Design\nDesign service");
  expect(eve.home()).toContain("Users\nTickets");
  expect(eve.home()).toContain("To change what you can use, ask @Jonas Weber, @Nora Admin or @Mia Chen.");
  expect(eve.home()).not.toContain("Invite");

  await mia.runs("/iam user eve.adams@acme.io");
  await mia.seesView("Profile");
  await mia.presses("Suspend");
  await mia.seesView("Suspend?");
  await mia.submits();
  await homesAreOut();
  await eve.sees("You are suspended. Your groups give you no access until an admin reactivates you.");
});

test("Edit My Details: the rules of registration, nothing typed is lost, audited, and found by the new name", async () => {
  const ann = slack.addPerson({ name: "Ann Old", email: "ann.old@acme.io" });
  const id = await registered("Ann Old", { linkedTo: ann });
  await ann.opensHome();
  await ann.sees("Ann Old");
  await ann.presses("Edit My Details");
  await ann.seesView("Edit my details");
  expect(ann.screen()).toContain("Full name: Ann Old");
  expect(ann.screen()).toContain("Time zone: London (Europe)");
  await ann.types("Full name", "…");
  await ann.types("Phone", "12345");
  expect(await ann.submits()).toEqual({
    "Full name": "Enter your full name.",
    Phone: "Begin the phone number with + and its country code.",
  });
  await ann.types("Full name", "Ann New");
  await ann.types("Phone", "+44 20 7946 0958");
  await ann.picks("Time zone", "Buenos Aires (America)");
  await ann.picks("Language", "Español (Latinoamérica)");
  expect(await ann.submits()).toEqual({});
  await ann.seesNoView();
  // In the language that she has just chosen.
  await ann.sees("Sus datos se guardaron.");
  await ann.sees(
    /Teléfono {2}\+44 20 7946 0958\nZona horaria {2}Buenos Aires \(America\)\nIdioma {2}Español/,
  );
  expect(await AuditEvent.find({ "target.id": id }).lean()).toMatchObject([
    {
      action: "user.details_changed",
      actor: { userId: ann.id },
      before: { name: "Ann Old", phone: "", timeZone: "Europe/London", language: "" },
      after: { name: "Ann New", phone: "(a number)", language: "es-419" },
    },
  ]);
  await mia.runs("/iam user new");
  await mia.seesView("Profile");
  await mia.sees("Ann New");
  await mia.sees("Phone  +44 20 7946 0958");
  await mia.closes();

  await ann.presses("Editar mis datos");
  await ann.seesView("Editar mis datos");
  await User.updateOne({ _id: id }, { status: "suspended" });
  await ann.types("Nombre completo", "Ann Suspended");
  await ann.submits();
  await ann.sees(
    "Su cuenta no está vinculada a ningún usuario activo aquí. Diríjase a @Jonas Weber, @Nora Admin o @Mia Chen.",
  );
  expect(ann.screen()).toContain("Ann Suspended");
  expect(await User.findById(id).lean()).toMatchObject({ name: "Ann New" });
});

test("a time zone stays as it was chosen: saving a phone number renames none, Kyiv is Kyiv, and each is shown as offered", async () => {
  const priya = slack.addPerson({ name: "Priya Raman", email: "priya.raman@acme.io" });
  const id = await registered("Priya Raman", { linkedTo: priya });
  const saves = async (field: string, value: string) => {
    await priya.presses("Edit My Details");
    await priya.seesView("Edit my details");
    await (field === "Time zone" ? priya.picks(field, value) : priya.types(field, value));
    expect(await priya.submits()).toEqual({});
    await priya.seesNoView();
    const [event] = await AuditEvent.find({ "target.id": id }).sort({ _id: -1 }).lean();
    return event?.after;
  };
  for (const [stored, label, phone] of [
    ["Asia/Calcutta", "Kolkata (Asia)", "+44 20 7946 0958"],
    ["Asia/Kolkata", "Kolkata (Asia)", "+44 20 7946 0959"],
    ["US/Eastern", "New York (America)", "+44 20 7946 0960"],
  ] as const) {
    await User.updateOne({ _id: id }, { timeZone: stored });
    await priya.opensHome();
    await priya.sees(`Time zone  ${label}`);
    expect(await saves("Phone", phone)).toEqual({ phone: "(a number)" });
    expect(await User.findById(id).lean()).toMatchObject({ timeZone: stored });
  }
  expect(await saves("Time zone", "Kyiv (Europe)")).toEqual({ timeZone: "Europe/Kyiv" });
  expect(await User.findById(id).lean()).toMatchObject({ timeZone: "Europe/Kyiv" });
  await priya.sees("Time zone  Kyiv (Europe)");
});

test("an account that Slack now describes differently sees no details; a stranger reads how to get in", async () => {
  const bob = slack.addPerson({ name: "Bob Ito", email: "bob.ito@acme.io" });
  await registered("Bob Ito", { linkedTo: bob });
  await bob.opensHome();
  await bob.sees("Email  bob.ito@acme.io");
  await bob.becomes({ email: "impostor@acme.io" });
  await homesAreOut();
  await bob.sees("This Slack account has no rights here");
  expect(bob.home()).not.toContain("bob.ito@acme.io");

  const stranger = slack.addPerson({ name: "Una Known", email: "una@acme.io" });
  await stranger.opensHome();
  await stranger.sees("You’re not registered here yet.");
  expect(stranger.home()).toContain("To get in, ask ");
  await stranger.opensMessages();
  expect(publishes(stranger.id)).toHaveLength(1);
});

test("non-admins who forge a Home’s buttons change nothing, and are told", async () => {
  await invites("eve@example.com");
  await expiresSoon();
  const loser = await admin("Leo Loser");
  await loser.opensHome();
  await loser.sees(/eve@example.com · Sent/);
  const seen = loser.look();
  await User.updateOne({ name: "Leo Loser" }, { memberships: [] });
  for (const button of ["Resend", "Cancel Invite"]) await seen.presses(button, { beside: "eve@example.com" });
  await loser.sees("Only admins can do this. Ask @Jonas Weber, @Nora Admin or @Mia Chen.");
  expect(loser.home()).toContain("You’re not in any group.");
  expect(await AuditEvent.countDocuments({ action: "access.refused", "actor.userId": loser.id })).toBe(1);
  expect(await Invite.findOne({ email: "eve@example.com" }).lean()).toMatchObject({
    status: "pending",
    generation: 1,
  });
});

test("if Slack takes no Home, the email is still sent, and the Home comes when Slack is back", async () => {
  const published = publishes(mia.id).length;
  await mia.opensHome();
  await expect.poll(() => publishes(mia.id).length).toBeGreaterThan(published);
  await homesAreOut();
  slack.next("views.publish", { status: 503 });
  await invites("eve@example.com");
  await sendgrid.mailTo("eve@example.com");
  await eventually(async () => {
    lookForJobs();
    expect(await Job.exists({ kind: "home", lastFault: /^slack_down/ })).not.toBeNull();
  });
  await homesAreOut();
  expect(mia.home()).toContain("[1 Pending Invite]");
});

test("a Home that can’t be drawn says so, with the id that the log has", async () => {
  await jobsRest();
  // Whatever else reads meanwhile, such as what looks for webhooks every second, reads elsewhere.
  await world.database.failAfter("aggregate", Group, 0);
  await mia.opensHome();
  await mia.sees("give this id to whoever runs iam-bot");
  await world.database.recover();
  world.expectErrors(/a listener failed/);
  await mia.opensHome();
  await mia.sees("0 Pending Invites");
});

test("the counts open what they count, Groups and the log are at hand, and Refresh redraws the Home", async () => {
  await mia.closes({ all: true });
  await Invite.deleteMany({ status: "pending" });
  await seedInvites(
    ["bounced@example.com", "later@example.com", "sooner@example.com", "far@example.com"],
    [],
  );
  await Invite.updateOne({ email: "bounced@example.com" }, { "delivery.state": "bounced" });
  const inHours = (hours: number) => ({ expiresAt: new Date(Date.now() + hours * 3_600_000) });
  await Invite.updateMany({}, inHours(100));
  await Invite.updateOne({ email: "later@example.com" }, inHours(40));
  await Invite.updateOne({ email: "sooner@example.com" }, inHours(2));
  await mia.opensHome();
  await mia.sees("[4 Pending Invites] [1 Has Delivery Trouble] [2 Expire Within 48 Hours]");

  await mia.presses("1 Has Delivery Trouble");
  await mia.sees("1 invite with delivery trouble · as of ");
  expect(mia.screen()).toContain("bounced@example.com · Bounced");
  await mia.closes();
  await mia.presses("2 Expire Within 48 Hours");
  await mia.sees("2 invites expire within 48 hours · as of ");
  expect([...mia.screen().matchAll(/^(\w+)@example.com · /gm)].map(([, who]) => who)).toEqual([
    "sooner",
    "later",
  ]);
  await mia.closes();
  await mia.presses("4 Pending Invites");
  await mia.sees("4 pending invites · as of ");
  await mia.closes();
  await mia.presses("Groups");
  await mia.seesView("Groups");
  await mia.closes();
  await mia.presses("Audit Log");
  await mia.seesView("Audit log");
  await mia.closes();

  await Invite.deleteOne({ email: "sooner@example.com" });
  await mia.presses("Refresh");
  await mia.sees("[3 Pending Invites] [1 Has Delivery Trouble] [1 Expires Within 48 Hours]");
});
