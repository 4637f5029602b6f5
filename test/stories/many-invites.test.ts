import { expect, test } from "vitest";
import { breaches } from "../../dev/emulators/slack/limits.ts";
import { Job } from "../../src/models/job.ts";
import { startWorld } from "../support/world.ts";

const { slack, sendgrid, mia } = await startWorld({
  INVITE_UNDO_SECONDS: "600",
  ALLOWED_EMAIL_DOMAINS: "example.com,acme.io",
});

test("a pasted spreadsheet of more than 10 addresses is reviewed, changed and sent", async () => {
  const pasted = Array.from({ length: 12 }, (_, row) => `Person ${row}\tperson${row}@example.com`).join("\n");
  await mia.runs("/iam invite");
  await mia.seesView("Invite people");
  await mia.types("Email addresses", `${pasted}\nbroken@\nzoe@elsewhere.com`);
  expect(await mia.submits()).toEqual({});
  await mia.sees("12 people get an email");
  await mia.sees("Skipped: not an email address\nbroken@");
  await mia.sees("Not sent: the domain is not allowed\nzoe@elsewhere.com");
  await mia.presses("Change");
  await mia.sees("Link expires after");
  await mia.sees("broken@");
  await mia.types("Email addresses", `${pasted}\nzoe@elsewhere.com`);
  await mia.submits();
  const review = await mia.seesView("Invite people");
  expect(review.asText).toContain("Send 12 Invites");
  expect(breaches(review.view.description)).toEqual([]);
  await mia.submits();
  await mia.sees("12 invites are on the way");
  await mia.sees("Not sent: elsewhere.com is not allowed.");

  await mia.presses("Undo All");
  await mia.sees("12 cancelled. No email was sent.");
  expect(sendgrid.mails).toEqual([]);
  await mia.closes();
});

test("each of a few invites has its own Undo, and undoing one keeps the other's", async () => {
  await mia.runs("/iam invite ada@example.com ben@example.com");
  await mia.seesView("Invite people");
  await mia.submits();
  await mia.sees("2 invites are on the way");
  const seen = mia.look();
  await Promise.all([
    seen.presses("Undo", { beside: "ada@example.com" }),
    seen.presses("Undo", { beside: "ben@example.com" }),
  ]);
  await mia.sees("The invite to ada@example.com is cancelled. No email was sent.");
  await mia.sees("The invite to ben@example.com is cancelled. No email was sent.");
  expect(mia.screen()).not.toContain("[Undo");
  await mia.closes();
});

test("a mention becomes its confirmed address; a guest is refused by name", async () => {
  slack.addPerson({ name: "Noor Ali", email: "noor@acme.io" });
  slack.addPerson({ name: "Gus Guest", email: "gus@acme.io", guest: true });
  await mia.runs("/iam invite @Noor Ali @Gus Guest");
  await mia.seesView("Invite people");
  await mia.sees("noor@acme.io");
  await mia.sees("Gus Guest can't be invited: this account is a guest.");
  await mia.submits();
  await mia.sees("1 invite is on the way");
  await mia.closes();
});

test("both shortcuts open the form; the one on a message takes its addresses", async () => {
  await mia.usesShortcut("Invite people");
  await mia.seesView("Invite people");
  await mia.closes();
  await mia.usesShortcut("Invite from message", {
    message: "Please let in Tom <tom@example.com> & una@example.com",
  });
  await mia.seesView("Invite people");
  await mia.sees(/tom@example.com\s+una@example.com/);
  await mia.closes();
});

test("a row's menu edits the groups and shows the link; the list's filters find it", async () => {
  await mia.runs("/iam pending noor");
  await mia.seesView("Pending invites");
  await mia.choosesFromMenu("Edit Groups", { beside: "noor@acme.io" });
  await mia.seesView("Edit groups");
  await mia.picks("Groups", ["Admin", "Users"]);
  await mia.submits();
  await mia.seesView("Invite as Admin?");
  await mia.submits();
  await mia.sees("Changed the groups of the invite to noor@acme.io.");
  await mia.sees(/noor@acme.io · Queued\n(Admin, Users|Users, Admin)/);
  await mia.choosesFromMenu("Show Link", { beside: "noor@acme.io" });
  await mia.seesView("Invite link");
  await mia.sees("/invite/");
  await mia.closes();
  await mia.picks("Show", "Delivery trouble");
  await mia.sees("No invites match");
  await mia.picks("Show", "All pending");
  await mia.picks("Invited by", "Invited by me");
  await mia.sees("noor@acme.io");
});

test("an address that bounces for good is corrected from the list: Send cancels the old invite, and the list shows it", async () => {
  await mia.closes();
  await mia.runs("/iam invite typo@example.com");
  await mia.seesView("Invite people");
  await mia.submits();
  await mia.sees("1 invite is on the way");
  await mia.closes();
  await Job.updateMany({ kind: "invite-email" }, { $set: { dueAt: new Date(0) } });
  const mail = await sendgrid.mailTo("typo@example.com");
  await sendgrid.reports(mail, "bounce", { reason: "550 5.1.1 no such user", status: "5.1.1" });
  await mia.receives(/typo@example.com did not get your invite/);

  await mia.runs("/iam pending typo");
  await mia.seesView("Pending invites");
  await mia.sees("Bounced: mailbox does not exist");
  await mia.presses("Correct Address");
  await mia.seesView("Correct address");
  await mia.types("Email addresses", "right@example.com");
  await mia.submits();
  await mia.sees("1 invite is on the way");
  await mia.sees("The invite to typo@example.com is cancelled.");
  await mia.closes();
  await mia.seesView("Pending invites");
  await expect.poll(() => mia.screen()).not.toContain("Bounced");
});
