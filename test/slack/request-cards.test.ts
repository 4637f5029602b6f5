import { expect, test } from "vitest";
import type { Person } from "../../dev/emulators/slack/person.ts";
import { AccessRequest } from "../../src/models/access-request.ts";
import { builtInGroupIds, Group } from "../../src/models/group.ts";
import { Invite } from "../../src/models/invite.ts";
import { Job } from "../../src/models/job.ts";
import { User } from "../../src/models/user.ts";
import { deleteGroup } from "../../src/services/groups/delete-group.ts";
import { setGroupRules } from "../../src/services/groups/set-group-rules.ts";
import { editGroup } from "../../src/services/groups/write-group.ts";
import { mia as owner } from "../support/acting.ts";
import { fixtures } from "../support/slack/fixtures.ts";
import { startWorld } from "../support/world.ts";

const world = await startWorld();
const { slack } = world;
const { admin, registered, group } = fixtures(world);
const ben = await admin("Ben Okri");
const dana = await admin("Dana Reyes");

let people = 0;
/** Somebody who is registered, at their Slack. */
async function somebody(groups = [builtInGroupIds.users]): Promise<Person> {
  people += 1;
  const name = `Eve ${String.fromCharCode(64 + people)}`;
  const person = slack.addPerson({ name, email: `eve.${people}@acme.io` });
  await registered(name, { groups, linkedTo: person }, `eve.${people}@acme.io`);
  return person;
}

async function opens(name: string, rules: object = {}) {
  const id = await group(name);
  await Group.updateOne({ _id: id }, { $set: { requests: { open: true, answers: 1, ...rules } } });
  return id;
}

/** Somebody asks for a group. */
async function asked(name: string, by?: Person): Promise<Person> {
  const eve = by ?? (await somebody());
  await eve.closes({ all: true });
  await eve.runs(`/iam request ${name}`);
  await eve.seesView("Request access");
  await eve.picks("For how long", "7 days");
  await eve.types("Reason", "To help");
  expect(await eve.submits()).toEqual({});
  return eve;
}
const cardOf = (person: Person, name: string) =>
  person.messages.find(({ asText }) => asText.includes(`asks for ${name}.`))?.asText;
const requestFor = (groupName: string) => AccessRequest.findOne({ groupName }).orFail().lean();
const due = async (name: string, step: "remind" | "escalate") =>
  Job.updateOne(
    { kind: "request-due", "facts.step": step, "facts.requestId": (await requestFor(name))._id },
    { dueAt: new Date() },
  );

test("an approval that is refused leaves the card its buttons: they can do it later, or deny", async () => {
  await opens("Kiln");
  const eve = await asked("Kiln");
  await ben.receives(`${eve.account.name} asks for Kiln.`);
  await User.updateOne({ "slack.userId": eve.id }, { status: "suspended" });
  await ben.presses(`Approve: ${eve.account.name}, Kiln`);
  await ben.receives("is suspended");
  expect(cardOf(ben, "Kiln")).toContain("[Approve");
  expect(cardOf(ben, "Kiln")).toContain("[Deny");
  await User.updateOne({ "slack.userId": eve.id }, { status: "active" });
  await ben.presses(`Approve: ${eve.account.name}, Kiln`);
  await eve.receives("Ben Okri approved your request for Kiln.");
});

test("a reply answers the question that the person replying saw", async () => {
  await opens("Forge");
  const eve = await asked("Forge");
  const asks = async (person: Person, question: string) => {
    await person.closes({ all: true });
    await person.presses(`Ask: ${eve.account.name}, Forge`);
    await person.seesView("Ask a question");
    await person.types("Question", question);
    await person.submits();
  };
  await ben.receives(`${eve.account.name} asks for Forge.`);
  await asks(ben, "Which furnace?");
  await eve.receives("Which furnace?");
  await eve.closes({ all: true });
  await eve.presses("Reply: Forge");
  await eve.seesView("Reply");
  await eve.types("Reply", "The old one.");
  await asks(ben, "Until when?");
  await eve.receives("Until when?");
  await eve.submits();
  const { questions } = await requestFor("Forge");
  expect(questions.map(({ text, reply }) => [text, reply])).toEqual([
    ["Which furnace?", "The old one."],
    ["Until when?", undefined],
  ]);
});

