import { expect, test } from "vitest";
import { parse } from "yaml";
import type { Execution } from "../../dev/emulators/slack/executions.ts";
import { manifestFor } from "../../src/cli/manifest.ts";
import { AccessRequest } from "../../src/models/access-request.ts";
import { AuditEvent } from "../../src/models/audit-event.ts";
import { Group } from "../../src/models/group.ts";
import { Invite } from "../../src/models/invite.ts";
import { Job } from "../../src/models/job.ts";
import { User } from "../../src/models/user.ts";
import { deleteGroup } from "../../src/services/groups/delete-group.ts";
import { mia } from "../support/acting.ts";
import { fixtures } from "../support/slack/fixtures.ts";
import { startWorld } from "../support/world.ts";

const world = await startWorld();
const { slack } = world;
const { admin, registered, group } = fixtures(world);
const ben = await admin("Ben Okri");
slack.install(parse(manifestFor({ url: "https://iam.example.com" }, true)));

const ends = async (execution: Execution) => {
  await expect.poll(() => execution.ended).toBeDefined();
  return execution.ended;
};
const invites = (email: string, more: object = {}) =>
  slack.runsStep("invite_person", { email, reason: "Starts on Monday", ...more });
const requestFor = (email: string) => AccessRequest.findOne({ "subject.email": email }).orFail().lean();
const opens = async (name: string) =>
  Group.updateOne({ _id: await group(name) }, { $set: { requests: { open: true, answers: 1 } } });
const card = (email: string, name = "Users") => ben.receives(`A workflow asks for ${name} for ${email}.`);

test("a new-hire form ends in an invite once an admin has approved; Slack's second copy of the event asks for nothing new", async () => {
  const execution = await invites("eve@example.com");
  const { asText } = await card("eve@example.com");
  expect(asText).toContain("Why: Starts on Monday");
  expect(asText).not.toContain("[Ask");
  const sent = slack.requests.findLast(({ type }) => type === "function_executed");
  if (!sent) throw new Error("no event");
  await slack.deliver(sent.body);
  expect(await AccessRequest.countDocuments({ executionId: execution.id })).toBe(1);
  expect(await Invite.countDocuments({ email: "eve@example.com" })).toBe(0);

  await ben.presses("Approve: eve@example.com, Users");
  const ended = await ends(execution);
  const invite = await Invite.findOne({ email: "eve@example.com" }).orFail().lean();
  expect(invite.invitedBy.name).toBe("Ben Okri");
  expect(ended).toEqual({ outputs: { status: "invited", invite_id: String(invite._id) } });
  const [event] = await AuditEvent.find({ action: "request.created" }).lean();
  expect(event).toMatchObject({ actor: { kind: "system" }, after: { for: "eve@example.com" } });
});

test("a denial, and a request that lapses, end the step with a sentence", async () => {
  const denied = await invites("noah@example.com");
  await card("noah@example.com");
  await ben.presses("Deny: noah@example.com, Users");
  await ben.seesView("Deny request?");
  await ben.types("Why not", "He starts in May.");
  await ben.submits();
  expect(await ends(denied)).toEqual({
    error: "Ben Okri denied the request to add noah@example.com to Users. Reason: He starts in May.",
  });

  const lapsed = await invites("late@example.com");
  await card("late@example.com");
  const { _id: requestId } = await requestFor("late@example.com");
  await AccessRequest.updateOne({ _id: requestId }, { lapsesAt: new Date(Date.now() - 1000) });
  await Job.updateOne(
    { kind: "request-due", "facts.requestId": requestId, "facts.step": "lapse" },
    { dueAt: new Date() },
  );
  expect(await ends(lapsed)).toEqual({
    error: "Nobody answered the request to add late@example.com to Users in time.",
  });
});

test("a step ends with its request if the group is deleted meanwhile", async () => {
  const id = await group("Pop-up Shop");
  const execution = await invites("pia@example.com", { group: "Pop-up Shop" });
  await card("pia@example.com", "Pop-up Shop");
  await deleteGroup(mia, String(id), null);
  expect(await ends(execution)).toEqual({
    error: "The request to add pia@example.com to Pop-up Shop was withdrawn because the group was deleted.",
  });
});

test.each([
  ["not an address", { email: "nobody" }, "nobody is not an email address."],
  ["no such group", { email: "a@example.com", group: "Nowhere" }, "There is no group Nowhere."],
  [
    "a long name with an emoji",
    { email: "a@example.com", group: `${"x".repeat(59)}👩${"y".repeat(60)}` },
    `There is no group ${"x".repeat(59)}….`,
  ],
  [
    "a long word with an emoji",
    { email: `${"x".repeat(199)}👩${"y".repeat(60)}` },
    `${"x".repeat(199)}… is not an email address.`,
  ],
  ["no reason", { email: "a@example.com", reason: " " }, "Say why, in up to 500 characters."],
  ["already registered", { email: "ben.okri@acme.io" }, "ben.okri@acme.io is already registered."],
  ["no hours", { email: "a@example.com", hours: 0 }, "Choose one hour or more."],
])("what can't be asked for ends the step at once: %s", async (_, inputs, error) => {
  const execution = await slack.runsStep("invite_person", { reason: "To help", ...inputs });
  expect(await ends(execution)).toEqual({ error });
});

