import { expect, test } from "vitest";
import type { Person } from "../../dev/emulators/slack/person.ts";
import { english } from "../../src/locales/english.ts";
import { AccessRequest } from "../../src/models/access-request.ts";
import { AuditEvent } from "../../src/models/audit-event.ts";
import { builtInGroupIds, Group } from "../../src/models/group.ts";
import { User } from "../../src/models/user.ts";
import { endText } from "../../src/services/ends.ts";
import { deleteGroup } from "../../src/services/groups/delete-group.ts";
import { setGroupRules } from "../../src/services/groups/set-group-rules.ts";
import { createRequest } from "../../src/services/requests/create-request.ts";
import { answerEmergency } from "../../src/services/requests/emergencies.ts";
import { requestDetails } from "../../src/services/requests/request-details.ts";
import { putInGroup } from "../../src/services/users/change-membership.ts";
import { requestCard } from "../../src/slack/messages/request-card.ts";
import { mia as owner, requestPolicy } from "../support/acting.ts";
import { fixtures } from "../support/slack/fixtures.ts";
import { startWorld } from "../support/world.ts";

const world = await startWorld();
const { mia, slack } = world;
const { admin, registered, group } = fixtures(world);
const ben = await admin("Ben Okri");
const dana = await admin("Dana Reyes");
const onCall = await group("On-Call");
const { users } = builtInGroupIds;

const onlooker = { role: "afterwards", account: ben.id } as const;

let people = 0;
/** Somebody who is on call, unless they are in other groups. */
async function somebody(groups = [users, onCall]): Promise<Person> {
  people += 1;
  const name = `Eve ${String.fromCharCode(64 + people)}`;
  const person = slack.addPerson({ name, email: `eve.${people}@acme.io` });
  await registered(name, { groups, linkedTo: person }, `eve.${people}@acme.io`);
  return person;
}

async function asks(person: Person, name: string, time: string, { emergency = false } = {}) {
  await person.closes({ all: true });
  await person.runs(`/iam request ${name}`);
  await person.seesView("Request access");
  await person.picks("Group", name);
  await person.picks("For how long", time);
  await person.types("Reason", "Pager at 3 a.m.");
  if (emergency) await person.picks("Emergency", ["It can’t wait: I need it now. All admins are told."]);
  return person.submits();
}

const isIn = async (person: Person, groupId: unknown) =>
  (await User.findOne({ "slack.userId": person.id }).orFail().lean()).memberships.some(({ groupId: id }) =>
    id.equals(String(groupId)),
  );
const actions = async (label: string) =>
  (await AuditEvent.find({ "target.label": label }).sort({ at: 1, _id: 1 }).lean()).map(
    ({ action }) => action,
  );

test("pre-approved people get the group at once, for up to the hours in the rules, and the deciders are told", async () => {
  const leads = await group("Leads");
  const lead = await somebody([users, leads]);
  const vault = await group("Vault");
  await Group.updateOne({ _id: vault }, { $set: { requests: { open: true, answers: 2, deciders: leads } } });
  await mia.runs("/iam groups Vault");
  await mia.seesView("Group members");
  await mia.presses("Who gets the group Vault at once");
  await mia.seesView("At once");
  await mia.picks("Pre-approved: members of", "On-Call");
  await mia.picks("For at most", "4 hours");
  await mia.submits();
  await mia.sees("Saved the access rules of Vault.");
  await ben.receives("Mia Chen made it easier to get Vault");

  const eve = await somebody();
  expect(await asks(eve, "Vault", "4 hours")).toEqual({});
  await eve.sees("You now have Vault.");
  expect(await isIn(eve, vault)).toBe(true);
  const { until } = (await User.findOne({ "slack.userId": eve.id }).orFail().lean()).memberships[2] ?? {};
  expect((until?.getTime() ?? 0) - Date.now()).toBeLessThanOrEqual(4 * 3_600_000);
  const told = await lead.receives(
    `${eve.account.name} got Vault at once, under its access rules.\nFor: 4 hours`,
  );
  expect(told.asText).toContain("Why: Pager at 3 a.m.");
  await eve.receives("Pre-approved: given at once");
  expect(await actions(`${eve.account.name}: Vault`)).toEqual(["request.created", "request.granted"]);

  // For longer, and for whoever is not on call, somebody answers as ever.
  const longer = await somebody();
  await asks(longer, "Vault", "1 day");
  await lead.receives(`${longer.account.name} asks for Vault.`);
  const other = await somebody([users]);
  await asks(other, "Vault", "4 hours");
  await lead.receives(`${other.account.name} asks for Vault.`);
  for (const person of [longer, other]) expect(await isIn(person, vault)).toBe(false);

  // Where nobody answers, they are told what they can have, and how.
  const preApproved = { group: onCall, hours: 4 };
  await Group.updateOne({ _id: vault }, { $set: { requests: { open: false, answers: 1, preApproved } } });
  expect(await asks(await somebody(), "Vault", "4 hours")).toEqual({});
  await expect(asks(await somebody(), "Vault", "8 hours")).rejects.toThrow("8 hours");
  const closed = { open: false, answers: 1, emergency: preApproved };
  await Group.updateOne({ _id: vault }, { $set: { requests: closed } });
  expect(await asks(await somebody(), "Vault", "4 hours")).toEqual({
    Emergency: "Vault is only given in an emergency. Tick this if it is one.",
  });
});