test("two questions are announced separately, and so are their replies, even if the first comes late", async () => {
  await opens("Loom");
  const eve = await asked("Loom");
  const asks = async (person: Person, question: string) => {
    await person.closes({ all: true });
    await person.presses(`Ask: ${eve.account.name}, Loom`);
    await person.seesView("Ask a question");
    await person.types("Question", question);
    await person.submits();
  };
  await eve.receives("You asked for Loom.");
  await ben.receives(`${eve.account.name} asks for Loom.`);
  await dana.receives(`${eve.account.name} asks for Loom.`);
  slack.next("chat.postMessage", { error: "internal_error" });
  const before = slack.calls("chat.postMessage").length;
  await asks(ben, "Which thread?");
  await expect.poll(() => slack.calls("chat.postMessage").length).toBe(before + 1);
  await asks(dana, "Which colour?");
  await eve.receives("Dana Reyes asks about your request for Loom: Which colour?");
  await Job.updateMany({ kind: "request-news", status: "waiting" }, { dueAt: new Date() });
  await eve.receives("Ben Okri asks about your request for Loom: Which thread?");

  // The button replies to the question that it stands at.
  await eve.closes({ all: true });
  await eve.presses("Reply: Loom", { beside: "Ben Okri asks about your request for Loom: Which thread?" });
  const form = await eve.seesView("Reply");
  expect(form.asText).toContain("Ben Okri asks: Which thread?");
  await eve.types("Reply", "Wool.");
  await eve.submits();
  const { questions } = await requestFor("Loom");
  expect(questions.map(({ reply }) => reply)).toEqual(["Wool.", undefined]);
  await ben.receives("replied about Loom: Wool.");
  // The card has one for what is left.
  const own = () => eve.messages.find(({ asText }) => asText.includes("You asked for Loom."));
  await expect.poll(() => own()?.asText).toContain("Reply: Wool.");
  expect(own()?.asText).toContain("[Reply");
});

test("a decider who gave the first of two approvals is no longer reminded or asked", async () => {
  await opens("Reactor", { answers: 2 });
  const eve = await asked("Reactor");
  await ben.receives(`${eve.account.name} asks for Reactor.`);
  await ben.presses(`Approve: ${eve.account.name}, Reactor`);
  await expect.poll(() => cardOf(ben, "Reactor")).toContain("Approved by Ben Okri");
  await expect.poll(async () => (await requestFor("Reactor")).cards.map(({ to }) => to)).toContain(dana.id);
  await due("Reactor", "remind");
  await expect.poll(async () => (await requestFor("Reactor")).remindedAt).toBeDefined();
  await dana.receives("is waiting for an answer about Reactor.");
  expect(ben.messages.some(({ asText }) => asText.includes("is waiting for an answer about Reactor."))).toBe(
    false,
  );
  await ben.closes({ all: true });
  await ben.runs("/iam requests");
  const { asText } = await ben.seesView("Requests");
  expect(asText).not.toContain("Reactor");
});

test("someone whom new rules make a decider is asked at once", async () => {
  const [old, now] = [await group("Old Leads"), await group("New Leads")];
  const [lea, noa] = [await somebody([old]), await somebody([now])];
  const id = await opens("Vault", { deciders: old });
  const eve = await asked("Vault");
  await lea.receives(`${eve.account.name} asks for Vault.`);
  await setGroupRules(owner, String(id), null, { deciders: String(now) });
  await noa.receives(`${eve.account.name} asks for Vault.`);
  await deleteGroup(owner, String(now), null);
  await ben.receives(`${eve.account.name} asks for Vault.`);
});

test("if two must approve and only one decides, the admins are asked as well", async () => {
  const leads = await group("Lone Leads");
  const lea = await somebody([leads]);
  await opens("Silo", { deciders: leads, answers: 2 });
  const eve = await asked("Silo");
  await lea.receives(`${eve.account.name} asks for Silo.`);
  await ben.receives(`${eve.account.name} asks for Silo.`);
});

test("a request for a deleted group ends with it, and its asker is told", async () => {
  const id = await opens("Barn");
  const eve = await asked("Barn");
  await ben.receives(`${eve.account.name} asks for Barn.`);
  await deleteGroup(owner, String(id), null);
  await eve.receives("Mia Chen withdrew your request for Barn.");
  await expect.poll(() => cardOf(ben, "Barn")).not.toContain("[Approve");
  expect((await requestFor("Barn")).status).toBe("withdrawn");
});

test("cards show a group's current name and access", async () => {
  const id = await opens("Stable");
  const eve = await asked("Stable");
  await ben.receives(`${eve.account.name} asks for Stable.`);
  const nothing = { all: false, names: [] };
  await editGroup(owner, String(id), null, {
    name: "Stables",
    description: "",
    services: { all: true, names: [] },
    projects: nothing,
    regions: nothing,
  });
  await expect.poll(() => cardOf(ben, "Stables")).toContain("Gives: all services");
  expect(cardOf(ben, "Stable")).toBeUndefined();
});