test("Request access asks the group's deciders, on behalf of a member of the workspace, who can't answer it themselves", async () => {
  const leads = await group("Leads");
  const vault = await group("Vault");
  await Group.updateOne({ _id: vault }, { requests: { open: true, answers: 1, deciders: leads } });
  const lead = slack.addPerson({ name: "Lea Lead", email: "lea.lead@acme.io" });
  await registered("Lea Lead", { groups: [leads], linkedTo: lead });
  const asks = (person: string, more: object = {}) =>
    slack.runsStep("request_access", { person, group: "Vault", reason: "Is on call", ...more });

  const priya = slack.addPerson({ name: "Priya Nair", email: "priya.nair@acme.io" });
  const userId = await registered("Priya Nair", { linkedTo: priya });
  const execution = await asks(priya.id, { hours: 24 });
  await lead.receives("A workflow asks for Vault for Priya Nair.");
  await lead.presses("Approve: Priya Nair, Vault");
  expect(await ends(execution)).toEqual({ outputs: { status: "added" } });
  const { memberships } = await User.findById(userId).orFail().lean();
  expect(memberships.at(-1)?.until?.getTime()).toBeGreaterThan(Date.now() + 23 * 3_600_000);

  const own = await asks(lead.id);
  await ben.receives("A workflow asks for Vault for Lea Lead.");
  await ben.presses("Approve: Lea Lead, Vault");
  expect(await ends(own)).toEqual({ outputs: { status: "added" } });

  const closed = await slack.runsStep("request_access", { person: priya.id, group: "Leads", reason: "x" });
  expect(await ends(closed)).toEqual({ error: "Leads is not open to requests." });
  const guest = slack.addPerson({ name: "Gus Guest", email: "gus@other.example", guest: true });
  expect(await ends(await asks(guest.id))).toEqual({ error: "Gus Guest is a guest." });
});

test("what a workflow asked for on someone's behalf is shown when they ask themselves; an emergency does not wait for it", async () => {
  const onCall = await group("On Call");
  const dam = await group("Dam");
  const requests = { open: true, answers: 1, emergency: { group: onCall, hours: 8 } };
  await Group.updateOne({ _id: dam }, { $set: { requests } });
  const olu = slack.addPerson({ name: "Olu Ade", email: "olu.ade@acme.io" });
  await registered("Olu Ade", { groups: [onCall], linkedTo: olu });
  const execution = await slack.runsStep("request_access", { person: olu.id, group: "Dam", reason: "Moves" });
  await ben.receives("A workflow asks for Dam for Olu Ade.");

  const asks = async ({ emergency }: { emergency: boolean }) => {
    await olu.closes({ all: true });
    await olu.runs("/iam request Dam");
    await olu.seesView("Request access");
    await olu.picks("For how long", "4 hours");
    await olu.types("Reason", "It leaks");
    if (emergency) await olu.picks("Emergency", ["It can’t wait: I need it now. All admins are told."]);
    return olu.submits();
  };
  expect(Object.values(await asks({ emergency: false })).join()).toBe(
    "A workflow already asked for this group for you. The people who decide will answer.",
  );
  expect(await asks({ emergency: true })).toEqual({});
  await olu.sees("You now have Dam.");
  expect(await ends(execution)).toEqual({ error: "The request to add Olu Ade to Dam was withdrawn." });
});