test("an emergency is granted at any time; the admins get a card, and the first Seen or Take Away counts", async () => {
  const prod = await group("Production");
  const emergency = { group: onCall, hours: 8 };
  await Group.updateOne({ _id: prod }, { $set: { requests: { open: false, answers: 1, emergency } } });
  const eve = await somebody();
  expect(await asks(eve, "Production", "8 hours", { emergency: true })).toEqual({});
  await eve.sees("You now have Production.");
  expect(await isIn(eve, prod)).toBe(true);
  const card = await ben.receives(`${eve.account.name} took Production in an emergency.`);
  expect(card.asText).toContain("Emergency: taken without an answer");
  await dana.receives(`${eve.account.name} took Production in an emergency.`);
  await ben.presses(`Take away: ${eve.account.name}, Production`);
  await expect.poll(() => isIn(eve, prod)).toBe(false);
  const ofDana = () => dana.messages.find(({ asText }) => asText.includes("took Production in"))?.asText;
  await expect.poll(ofDana).toContain("Taken away by Ben Okri");
  expect(ofDana()).not.toContain("[Seen");
  expect(ofDana()).not.toContain("Until");
  expect(ofDana()).toMatch(/Taken away by Ben Okri, /);
  // A card that changes notifies nobody.
  await eve.receives("Ben Okri took Production away. You’re no longer in it.");
  const request = await AccessRequest.findOne({ groupName: "Production" }).orFail().lean();
  await expect(answerEmergency(owner, String(request._id), "seen")).rejects.toThrow(
    "Ben Okri took away the emergency access",
  );
  expect(await actions(`${eve.account.name}: Production`)).toEqual([
    "request.created",
    "request.granted",
    "request.emergency_taken_away",
  ]);
  // Taken once more, and seen.
  await asks(eve, "Production", "1 hour", { emergency: true });
  await expect.poll(() => dana.messages.at(-1)?.asText).toContain("[Seen");
  await dana.presses(`Seen: ${eve.account.name}, Production`);
  await expect
    .poll(
      async () => (await AccessRequest.findOne({ "afterwards.answer": "seen" }).lean())?.afterwards?.by.name,
    )
    .toBe("Dana Reyes");
  expect(await isIn(eve, prod)).toBe(true);
});

test("Take Away leaves earlier members the end they had before the emergency, and everyone reads that", async () => {
  const relay = await group("Relay");
  const emergency = { group: onCall, hours: 8 };
  await Group.updateOne({ _id: relay }, { $set: { requests: { open: false, answers: 1, emergency } } });
  const eve = await somebody([users, onCall, relay]);
  const until = new Date(Math.ceil(Date.now() / 60_000) * 60_000 + 2 * 3_600_000);
  const theirs = { "slack.userId": eve.id };
  await User.updateOne(theirs, { $set: { "memberships.2.until": until, "memberships.2.zone": "UTC" } });
  await asks(eve, "Relay", "8 hours", { emergency: true });
  await ben.receives(`${eve.account.name} took Relay in an emergency.`);
  const request = await requestDetails(
    String((await AccessRequest.findOne({ groupId: relay }).orFail())._id),
  );
  const named = endText({ until, zone: "UTC" });
  expect(
    JSON.stringify(requestCard(request ?? expect.fail(), onlooker, { words: english, timeZone: "UTC" })),
  ).toContain(
    `${eve.account.name} stays in Relay until ${named}, as before the emergency, and is told. Anything given since stays.`,
  );
  await ben.presses(`Take away: ${eve.account.name}, Relay`);
  const news = await eve.receives(
    "Ben Okri took away your emergency access to Relay. You keep your other access to it.",
  );
  expect(news.asText).toContain(`Until ${named}`);
  for (const person of [eve, ben, dana]) {
    const card = () => person.messages.find(({ asText }) => asText.includes("took Relay in"))?.asText;
    await expect.poll(card).toContain("Only emergency access taken away by Ben Okri");
    expect(card()).toContain(`Until ${named}`);
    expect(card()).not.toContain("[Seen");
  }
  expect((await User.findOne(theirs).orFail().lean()).memberships[2]?.until).toEqual(until);
  await mia.closes({ all: true });
  await mia.runs(`/iam audit ${eve.account.email}`);
  const log = (await mia.seesView("Audit log")).asText;
  expect(log).toContain("took away the emergency access of");
  expect(log).toContain("Kept: what they had before the emergency");
});

