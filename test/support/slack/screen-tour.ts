import { Types } from "mongoose";
import type { Person } from "../../../dev/emulators/slack/person.ts";
import { Batch } from "../../../src/models/batch.ts";
import { builtInGroupIds, Group } from "../../../src/models/group.ts";
import { Invite } from "../../../src/models/invite.ts";
import { Job } from "../../../src/models/job.ts";
import { User } from "../../../src/models/user.ts";
import type { World } from "../world.ts";
import { asksToCancel } from "./cancelling.ts";
import { fixtures } from "./fixtures.ts";
import { seedWebhook } from "./seed-webhook.ts";

const DAY_MS = 24 * 60 * 60 * 1000;

/** A stop of the tour: a modal, or messages from the app. */
export interface Stop {
  name: string;
  shows: "modal" | "messages";
}

const modal = (name: string): Stop => ({ name, shows: "modal" });
const messages = (name: string): Stop => ({ name, shows: "messages" });

/** Takes Mia past every screen that an admin can see, with content on each; at each stop she has it open. */
export async function* screenTour(world: World): AsyncGenerator<Stop> {
  await settle(world);
  yield* helping(world);
  yield* inviting(world);
  yield* importing(world);
  yield* exporting(world);
  yield* changingAll(world);
  yield* following(world);
  yield* lookingUp(world);
  yield* asking(world);
  yield* changingGroups(world);
  yield* handlingClients(world);
  yield* telling(world);
  yield* auditing(world);
}

async function settle(world: World): Promise<void> {
  const { registered, admin } = fixtures(world);
  const { slack } = world;
  const gives = { services: ["Tickets", "Chat", "Phone"], projects: ["Helpdesk"], regions: "all" as const };
  const support = new Types.ObjectId();
  await Group.insertMany([
    {
      _id: support,
      name: "Support",
      nameKey: "support",
      description: "Answers customers, day and night.",
      ...gives,
    },
    {
      name: "Finance",
      nameKey: "finance",
      services: ["Invoices", "Payroll"],
      projects: [],
      regions: ["Europe"],
    },
    {
      name: "Field Engineers",
      nameKey: "field engineers",
      services: "all",
      projects: ["Turbines"],
      regions: [],
    },
  ]);
  await admin("Jonas Weber");
  await admin("Ada Lovelace");
  const eve = slack.addPerson({ name: "Eve Adams", email: "eve.adams@acme.io" });
  const id = await registered("Eve Adams", { groups: [builtInGroupIds.users, support], linkedTo: eve });
  await User.updateOne({ _id: id }, { title: "Support Engineer", phone: "+44 20 7946 0958" });
  await registered("Evelyn Stone", { groups: [support] });
  for (const name of ["Tomás Ortega", "Yuki Mori", "Noor Ali", "Pete O’Hara", "Lena Fuchs", "Kofi Mensah"])
    await registered(name);
  for (const name of ["Bo Lind", "Cleo Marsh", "Dina Roth", "Emil Haas"]) await registered(name);
  slack.addPerson({ name: "Ravi Rao", email: "ravi@acme.io" });
  slack.addPerson({ name: "Gus Guest", email: "gus@acme.io", guest: true });
}

async function runs(mia: Person, line: string, title: string): Promise<void> {
  await mia.closes({ all: true });
  await mia.runs(line);
  await mia.seesView(title);
}

async function* helping({ mia }: World): AsyncGenerator<Stop> {
  await mia.runs("/iam");
  await mia.sees("Decide who gets in");
  await mia.runs("/iam invte ravi@acme.io");
  await mia.sees("Did you mean");
  await mia.runs("/iam user nobody@example.com");
  await mia.sees("No user matches");
  yield messages("help, typo, nobody found");
}

async function* importing({ mia }: World): AsyncGenerator<Stop> {
  await runs(mia, "/iam import", "Import people");
  yield modal("import form");
  await mia.types(
    "Or paste them",
    "email,groups,team\nimported@example.com,,a\nnobody,,b\nother@example.com,Moon,c",
  );
  await mia.submits();
  await mia.sees("1 person will be invited.");
  yield modal("import review");
  await mia.submits();
  await mia.sees("Import started");
  yield modal("import started");
  await mia.closes({ all: true });
  await mia.receives("Finished. 1 invited");
  yield messages("import finished");
}