test("a card that is on its way to Slack while its group is renamed shows the new name", async () => {
  const id = await opens("Loft");
  let answers = () => {};
  const until = new Promise<void>((resolve) => (answers = resolve));
  slack.next("chat.postMessage", { until }, 5);
  await asked("Loft");
  const underWay = () =>
    slack.exchanges.some(
      ({ name, sent }) => name === "chat.postMessage" && JSON.stringify(sent).includes("asks for Loft."),
    );
  await expect.poll(underWay).toBe(true);
  const nothing = { all: false, names: [] };
  const gives = { services: nothing, projects: nothing, regions: nothing };
  await editGroup(owner, String(id), null, { name: "Attic", description: "", ...gives });
  const untold = { kind: "event", "facts.action": "group.edited", status: "waiting" } as const;
  await expect.poll(() => Job.countDocuments(untold)).toBe(0);
  answers();
  await expect.poll(() => cardOf(ben, "Attic")).toBeDefined();
  expect(cardOf(ben, "Loft")).toBeUndefined();
});

test("a card shows how its request ended, however late the line about the press comes", async () => {
  await opens("Cellar");
  const eve = await asked("Cellar");
  await ben.receives(`${eve.account.name} asks for Cellar.`);
  let arrives = () => {};
  slack.next("response_url", { until: new Promise<void>((resolve) => (arrives = resolve)) });
  await ben.presses(`Approve: ${eve.account.name}, Cellar`);
  await expect.poll(() => cardOf(ben, "Cellar")).toContain("Approved by");
  arrives();
  const line = () => slack.exchanges.findLast(({ name }) => name === "response_url");
  await expect.poll(() => line()?.ended?.status).toBe(200);
  await expect.poll(() => cardOf(ben, "Cellar")).toContain("Approved by");
});

test("Take Away that is refused leaves the card its buttons", async () => {
  const onCall = await group("On-Call");
  const id = await opens("Mill", { open: false, emergency: { group: onCall, hours: 8 } });
  const eve = await somebody([onCall]);
  await eve.runs("/iam request Mill");
  await eve.seesView("Request access");
  await eve.picks("For how long", "8 hours");
  await eve.types("Reason", "It is down");
  await eve.picks("Emergency", ["It can’t wait: I need it now. All admins are told."]);
  expect(await eve.submits()).toEqual({});
  await ben.receives(`${eve.account.name} took Mill in an emergency.`);
  const managedBy = { clientId: "1", name: "Okta" };
  await Group.updateOne({ _id: id }, { $set: { managedBy } });
  await ben.presses(`Take away: ${eve.account.name}, Mill`);
  await ben.receives("Okta");
  await Group.updateOne({ _id: id }, { $unset: { managedBy: 1 } });
  await ben.presses(`Take away: ${eve.account.name}, Mill`);
  await eve.receives("Ben Okri took Mill away.");
});

test("requests of a deactivated account are withdrawn, linked or not: an approval invites nobody who has left", async () => {
  await opens("Tower");
  const sam = slack.addPerson({ name: "Sam Stranger", email: "sam@acme.io" });
  const olga = slack.addPerson({ name: "Olga Other", email: "olga@acme.io" });
  const people = [await somebody(), sam, olga];
  const card = ({ account: { name } }: Person) =>
    ben.messages.find(({ asText }) => asText.includes(`${name} asks for Tower.`))?.asText;
  for (const person of people) await asked("Tower", person);
  for (const person of people) await expect.poll(() => card(person)).toContain("[Approve");
  for (const person of people.slice(0, 2)) {
    await person.becomes({ deactivated: true });
    await expect.poll(() => card(person)).toContain("Withdrawn by");
    expect(card(person)).not.toContain("[Approve");
  }
  await olga.becomes({ title: "Lead" });
  await ben.presses("Approve: Olga Other, Tower");
  await olga.receives("Ben Okri approved your request for Tower.");
  expect((await Invite.find().lean()).map(({ email }) => email)).toEqual(["olga@acme.io"]);
});

test.each([
  ["was deactivated", { deactivated: true }],
  ["became a guest", { guest: true }],
])(
  "an approval asks Slack who they are: someone who %s gets nothing, even if Slack's event was lost",
  async (what, profile) => {
    const name = `Pier ${what}`;
    await opens(name);
    const gone = slack.addPerson({ name: `Gone ${what}`, email: `${what.replaceAll(" ", ".")}@acme.io` });
    await asked(name, gone);
    await ben.receives(`Gone ${what} asks for ${name}.`);
    gone.changesUntold(profile);
    await ben.presses(`Approve: Gone ${what}, ${name}`);
    await expect.poll(() => cardOf(ben, name)).toContain("Withdrawn by");
    expect((await requestFor(name)).status).toBe("withdrawn");
    expect(await Invite.countDocuments({ email: gone.account.email ?? "" })).toBe(0);
  },
);
