import { expect, test } from "vitest";
import type { Person } from "../../dev/emulators/slack/person.ts";
import { AccessRequest } from "../../src/models/access-request.ts";
import { AuditEvent } from "../../src/models/audit-event.ts";
import { Group } from "../../src/models/group.ts";
import { Invite } from "../../src/models/invite.ts";
import { Job } from "../../src/models/job.ts";
import { User } from "../../src/models/user.ts";
import { lookForJobs } from "../support/look-for-jobs.ts";
import { fixtures } from "../support/slack/fixtures.ts";
import { startWorld } from "../support/world.ts";

const world = await startWorld();
const { mia, sendgrid, slack } = world;
const { admin, registered, group } = fixtures(world);
const ben = await admin("Ben Okri");

let people = 0;
/** Somebody who is registered, at their Slack. */
async function somebody(groups?: Parameters<typeof registered>[1]): Promise<Person> {
  people += 1;
  const name = `Person ${String.fromCharCode(64 + people)}`;
  const person = slack.addPerson({ name, email: `${name.toLowerCase().replace(" ", ".")}@acme.io` });
  await registered(name, { ...groups, linkedTo: person });
  return person;
}

async function opens(name: string, rules: object = {}) {
  const id = await group(name);
  await Group.updateOne({ _id: id }, { $set: { requests: { open: true, answers: 1, ...rules } } });
  return id;
}

async function asks(person: Person, name: string, time = "7 days", reason = "To fix the pipeline") {
  await person.closes({ all: true });
  await person.runs(`/iam request ${name}`);
  await person.seesView("Request access");
  await person.picks("Group", name);
  await person.picks("For how long", time);
  await person.types("Reason", reason);
  return person.submits();
}

const groupsOf = async (person: Person) => {
  const user = await User.findOne({ "slack.userId": person.id }).orFail().lean();
  const groups = await Group.find({ _id: { $in: user.memberships.map(({ groupId }) => groupId) } }).lean();
  return groups.map(({ name }) => name).sort();
};
const actions = async (name: string) =>
  (
    await AuditEvent.find({ "target.label": new RegExp(`: ${name}$`) })
      .sort({ at: 1, _id: 1 })
      .lean()
  ).map(({ action }) => action);

test("a person asks, an admin approves: they have the group until then, and every card says who and when", async () => {
  await opens("Warehouse");
  const eve = await somebody();
  expect(await asks(eve, "Warehouse")).toEqual({});
  await eve.sees("Your request for Warehouse was sent.");
  const own = await eve.receives("You asked for Warehouse.");
  expect(own.asText).toContain("Waiting for an answer");

  const card = await ben.receives(`${eve.account.name} asks for Warehouse.`);
  for (const fact of [
    "Gives: Warehouse service",
    "For: 7 days",
    "Why: To fix the pipeline",
    "Current groups: Users",
  ])
    expect(card.asText).toContain(fact);
  await ben.presses(`Approve: ${eve.account.name}, Warehouse`);
  await eve.receives("Ben Okri approved your request for Warehouse.");
  expect(await groupsOf(eve)).toEqual(["Users", "Warehouse"]);
  const { memberships } = await User.findOne({ "slack.userId": eve.id }).orFail().lean();
  const days = ((memberships[1]?.until?.getTime() ?? 0) - Date.now()) / 86_400_000;
  expect(days).toBeGreaterThan(6.9);
  expect(days).toBeLessThan(7.1);
  await expect
    .poll(() => ben.messages.find(({ asText }) => asText.includes("asks for Warehouse."))?.asText)
    .toContain("Approved by Ben Okri");
  const after = ben.messages.find(({ asText }) => asText.includes("asks for Warehouse."));
  expect(after?.asText).not.toContain("[Approve");
  // What they are in matters to whoever has yet to answer.
  expect(after?.asText).toContain("Asked for: 7 days");
  expect(after?.asText).not.toContain("Current groups:");
  expect(await actions("Warehouse")).toEqual(["request.created", "request.approved"]);
});