async function* exporting({ mia }: World): AsyncGenerator<Stop> {
  await runs(mia, "/iam users", "Users");
  await mia.presses("Export these users");
  await mia.sees("Export started");
  yield modal("export started");
  await mia.closes({ all: true });
  await mia.receives("Your export:");
  yield messages("export sent");
  await mia.runs("/iam export");
  await mia.sees("What would you like to export?");
  yield messages("what can be exported");
}

async function* changingAll({ mia }: World): AsyncGenerator<Stop> {
  await runs(mia, "/iam users", "Users");
  await mia.presses("Change All");
  await mia.seesView("Change all users");
  yield modal("change all users");
  await mia.picks("What to do", "Suspend them");
  await mia.sees("Keep them");
  yield modal("change all users: suspend");
  await mia.submits();
  await mia.sees("will be suspended");
  yield modal("suspend users, review");

  await runs(mia, "/iam users", "Users");
  await mia.presses("Change All");
  await mia.seesView("Change all users");
  await mia.picks("What to do", "Change their groups");
  await mia.sees("Add groups");
  yield modal("change all users: groups");
  await mia.picks("Add groups", ["Finance"]);
  await mia.picks("Remove groups", ["Support"]);
  await mia.submits();
  await mia.sees("will get other groups");
  yield modal("change groups, review");
}

async function* inviting({ mia, sendgrid }: World): AsyncGenerator<Stop> {
  await runs(mia, "/iam invite @Ravi Rao @Gus Guest ann@example.com", "Invite people");
  yield modal("invite form, with someone who is refused");
  await mia.types("Email addresses", "ann@example.com, ben@, eve.adams@acme.io");
  await mia.submits();
  yield modal("invite form, with an error");
  await mia.types(
    "Email addresses",
    "Ann Lee <ann@example.com>, ben@example.com, eve.adams@acme.io, x@rival.example",
  );
  await mia.types("Message", "Welcome aboard!");
  await mia.submits();
  await mia.sees("Already a user.");
  yield modal("result, a line for each");

  const many = Array.from({ length: 14 }, (_, n) => `Person ${n}\tperson${n}@example.com`).join("\n");
  await runs(mia, "/iam invite", "Invite people");
  await mia.types(
    "Email addresses",
    `Name\tAddress\n${many}\nann@example.com\nzed@\nx@rival.example eve.adams@acme.io`,
  );
  await mia.submits();
  await mia.sees("14 people get an email");
  yield modal("review");
  await mia.submits();
  await mia.sees("14 invites are on the way");
  yield modal("result, folded");
  await mia.closes({ all: true });

  await Job.updateMany({ kind: "invite-email" }, { dueAt: new Date(0) });
  const mail = (n: number) => sendgrid.mailTo(`person${n}@example.com`);
  for (let n = 0; n < 8; n++) await sendgrid.reports(await mail(n), "delivered");
  await sendgrid.reports(await mail(8), "bounce");
  await sendgrid.reports(await mail(9), "deferred");
  await sendgrid.reports(await mail(10), "dropped");
  await sendgrid.reports(await sendgrid.mailTo("ben@example.com"), "bounce");
  await mia.receives("ben@example.com did not get your invite");
  await Batch.updateMany({}, { $unset: { drawnAt: 1 } });
  await Job.updateMany({ kind: { $in: ["card", "summary"] } }, { dueAt: new Date(0) });
  await mia.receives("1 bounced · 1 not sent · 1 delayed");
  yield messages("cards");
  await mia.presses("Show All");
  await mia.seesView("Invites to 14 people");
  await mia.sees("As of ");
  await Invite.updateOne({ email: "person4@example.com" }, { "delivery.state": "deferred" });
  await mia.presses("Refresh");
  await mia.sees("2 delayed");
  yield modal("Show All");
}