test("people read in their language that a workflow asks, and by name that someone called A workflow does", async () => {
  const leads = await group("Leiter");
  const depot = await group("Depot");
  const requests = { open: true, answers: 1, deciders: leads };
  await Group.updateOne({ _id: depot }, { $set: { requests } });
  const lea = slack.addPerson({ name: "Lea Groß", email: "lea.gross@acme.io", locale: "de-DE" });
  await registered("Lea Groß", { groups: [leads], linkedTo: lea });
  const uwe = slack.addPerson({ name: "Uwe Berg", email: "uwe.berg@acme.io", locale: "de-DE" });
  await registered("Uwe Berg", { linkedTo: uwe });
  const inputs = { person: uwe.id, group: "Depot", reason: "Umzug" };
  const execution = await slack.runsStep("request_access", inputs);
  await lea.receives("Ein Workflow fragt Depot für Uwe Berg an.");
  // Only accounts whose card is kept are reminded.
  await expect.poll(() => AccessRequest.countDocuments({ groupName: "Depot", "cards.to": lea.id })).toBe(1);
  const remind = { "facts.requestId": (await requestFor("uwe.berg@acme.io"))._id, "facts.step": "remind" };
  await Job.updateOne({ kind: "request-due", ...remind }, { dueAt: new Date() });
  await lea.receives("Ein Workflow wartet auf eine Antwort zu Depot für Uwe Berg.");
  const seen = lea.messages.map(({ asText }) => asText).join("\n");
  expect(seen).toContain("[Anfrage ansehen (Anfrage ansehen: Uwe Berg)]");

  await uwe.runs("/iam request Depot");
  await uwe.seesView("Zugang anfragen");
  await uwe.picks("Für wie lange", "4 Stunden");
  await uwe.types("Begründung", "Umzug");
  const refusal = "Ein Workflow hat diese Gruppe schon für Sie angefragt. Die Antwort steht noch aus.";
  expect(Object.values(await uwe.submits())).toEqual([refusal]);

  await lea.runs("/iam requests");
  await lea.seesView("Anfragen");
  await lea.sees("angefragt von einem Workflow");
  await lea.closes();
  await lea.presses("Ablehnen: Uwe Berg, Depot");
  await lea.seesView("Anfrage ablehnen?");
  await lea.sees("Ein Workflow fragt Depot für Uwe Berg an.");
  await lea.sees("Geht an den Workflow. Höchstens 500 Zeichen.");
  await lea.types("Warum nicht", "Nein");
  await lea.submits();
  expect(await ends(execution)).toEqual({
    error: "Lea Groß denied the request to add Uwe Berg to Depot. Reason: Nein",
  });
  const all = [seen, lea.screen(), ...lea.messages.map(({ asText }) => asText)].join("\n");
  expect(all).not.toMatch(/a workflow/i);

  const named = slack.addPerson({ name: "A workflow", email: "a.workflow@acme.io" });
  await registered("A workflow", { linkedTo: named });
  await named.runs("/iam request Depot");
  await named.seesView("Request access");
  await named.picks("For how long", "4 hours");
  await named.types("Reason", "To help");
  await named.submits();
  await lea.receives("A workflow fragt Depot an.");
});

test("a step ends if the person it asked for is deactivated meanwhile", async () => {
  await opens("Quay");
  const vic = slack.addPerson({ name: "Vic Vale", email: "vic@acme.io" });
  const execution = await slack.runsStep("request_access", {
    person: vic.id,
    group: "Quay",
    reason: "Moves",
  });
  await ben.receives("A workflow asks for Quay for Vic Vale.");
  await vic.becomes({ deactivated: true });
  expect(await ends(execution)).toEqual({ error: "The request to add Vic Vale to Quay was withdrawn." });
});

test("a request made by address no longer waits for the person who has since registered, and they may not answer it", async () => {
  const execution = await invites("gil.late@acme.io");
  await card("gil.late@acme.io");
  const gil = await admin("Gil Late");
  const noa = await admin("Noa Other");
  const rows = async (person: typeof gil) => {
    await person.runs("/iam requests");
    const { asText } = await person.seesView("Requests");
    return asText;
  };
  expect(await rows(noa)).toContain("gil.late@acme.io · Users");
  expect(await rows(gil)).not.toContain("gil.late@acme.io · Users");
  expect(execution.ended).toBeUndefined();
});

test.each([
  ["that Slack does not know", "U0NOBODY", "Slack doesn’t know the account this step was given."],
  ["that was left empty", "", "This step can’t read what it was given."],
])("Request access for an account %s ends the step", async (_, person, why) => {
  const execution = await slack.runsStep("request_access", { person, group: "Vault", reason: "x" });
  expect(await ends(execution)).toEqual({ error: `${why} Check its fields in the workflow.` });
});

test("trouble at Slack loses no outcome, and a step that ended meanwhile stops nothing", async () => {
  const execution = await invites("kim@example.com");
  await card("kim@example.com");
  slack.next("functions.completeSuccess", { error: "internal_error" });
  await ben.presses("Approve: kim@example.com, Users");
  await expect.poll(() => slack.calls("functions.completeSuccess").length).toBeGreaterThan(1);
  await Job.updateMany({ kind: "step-outcome", status: "waiting" }, { dueAt: new Date() });
  expect(await ends(execution)).toMatchObject({ outputs: { status: "invited" } });

  const gone = await invites("lou@example.com");
  await card("lou@example.com");
  gone.end({ error: "Somebody ended the workflow." });
  await ben.presses("Approve: lou@example.com, Users");
  const { _id: requestId } = await requestFor("lou@example.com");
  const told = { kind: "step-outcome", "facts.requestId": requestId };
  await expect.poll(async () => (await Job.findOne(told).lean())?.status).toBe("done");
  expect(await Invite.countDocuments({ email: "lou@example.com" })).toBe(1);
});