test("a group's deciders answer without being admins; the asker reads why not, and may not ask again for a day", async () => {
  const leads = await group("Leads");
  await opens("Vault", { deciders: leads });
  const lead = await somebody({ groups: [leads] });
  const eve = await somebody();
  await asks(eve, "Vault");
  await lead.receives(`${eve.account.name} asks for Vault.`);
  expect(ben.messages.some(({ asText }) => asText.includes("asks for Vault."))).toBe(false);
  await lead.presses(`Deny: ${eve.account.name}, Vault`);
  await lead.seesView("Deny request?");
  await lead.types("Why not", "The audit is next week.");
  await lead.submits();
  const told = await eve.receives("denied your request for Vault.");
  expect(told.asText).toContain("Why not: The audit is next week.");
  expect(Object.values(await asks(eve, "Vault")).join()).toContain("denied less than a day ago");
});

test("a question and its reply appear on every card, and are typed in modals", async () => {
  await opens("Forge");
  const eve = await somebody();
  await asks(eve, "Forge");
  await ben.receives(`${eve.account.name} asks for Forge.`);
  await ben.presses(`Ask: ${eve.account.name}, Forge`);
  await ben.seesView("Ask a question");
  await ben.types("Question", "Which furnace?");
  await ben.submits();
  await eve.receives("asks about your request for Forge: Which furnace?");
  await eve.presses("Reply: Forge");
  await eve.seesView("Reply");
  await eve.types("Reply", "The old one.");
  await eve.submits();
  await ben.receives("replied about Forge: The old one.");
  for (const [person, start] of [
    [ben, `${eve.account.name} asks for Forge.`],
    [eve, "You asked for Forge."],
  ] as const)
    await expect
      .poll(() => person.messages.find(({ asText }) => asText.includes(start))?.asText)
      .toContain("Ben Okri asks: Which furnace?\nReply: The old one.");
});

test("Approve for Less gives less; Withdraw ends a request, and removes the buttons from every card", async () => {
  await opens("Lab", { longestHours: 168 });
  const eve = await somebody();
  expect(Object.keys(await asks(eve, "Lab"))).toEqual([]);
  await ben.receives(`${eve.account.name} asks for Lab.`);
  await ben.presses(`Approve for less: ${eve.account.name}, Lab`);
  await ben.seesView("Approve for less");
  await ben.picks("For how long", "4 hours");
  await ben.submits();
  await eve.receives("Ben Okri approved your request for Lab.");
  const { memberships } = await User.findOne({ "slack.userId": eve.id }).orFail().lean();
  expect((memberships[1]?.until?.getTime() ?? 0) - Date.now()).toBeLessThan(4 * 3_600_000 + 1);

  await opens("Dock");
  await asks(eve, "Dock");
  await eve.receives("You asked for Dock.");
  await ben.receives(`${eve.account.name} asks for Dock.`);
  await eve.presses("Withdraw: Dock");
  await expect
    .poll(() => ben.messages.find(({ asText }) => asText.includes("asks for Dock."))?.asText)
    .toContain(`Withdrawn by ${eve.account.name}`);
  const ownCard = () => eve.messages.find(({ asText }) => asText.includes("You asked for Dock."))?.asText;
  await expect.poll(ownCard).toContain("You withdrew it");
});

test("nobody answers their own request, not even an owner", async () => {
  await opens("Treasury");
  await asks(mia, "Treasury");
  await mia.closes({ all: true });
  await ben.receives("Mia Chen asks for Treasury.");
  expect(mia.messages.some(({ asText }) => asText.includes("Mia Chen asks for"))).toBe(false);
  const { _id } = await AccessRequest.findOne({ groupName: "Treasury" }).orFail().lean();
  await mia.runs("/iam requests");
  await mia.seesView("Requests");
  await mia.picks("Show", "All");
  await mia.sees("Mia Chen · Treasury");
  await mia.presses("View: Mia Chen, Treasury");
  const { asText } = await mia.seesView("Request");
  expect(asText).toContain("[Withdraw");
  expect(asText).not.toContain("[Approve");
  expect(await AccessRequest.exists({ _id, status: "pending" })).not.toBeNull();
});