test("Take Away on a request's page leaves what an admin gave since, and says why", async () => {
  const mast = await group("Mast");
  const emergency = { group: onCall, hours: 8 };
  await Group.updateOne({ _id: mast }, { $set: { requests: { open: false, answers: 1, emergency } } });
  const eve = await somebody();
  await asks(eve, "Mast", "8 hours", { emergency: true });
  const { _id: userId } = await User.findOne({ "slack.userId": eve.id }).orFail().lean();
  await putInGroup(owner, { userId: String(userId) }, String(mast), null);
  await mia.closes({ all: true });
  await mia.runs("/iam requests");
  await mia.seesView("Requests");
  await mia.picks("Show", "All");
  await mia.sees(`${eve.account.name} · Mast`);
  await mia.presses(`View: ${eve.account.name}, Mast`);
  await mia.seesView("Request");
  await mia.presses(`Take away: ${eve.account.name}, Mast`);
  await mia.sees(
    `You took away the emergency access of ${eve.account.name} to Mast. They stay in it with no end, because somebody changed that after the emergency.`,
  );
  const news = await eve.receives("Mia Chen took away your emergency access to Mast.");
  expect(news.asText).toContain("No end");
  expect(await isIn(eve, mast)).toBe(true);
});

test("an emergency doesn't wait for the answer to an earlier request: that is withdrawn, and they have the group", async () => {
  const dam = await group("Dam");
  const emergency = { group: onCall, hours: 8 };
  await Group.updateOne({ _id: dam }, { $set: { requests: { open: true, answers: 1, emergency } } });
  const eve = await somebody();
  await asks(eve, "Dam", "7 days");
  await ben.receives(`${eve.account.name} asks for Dam.`);
  expect(Object.values(await asks(eve, "Dam", "4 hours")).join()).toContain("already asked for this group");
  expect(await isIn(eve, dam)).toBe(false);
  expect(await asks(eve, "Dam", "4 hours", { emergency: true })).toEqual({});
  await eve.sees("You now have Dam.");
  expect(await isIn(eve, dam)).toBe(true);
  const before = () => ben.messages.find(({ asText }) => asText.includes("asks for Dam."))?.asText;
  await expect.poll(before).toContain(`Withdrawn by ${eve.account.name}`);
  expect(await actions(`${eve.account.name}: Dam`)).toEqual([
    "request.created",
    "request.withdrawn",
    "request.created",
    "request.granted",
  ]);
});

test("no emergency without the rule, for longer than it says, or for someone who left its group; nobody answers their own", async () => {
  const forge = await group("Forge");
  const rules = { open: true, answers: 1, emergency: { group: onCall, hours: 4 } };
  await Group.updateOne({ _id: forge }, { $set: { requests: rules } });
  const actor = (person: Person) => ({
    ...owner,
    ...{
      teamId: slack.teamId,
      userId: person.id,
      name: person.account.name,
      email: person.account.email ?? null,
    },
    owner: false,
  });
  const urgent = async (person: Person, hours: number | null, emergency = true) =>
    createRequest(
      actor(person),
      { groupId: String(forge), hours, reason: "It is down", emergency },
      requestPolicy,
    );
  const other = await somebody([users]);
  await expect(urgent(other, 1)).rejects.toMatchObject({ fields: { emergency: expect.any(String) } });
  const stranger = slack.addPerson({ name: "Sam Stranger", email: "sam@acme.io" });
  await expect(urgent(stranger, 1)).rejects.toMatchObject({ fields: { emergency: expect.any(String) } });
  const eve = await somebody();
  const lounge = await group("Lounge");
  const preApproved = { group: onCall, hours: 4 };
  await Group.updateOne({ _id: lounge }, { $set: { requests: { open: false, answers: 1, preApproved } } });
  const long = { groupId: String(lounge), hours: 24, reason: "Too long" };
  await expect(createRequest(actor(eve), long, requestPolicy)).rejects.toMatchObject({
    fields: { hours: "Lounge can be given for 4 hours at most." },
  });
  for (const hours of [5, null])
    await expect(urgent(eve, hours)).rejects.toMatchObject({ fields: { hours: expect.any(String) } });
  await User.updateOne(
    { "slack.userId": eve.id },
    { $set: { "memberships.1.until": new Date(Date.now() - 1), "memberships.1.zone": "UTC" } },
  );
  await expect(urgent(eve, 1)).rejects.toMatchObject({ fields: { emergency: expect.any(String) } });

  await User.updateOne(
    { "slack.userId": dana.id },
    {
      $push: { memberships: { groupId: onCall, since: new Date(), by: { kind: "system", name: "iam-bot" } } },
    },
  );
  const { requestId } = await urgent(dana, 4);
  await expect(answerEmergency(actor(dana), requestId, "seen")).rejects.toMatchObject({
    code: "own_request",
  });
});