async function* following({ mia }: World): AsyncGenerator<Stop> {
  const at = new Date(Date.now() - 2 * DAY_MS);
  await Invite.updateMany({ email: /person[0-4]@/ }, { createdAt: at });
  await runs(mia, "/iam pending", "Pending invites");
  yield modal("pending");
  await mia.presses("Next");
  await mia.sees("[Previous]");
  yield modal("pending, second page");
  await mia.choosesFromMenu("Edit Groups", { beside: "person2@example.com" });
  await mia.seesView("Edit groups");
  yield modal("edit groups of an invite");
  await mia.closes();
  await mia.choosesFromMenu("Show Link", { beside: "person2@example.com" });
  await mia.seesView("Invite link");
  yield modal("invite link");
  await mia.closes();
  await asksToCancel(mia, "person2@example.com");
  yield modal("cancelling an invite");
  await mia.submits();
  await mia.sees("is cancelled");
  yield modal("pending, after a cancel");
  await mia.presses("Select Several");
  await mia.seesView("Select invites");
  await mia.presses(/Select All \d+/.exec(mia.screen())?.[0] ?? "");
  await mia.sees("☑");
  yield modal("selecting invites");
  await mia.picks("What to do", "Resend them");
  await mia.submits();
  await mia.seesView("Resend invites?");
  yield modal("review of several invites");
  await mia.closes();
  await Invite.updateOne({ email: "person3@example.com" }, { expiresAt: at });
  await mia.types("Find", "person3");
  await mia.picks("Show", "Expired in the last 30 days");
  await mia.submits();
  await mia.sees("expired 2 days ago");
  yield modal("pending, expired");
  await mia.types("Find", "nobody");
  await mia.submits();
  await mia.sees("No invites match");
  yield modal("pending, nothing found");
}

async function* lookingUp({ mia }: World): AsyncGenerator<Stop> {
  await runs(mia, "/iam users", "Users");
  yield modal("users");
  await runs(mia, "/iam user eve", "Users");
  yield modal("choice of several");
  await mia.presses("View Eve Adams");
  await mia.seesView("Profile");
  yield modal("profile");
  await mia.presses("Groups");
  await mia.seesView("Groups");
  yield modal("profile, groups");
  await mia.presses("Change Groups");
  await mia.seesView("Change groups");
  await mia.picks("Groups", ["Admin", "Finance", "Users"]);
  yield modal("change groups");
  await mia.submits();
  await mia.seesView("Change groups?");
  yield modal("change groups, the difference");
  await mia.submits();
  await mia.sees("Groups changed.");
  await mia.presses("Activity");
  await mia.seesView("Activity");
  yield modal("profile, activity");
  await mia.presses("Profile");
  await mia.seesView("Profile");
  await mia.presses("Link Slack Account");
  await mia.seesView("Link Slack account");
  yield modal("link an account");
  await runs(mia, "/iam user jonas", "Profile");
  await mia.presses("Suspend");
  await mia.seesView("Suspend?");
  yield modal("suspend, no invites");
  await Invite.updateMany({ email: /person[0-3]@/ }, await invitedByJonas());
  await runs(mia, "/iam user jonas", "Profile");
  await mia.presses("Suspend");
  await mia.sees("Jonas Weber sent");
  yield modal("suspend");
  await mia.submits();
  await mia.sees("Suspended by Mia Chen");
  yield modal("profile, suspended");
}

async function invitedByJonas() {
  const { slack } = await User.findOne({ name: "Jonas Weber" }).orFail().lean();
  return { "invitedBy.userId": slack?.userId, "invitedBy.teamId": slack?.teamId };
}

async function* asking({ mia, slack }: World): AsyncGenerator<Stop> {
  await runs(mia, "/iam groups", "Groups");
  await mia.presses("View the group Field Engineers");
  await mia.seesView("Group members");
  await mia.presses("Access rules of the group Field Engineers");
  await mia.seesView("Access rules");
  yield modal("access rules");
  await mia.picks("Requests", ["Anyone in your organisation can ask for this group"]);
  await mia.picks("Longest time", "7 days");
  await mia.submits();
  await mia.sees("Saved the access rules of Field Engineers.");
  const eve = slack.person("Eve Adams");
  await eve.runs("/iam request");
  await eve.seesView("Request access");
  await eve.picks("Group", "Field Engineers");
  await eve.picks("For how long", "3 days");
  await eve.types("Reason", "The turbine at Eastwick is down.");
  await eve.submits();
  await eve.receives("You asked for Field Engineers.");
  await runs(mia, "/iam request", "Request access");
  yield modal("request access");
  await runs(mia, "/iam requests", "Requests");
  await mia.sees("Eve Adams · Field Engineers");
  yield modal("requests");
  await mia.presses("View: Eve Adams, Field Engineers");
  await mia.seesView("Request");
  yield modal("request");
  await mia.presses("Approve for less: Eve Adams, Field Engineers");
  await mia.seesView("Approve for less");
  yield modal("approve a request for less");
  await mia.closes();
  await mia.presses("Ask: Eve Adams, Field Engineers");
  await mia.seesView("Ask a question");
  yield modal("ask about a request");
  await mia.closes();
  await mia.presses("Deny: Eve Adams, Field Engineers");
  await mia.seesView("Deny request?");
  yield modal("deny a request");
}