test("two must approve: the first approval is kept, the second grants it", async () => {
  await opens("Reactor", { answers: 2 });
  const jonas = await admin("Jonas Weber");
  const eve = await somebody();
  await asks(eve, "Reactor");
  await ben.receives(`${eve.account.name} asks for Reactor.`);
  await jonas.receives(`${eve.account.name} asks for Reactor.`);
  await ben.presses(`Approve: ${eve.account.name}, Reactor`);
  await expect
    .poll(() => jonas.messages.find(({ asText }) => asText.includes("asks for Reactor."))?.asText)
    .toContain("Approved by Ben Okri; waiting for one more");
  // Whoever has approved has nothing left to press but a question, and keeps that.
  await ben.receives(`You approved. ${eve.account.name} needs one more approval.`);
  const own = () => ben.messages.find(({ asText }) => asText.includes("asks for Reactor."))?.asText;
  await expect.poll(own).toContain("Approved by Ben Okri; waiting for one more");
  expect(own()).toContain("[Ask…");
  expect(own()).not.toMatch(/\[(Approve|Deny)/);
  expect(await groupsOf(eve)).toEqual(["Users"]);
  await jonas.presses(`Approve: ${eve.account.name}, Reactor`);
  await eve.receives("Ben Okri and Jonas Weber approved your request for Reactor.");
  expect(await groupsOf(eve)).toEqual(["Reactor", "Users"]);
});

test("unregistered people can ask too: an approval invites them, and their time starts when they accept", async () => {
  await opens("Atelier");
  const stranger = slack.addPerson({ name: "Sam Stranger", email: "sam@acme.io" });
  await asks(stranger, "Atelier", "1 day");
  const card = await ben.receives("Sam Stranger asks for Atelier.");
  expect(card.asText).toContain("Not registered here: an approval invites them.");
  await ben.presses("Approve: Sam Stranger, Atelier");
  await stranger.receives("Ben Okri approved your request for Atelier.");
  const invite = await Invite.findOne({ email: "sam@acme.io" }).orFail().lean();
  expect(invite).toMatchObject({ groupsHours: 24, account: { userId: stranger.id } });
  expect((await sendgrid.mailTo("sam@acme.io")).text).toContain(
    "Your access lasts 1\u00a0day from when you accept.",
  );
  await ben.runs("/iam pending");
  await ben.sees("Atelier for 1 day from acceptance");
  await ben.closes({ all: true });
  const guest = slack.addPerson({ name: "Gus Guest", email: "gus@acme.io", guest: true });
  await guest.runs("/iam request");
  await guest.sees("Your account is not linked to an active user here.");
});

test("a name with a direction of its own turns no sentence around", async () => {
  await opens("Pier");
  const sam = slack.addPerson({ name: "Sam \u202eretsnoM", email: "sam@acme.io" });
  await asks(sam, "Pier");
  await ben.receives("Sam retsnoM asks for Pier.");
});

test("access approved for a time stays limited when the address is corrected", async () => {
  await opens("Orchard");
  const stranger = slack.addPerson({ name: "Tom Typo", email: "tpyo@acme.io" });
  await asks(stranger, "Orchard", "1 day");
  await ben.receives("Tom Typo asks for Orchard.");
  await ben.presses("Approve: Tom Typo, Orchard");
  await sendgrid.reports(await sendgrid.mailTo("tpyo@acme.io"), "bounce");
  await ben.receives("tpyo@acme.io did not get your invite");
  await ben.presses("Correct the address tpyo@acme.io");
  const { asText } = await ben.seesView("Correct address");
  expect(asText).toContain("last 1 day from acceptance, as approved, unless you choose a day.");
  await ben.types("Email addresses", "tom@acme.io");
  await ben.submits();
  await ben.sees("1 invite is on the way");
  expect(await Invite.findOne({ email: "tom@acme.io" }).orFail().lean()).toMatchObject({ groupsHours: 24 });
});

test("unanswered: deciders are reminded, then all admins are asked, then it lapses", async () => {
  const keepers = await group("Keepers");
  await opens("Archive", { deciders: keepers });
  const keeper = await somebody({ groups: [keepers] });
  const eve = await somebody();
  await asks(eve, "Archive");
  await keeper.receives(`${eve.account.name} asks for Archive.`);
  const due = (step: string) =>
    Job.updateOne(
      { kind: "request-due", "facts.step": step, status: "waiting", "facts.requestId": requestId },
      { dueAt: new Date() },
    );
  const requestId = (await AccessRequest.findOne({ groupName: "Archive" }).orFail().lean())._id;
  // Only accounts whose card is kept are reminded.
  const hasCard = { _id: requestId, "cards.to": keeper.id };
  await expect.poll(() => AccessRequest.countDocuments(hasCard)).toBe(1);
  await due("remind");
  await keeper.receives(`${eve.account.name} is waiting for an answer about Archive.`);
  await due("escalate");
  await ben.receives(`${eve.account.name} asks for Archive.`);
  await AccessRequest.updateOne({ _id: requestId }, { lapsesAt: new Date(Date.now() - 1000) });
  await due("lapse");
  await eve.receives("Nobody answered your request for Archive in time, so it lapsed. You can ask again.");
  expect(await actions("Archive")).toEqual([
    "request.created",
    "request.reminded",
    "request.escalated",
    "request.lapsed",
  ]);
});

test("the form shows what they have or have asked for, and doesn't offer it again", async () => {
  const id = await opens("Library");
  const eve = await somebody({ groups: [id] });
  await opens("Museum");
  await asks(eve, "Museum");
  await eve.closes({ all: true });
  await eve.runs("/iam request");
  const { asText } = await eve.seesView("Request access");
  expect(asText).toContain("You have asked for: Museum.");
  expect(asText).toContain("You’re already in: Library.");
});

test("Access Rules open a group, and the other admins are told when they are loosened", async () => {
  await group("Harbour");
  await mia.closes({ all: true });
  await mia.runs("/iam groups Harbour");
  await mia.seesView("Group members");
  await mia.presses("Access rules of the group Harbour");
  await mia.seesView("Access rules");
  await mia.picks("Requests", ["Anyone in your organisation can ask for this group"]);
  await mia.picks("Who decides", "Leads");
  await mia.picks("Longest time", "7 days");
  await mia.submits();
  await mia.sees("Saved the access rules of Harbour.");
  await ben.receives("Mia Chen made it easier to get Harbour by asking.");
  const harbour = await Group.findOne({ name: "Harbour" }).orFail().lean();
  expect(harbour.requests).toMatchObject({ open: true, answers: 1, longestHours: 168 });
  const eve = await somebody();
  expect(await asks(eve, "Harbour", "30 days").catch((error: unknown) => String(error))).toContain("30 days");

  // A program may choose another time than the form offers.
  await Group.updateOne(
    { _id: harbour._id },
    { $set: { "requests.longestHours": 100 }, $inc: { version: 1 } },
  );
  await mia.presses("Access rules of the group Harbour");
  await mia.seesView("Access rules");
  await mia.picks("How many have to approve", "Two different people");
  await mia.submits();
  await mia.sees("Saved the access rules of Harbour.");
  const { requests } = await Group.findById(harbour._id).orFail().lean();
  expect(requests).toMatchObject({ answers: 2, longestHours: 100 });
});

test("/iam request selects the group with that name, even if other names begin with it", async () => {
  await opens("Data");
  await opens("Data Platform");
  const eve = await somebody();
  for (const [typed, found] of [
    ["data", "Data"],
    ["data p", "Data Platform"],
    ["dat", null],
  ] as const) {
    await eve.closes({ all: true });
    await eve.runs(`/iam request ${typed}`);
    await eve.seesView("Request access");
    await eve.picks("For how long", "7 days");
    await eve.types("Reason", "To help");
    if (found) expect(await eve.submits()).toEqual({});
    else expect(Object.keys(await eve.submits())).toHaveLength(1);
    if (found) await eve.sees(`Your request for ${found} was sent.`);
  }
});

test("Home leads to waiting requests, and to asking", async () => {
  const eve = await somebody();
  await eve.opensHome();
  await expect.poll(() => eve.home()).toContain("[Request Access]");
  await eve.presses("Request Access");
  await eve.seesView("Request access");
  await mia.closes({ all: true });
  await ben.opensHome();
  await expect.poll(() => ben.home()).toMatch(/\d+ Requests? Waiting for You/);
});

test("a card shows the last 5 questions, and says where the others are", async () => {
  await opens("Attic");
  const eve = await somebody();
  await asks(eve, "Attic");
  await ben.receives(`${eve.account.name} asks for Attic.`);
  const by = { kind: "slack" as const, name: "Ben Okri" };
  const questions = [1, 2, 3, 4, 5, 6].map((n) => ({
    by,
    text: `Question ${n}?`,
    at: new Date(),
    reply: "Yes.",
  }));
  await AccessRequest.updateOne({ groupName: "Attic" }, { questions, $inc: { version: 1 } });
  await ben.presses(`Ask: ${eve.account.name}, Attic`);
  await ben.seesView("Ask a question");
  await ben.types("Question", "Question 7?");
  await ben.submits();
  const card = () => ben.messages.find(({ asText }) => asText.includes("asks for Attic."))?.asText ?? "";
  await expect.poll(card).toContain("3 earlier questions: View Request shows all.");
  expect(card()).not.toContain("Question 2?");
  await ben.presses(`View Request: ${eve.account.name}`);
  const { asText } = await ben.seesView("Request");
  for (const n of [1, 2, 7]) expect(asText).toContain(`Question ${n}?`);
});

test("more than 100 groups can be searched, when asking and when choosing who decides", async () => {
  await opens("Quay");
  const access = { services: [], projects: [], regions: [] };
  await Group.insertMany(
    Array.from({ length: 120 }, (_, n) => {
      const name = `Berth ${n + 100}`;
      const requests = { open: true, answers: 1 as const };
      return { name, nameKey: name.toLowerCase(), words: ["berth"], ...access, requests };
    }),
  );
  const eve = await somebody();
  expect(await asks(eve, "Berth 219")).toEqual({});
  await ben.receives(`${eve.account.name} asks for Berth 219.`);
  await mia.closes({ all: true });
  await mia.runs("/iam groups Quay");
  await mia.seesView("Group members");
  await mia.presses("Access rules of the group Quay");
  await mia.seesView("Access rules");
  expect(await mia.searches("Who decides", "quay")).toEqual([]);
  expect(await mia.searches("Who decides", "adm")).toEqual(["Admins", "Admin"]);
  await mia.picks("Who decides", "Berth 219");
  await mia.submits();
  await mia.sees("Saved the access rules of Quay.");
});

test("a card that was sent twice because Slack’s answer was lost still says in both copies what happened", async () => {
  await opens("Lost and Found");
  const eve = await somebody();
  slack.breakDown(["chat.postMessage"], [{ carriedOut: true, reset: true }]);
  await asks(eve, "Lost and Found");
  const cards = () => ben.messages.filter(({ asText }) => asText.includes("asks for Lost and Found."));
  await expect.poll(cards).toHaveLength(1);
  slack.clearFaults();
  const lost = { kind: "request-notice", status: "waiting", lease: { $exists: false } } as const;
  await expect
    .poll(async () => {
      await Job.updateMany(lost, { $set: { dueAt: new Date(0) } });
      lookForJobs();
      return Job.countDocuments({ kind: "request-notice", status: "waiting" });
    })
    .toBe(0);
  expect(cards()).toHaveLength(2);
  const button = `Approve: ${eve.account.name}, Lost and Found`;
  await ben.presses(button);
  await expect
    .poll(() => cards().filter(({ asText }) => asText.includes("Approved by Ben Okri")))
    .toHaveLength(1);
  await ben.presses(button);
  await expect.poll(() => cards().filter(({ asText }) => asText.includes("[Approve"))).toEqual([]);
  expect(
    cards()
      .map(({ asText }) => asText)
      .join(),
  ).toContain("Ben Okri approved the request");
  expect(await actions("Lost and Found")).toEqual(["request.created", "request.approved"]);
});