test("there is none for Admin and Auditors, nor by a group itself; a rule stored for them counts for nothing", async () => {
  const rule = { group: String(onCall), hours: 8 };
  for (const id of [builtInGroupIds.admin, builtInGroupIds.auditors])
    for (const edit of [{ preApproved: rule }, { emergency: rule }])
      await expect(setGroupRules(owner, String(id), null, edit)).rejects.toThrow(
        "Nobody gets a group at once",
      );
  await expect(setGroupRules(owner, String(onCall), null, { emergency: rule })).rejects.toThrow(
    "its own members have it already",
  );
  const stored = { preApproved: { group: onCall, hours: 8 }, emergency: { group: onCall, hours: 8 } };
  await Group.updateOne(
    { _id: builtInGroupIds.admin },
    { $set: { requests: { open: true, answers: 1, ...stored } } },
  );
  const eve = await somebody();
  await asks(eve, "Admin", "1 hour");
  await ben.receives(`${eve.account.name} asks for Admin.`);
  expect(await isIn(eve, builtInGroupIds.admin)).toBe(false);
});

test("8 emergencies of one person at once give one membership, and each is recorded", async () => {
  const hall = await group("Hall");
  const emergency = { group: onCall, hours: 8 };
  await Group.updateOne({ _id: hall }, { $set: { requests: { open: false, answers: 1, emergency } } });
  const eve = await somebody();
  const actor = {
    ...owner,
    teamId: slack.teamId,
    userId: eve.id,
    name: eve.account.name,
    email: eve.account.email ?? null,
    owner: false,
  };
  const typed = { groupId: String(hall), hours: 4, reason: "It is down", emergency: true };
  const all = await Promise.allSettled(
    Array.from({ length: 8 }, () => createRequest(actor, typed, requestPolicy)),
  );
  const given = all.filter(({ status }) => status === "fulfilled").length;
  expect(given).toBeGreaterThan(0);
  const { memberships } = await User.findOne({ "slack.userId": eve.id }).orFail().lean();
  expect(memberships.filter(({ groupId }) => groupId.equals(hall))).toHaveLength(1);
  expect(
    await AuditEvent.countDocuments({
      action: "request.granted",
      "target.label": `${eve.account.name}: Hall`,
    }),
  ).toBe(given);
});

test("rules that name a deleted group can still be saved with other changes", async () => {
  const [leads, pager, safe] = [await group("Safe Leads"), await group("Pager"), await group("Safe")];
  const preApproved = { group: String(pager), hours: 4 };
  await setGroupRules(owner, String(safe), null, { open: true, deciders: String(leads), preApproved });
  await deleteGroup(owner, String(leads), null);
  await mia.closes({ all: true });
  await mia.runs("/iam groups Safe");
  await mia.seesView("Group members");
  await mia.presses("Who gets the group Safe at once");
  await mia.seesView("At once");
  await mia.picks("For at most", "8 hours");
  expect(await mia.submits()).toEqual({});
  await mia.sees("Saved the access rules of Safe.");
  await deleteGroup(owner, String(pager), null);
  await mia.presses("Access rules of the group Safe");
  await mia.seesView("Access rules");
  await mia.picks("How many have to approve", "Two different people");
  expect(await mia.submits()).toEqual({});
  await mia.sees("Saved the access rules of Safe.");
  expect((await Group.findById(safe).orFail().lean()).requests).toEqual({ open: true, answers: 2 });
});

test("times chosen by a program appear in the forms, and stay when something else is saved", async () => {
  const [attic, pager] = [await group("Attic"), await group("Attic Pager")];
  const rule = { group: String(pager), hours: 5 };
  const emergency = { ...rule, hours: 1_000 };
  await setGroupRules(owner, String(attic), null, { longestHours: 100, preApproved: rule, emergency });
  await mia.closes({ all: true });
  await mia.runs("/iam groups Attic");
  await mia.seesView("Groups");
  await mia.presses("View the group Attic");
  await mia.seesView("Group members");
  for (const form of ["Who gets the group Attic at once", "Access rules of the group Attic"]) {
    await mia.presses(form);
    await mia.sees("Save");
    expect(await mia.submits()).toEqual({});
    await mia.sees("Nothing in the access rules of Attic was changed.");
  }
});