async function* changingGroups({ mia }: World): AsyncGenerator<Stop> {
  await runs(mia, "/iam groups", "Groups");
  yield modal("groups");
  await mia.presses("View the group Admin");
  await mia.seesView("Group members");
  yield modal("Admin");
  await mia.closes();
  await mia.presses("View the group Support");
  await mia.seesView("Group members");
  yield modal("group members");
  await mia.presses("Access");
  await mia.seesView("Group access");
  yield modal("group access");
  await mia.presses("Edit Group");
  await mia.seesView("Edit group");
  yield modal("edit a group");
  await mia.types("Services", "Tickets\nEmail");
  await mia.submits();
  await mia.sees("Saved the group Support.");
  yield modal("group, saved");
  await mia.presses("Delete Group");
  await mia.seesView("Delete group?");
  yield modal("delete a group");
  await mia.submits();
  await mia.seesView("Group deleted");
  yield modal("group deleted");
  await runs(mia, "/iam groups", "Groups");
  await mia.presses("Create Group");
  await mia.seesView("Create group");
  await mia.submits();
  yield modal("create a group, with an error");
}

async function* handlingClients({ mia }: World): AsyncGenerator<Stop> {
  await runs(mia, "/iam clients", "API clients");
  await mia.presses("Create Client");
  await mia.seesView("Create client");
  yield modal("create an API client");
  await mia.types("Name", "Portal");
  await mia.picks("Invites", ["See invites", "Invite, resend, edit and cancel"]);
  await mia.picks("Users", ["See users and their groups"]);
  await mia.submits();
  await mia.seesView("Create client?");
  yield modal("create an API client, review");
  await mia.submits();
  await mia.seesView("API token");
  yield modal("an API client's token");
  await mia.closes();
  await mia.sees("Portal · ");
  await mia.presses("View the API client Portal");
  await mia.seesView("API client");
  yield modal("API client");
  await mia.presses("New Token");
  await mia.seesView("New token?");
  yield modal("new token for an API client");
  await mia.submits();
  await mia.seesView("API token");
  await mia.closes();
  await mia.presses("Hand Over");
  await mia.seesView("Hand over client");
  yield modal("hand over an API client");
  await mia.picks("New owner", "Ada Lovelace");
  await mia.submits();
  await mia.sees("Ada Lovelace now answers for Portal.");
  await mia.presses("Revoke");
  await mia.seesView("Revoke client?");
  yield modal("revoke an API client");
  await mia.closes({ all: true });
  await runs(mia, "/iam clients", "API clients");
  yield modal("API clients");
  await mia.closes({ all: true });
}

async function* telling({ mia }: World): AsyncGenerator<Stop> {
  await runs(mia, "/iam webhooks", "Webhooks");
  yield modal("no webhooks yet");
  await mia.presses("Add Webhook");
  await mia.seesView("Add webhook");
  await mia.types("URL", "https://10.0.0.1/iam");
  await mia.types("Name", "Ticket system");
  await mia.submits();
  await mia.sees("Webhooks may not reach 10.0.0.1.");
  yield modal("webhook form, with an error");
  await mia.types("URL", "https://tickets.invalid/iam");
  await mia.picks("Events", ["user.*", "invite.accepted"]);
  await mia.submits();
  await mia.seesView("Webhook secret");
  yield modal("webhook secret");
  await seedWebhook("Data warehouse");
  await runs(mia, "/iam webhooks", "Webhooks");
  yield modal("webhooks");
  await mia.presses("View the webhook Data warehouse");
  await mia.seesView("Webhook");
  yield modal("webhook, with its messages");
  await mia.presses("Rotate Secret");
  await mia.seesView("Rotate secret?");
  yield modal("rotate the secret of a webhook");
  await runs(mia, "/iam webhooks", "Webhooks");
  await mia.presses("View the webhook Data warehouse");
  await mia.seesView("Webhook");
  await mia.presses("Switch Off");
  await mia.sees("Switched off Data warehouse");
  yield modal("webhook, off");
}

async function* auditing({ mia }: World): AsyncGenerator<Stop> {
  await runs(mia, "/iam audit", "Audit log");
  yield modal("audit log");
  await runs(mia, "/iam audit eve.adams@acme.io", "Audit log");
  yield modal("audit log of one person");
  await mia.closes({ all: true });
}
