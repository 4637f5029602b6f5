import { afterEach, expect, test } from "vitest";
import type { Person } from "../../dev/emulators/slack/person.ts";
import { AuditEvent } from "../../src/models/audit-event.ts";
import { Client } from "../../src/models/client.ts";
import { User } from "../../src/models/user.ts";
import { authenticate } from "../../src/services/clients/authenticate.ts";
import { createClient } from "../../src/services/clients/create-client.ts";
import { revokeClient } from "../../src/services/clients/revoke-client.ts";
import { findGroups } from "../../src/services/groups/list-groups.ts";
import { createGroup } from "../../src/services/groups/write-group.ts";
import { userProfile } from "../../src/services/users/find-user.ts";
import { listUsers } from "../../src/services/users/list-users.ts";
import { reactivateUser, suspendUser } from "../../src/services/users/suspend-user.ts";
import { actorOf, seedAdmin } from "../support/slack/seed.ts";
import { startWorld } from "../support/world.ts";

const { slack, mia } = await startWorld();
const admin = async (name: string) => {
  const person = slack.addPerson({ name, email: `${name.toLowerCase()}@acme.io` });
  await seedAdmin(person);
  return person;
};
const [ada, ben] = [await admin("Ada"), await admin("Ben")];

afterEach(async () => {
  await Promise.all([mia, ada, ben].map((person) => person.closes({ all: true })));
  await Client.deleteMany();
  await User.updateMany({}, { status: "active" });
});

/** The token on a person's screen. */
const tokenOn = (person: Person) => /iam_[0-9a-f]{96}/.exec(person.screen())?.[0] ?? "";
const works = async (token: string) => (await authenticate(token, "192.0.2.1")) !== null;

async function opensForm(person: Person, name: string, users: string[]): Promise<void> {
  await person.runs("/iam clients");
  await person.seesView("API clients");
  await person.presses("Create Client");
  await person.seesView("Create client");
  await person.types("Name", name);
  if (users.length > 0) await person.picks("Users", users);
}

async function fillsIn(person: Person, name: string, users: string[]) {
  await opensForm(person, name, users);
  return person.submits();
}

async function creates(person: Person, name: string, ...users: string[]): Promise<string> {
  await fillsIn(person, name, users);
  if (!users.every((each) => each.startsWith("See"))) {
    await person.seesView("Create client?");
    await person.submits();
  }
  await person.seesView("API token");
  const token = tokenOn(person);
  await person.closes();
  await person.sees(`${name} · ${person.account.name}`);
  return token;
}

async function opens(person: Person, name: string) {
  await person.closes({ all: true });
  await person.runs("/iam clients");
  await person.seesView("API clients");
  await person.presses(`View the API client ${name}`);
  await person.seesView("API client");
}

const reads = "See users and their groups";
const writes = "Change groups, suspend and reactivate";

test("a client that only reads is created at once: its token is shown this once, and works", async () => {
  await fillsIn(ada, "Portal", [reads]);
  const shown = await ada.seesView("API token");
  expect(shown.asText).toContain(
    "Copy the token now. It is shown only this once, and nobody can look it up later.",
  );
  const token = tokenOn(ada);
  expect(await authenticate(token, "192.0.2.7")).toMatchObject({
    name: "Portal",
    permissions: ["users:read"],
    owner: { kind: "user", name: "Ada", email: "ada@acme.io" },
  });
  await ada.closes();
  await ada.sees("Portal · Ada\nusers:read\nExpires ");
  await ada.presses("View the API client Portal");
  const page = await ada.seesView("API client");
  expect(page.asText).toContain("Owner: Ada (ada@acme.io) · created by Ada");
  expect(page.asText).toContain("It may:\nUsers: See users and their groups");
  await expect.poll(async () => (await Client.findOne().lean())?.lastUsed).toBeTruthy();
  await opens(ada, "Portal");
  expect(ada.screen()).toMatch(/Last used .+ from 192\.0\.2\.7/);
  expect(ada.screen()).not.toContain(token.slice(28, 92));
  expect(ben.messages.filter(({ asText }) => asText.includes("Portal"))).toEqual([]);
});

test.each([
  ["at once", [reads]],
  ["after a review", [reads, writes]],
])(
  "submitting the same form again creates no second client, and shows the first one's page without the token: %s",
  async (_, may) => {
    await opensForm(ada, "Portal", may);
    let form = ada.look();
    await form.submits();
    if (may.includes(writes)) {
      await ada.seesView("Create client?");
      form = ada.look();
      await form.submits();
    }
    await ada.seesView("API token");
    await form.submits();
    await ada.seesView("API client");
    await ada.sees("This client was created before. Its token is shown only once");
    expect(tokenOn(ada)).toBe("");
    expect(await Client.countDocuments()).toBe(1);
    await ada.presses("New Token");
    await ada.seesView("New token?");
    await ada.submits();
    await ada.seesView("API token");
    expect(await works(tokenOn(ada))).toBe(true);
  },
);

test("a client can be told yes or no when it asks for decisions, without the reason", async () => {
  await ada.runs("/iam clients");
  await ada.seesView("API clients");
  await ada.presses("Create Client");
  await ada.seesView("Create client");
  await ada.types("Name", "Gateway");
  await ada.picks("Log and other systems", ["Ask whether somebody may use something"]);
  await ada.picks("Decisions", ["Tell it yes or no, without the reason"]);
  await ada.submits();
  await ada.seesView("API token");
  expect(await authenticate(tokenOn(ada), "192.0.2.1")).toMatchObject({
    permissions: ["decisions"],
    withoutReasons: true,
  });
  expect(await AuditEvent.findOne({ "target.label": "Gateway" }).lean()).toMatchObject({
    after: { reasons: "off" },
  });
});

test("a client's page says whether it is told reasons, and an admin changes that; the second admin changes nothing", async () => {
  const permissions = ["decisions", "users:read"];
  const made = await createClient(actorOf(ada), { name: "Gate", permissions, expiryDays: 30 });
  const { clientId, token } = made;
  const told = async () => !(await authenticate(token, "192.0.2.1"))?.withoutReasons;
  await opens(ada, "Gate");
  await opens(ben, "Gate");
  await ada.sees("Decisions: told with the reason");
  await ada.presses("Leave Out Reasons");
  await ada.sees("Gate is told yes or no, without the reason.");
  await ada.sees("Decisions: told yes or no, without the reason");
  expect(await told()).toBe(false);
  await ben.presses("Leave Out Reasons");
  await ben.sees("Gate is told yes or no, without the reason.");
  expect(await AuditEvent.countDocuments({ action: "client.reasons_changed", "target.label": "Gate" })).toBe(
    1,
  );
  await ben.presses("Tell Reasons");
  await ben.sees("Decisions: told with the reason");
  expect(await told()).toBe(true);
  await revokeClient({ kind: "operator" }, clientId);
  await ben.presses("Leave Out Reasons");
  await ben.sees("revoked");

  await createClient(actorOf(ada), {
    name: "Okta",
    permissions: ["scim"],
    expiryDays: 30,
    sendsInvites: true,
  });
  await opens(ada, "Okta");
  await ada.sees("People it adds: invited by email, and register themselves");
  await ada.presses("Register at Once");
  await ada.sees("Okta registers the people it adds at once, without an email.");
  await ada.presses("Send Invites");
  await ada.sees("People it adds: invited by email, and register themselves");

  await createClient(actorOf(ada), { name: "Reader", permissions: ["users:read"], expiryDays: 30 });
  await opens(ada, "Reader");
  expect(ada.screen()).not.toContain("Decisions:");
  expect(ada.screen()).not.toContain("Reasons");
});

test("a client that changes things is reviewed with a warning, and the other admins are told", async () => {
  await fillsIn(ada, "HR", [writes]);
  const review = await ada.seesView("Create client?");
  expect(review.asText).toContain("Anyone with its token can change things here.");
  expect(review.asText).toContain("The other admins will be told.");
  expect(await Client.countDocuments()).toBe(0);
  await ada.presses("Change");
  await ada.seesView("Create client");
  expect(ada.screen()).toContain("HR");
  await ada.picks("Token expires", "Never");
  await ada.submits();
  await ada.sees("Its token never expires, so a lost one works until somebody revokes it.");
  await ada.submits();
  await ada.seesView("API token");
  const told = await ben.receives("created the API client HR");
  expect(told.asText).toContain(
    "Ada created the API client HR, which can change things. Its token never expires.\nUsers: Change groups, suspend and reactivate",
  );
  expect(ada.messages.filter(({ asText }) => asText.includes("HR"))).toEqual([]);
  await ben.presses("View Client");
  await ben.sees("It may:\nUsers: Change groups, suspend and reactivate");
});

test("errors of the form appear under their fields, and a taken name above it", async () => {
  expect(await fillsIn(ada, " ", [])).toEqual({
    Name: "Enter a name.",
    Invites: "Choose at least one permission.",
  });
  await ada.closes({ all: true });
  await creates(ada, "Portal", reads);
  await fillsIn(ben, "portal", [reads]);
  await ben.sees("Another client has this name");
  expect(ben.screen()).toContain("portal");
});

test("a new token: both work until the older one ends; the second person, with a stale screen, is told", async () => {
  const first = await creates(ada, "Portal", reads);
  await opens(ben, "Portal");
  await ben.presses("New Token");
  await ben.seesView("New token?");
  await opens(ada, "Portal");
  await ada.presses("New Token");
  await ada.seesView("New token?");
  await ada.submits();
  const shown = await ada.seesView("API token");
  expect(shown.asText).toContain("The previous token works until");
  const second = tokenOn(ada);
  expect([await works(first), await works(second)]).toEqual([true, true]);

  await ben.submits();
  await ben.sees("Ada changed the API client Portal on");
  expect((await Client.findOne().orFail().lean()).tokens).toHaveLength(2);

  await opens(ada, "Portal");
  await ada.presses("New Token");
  await ada.sees("Two tokens work now. The older one,");
  await ada.picks("Current token stops working", "Now");
  await ada.submits();
  await ada.seesView("API token");
  expect(ada.screen()).toContain("The previous token no longer works.");
  const third = tokenOn(ada);
  expect([await works(first), await works(second), await works(third)]).toEqual([false, false, true]);
});

test("Revoke asks, works at once, and the client leaves the list", async () => {
  const token = await creates(ada, "Portal", reads);
  await opens(ada, "Portal");
  await ada.presses("Revoke");
  const question = await ada.seesView("Revoke client?");
  expect(question.asText).toContain("Its tokens stop working at once, and for good.");
  await opens(ben, "Portal");
  await ada.submits();
  expect(await works(token)).toBe(false);
  await ada.sees("Ada revoked the API client Portal on");
  await ada.closes();
  await ada.sees("There are no API clients yet.");
  await ben.presses("New Token");
  await ben.sees("Ada revoked the API client Portal on");
});

test.each<[string, string, (owner: Person) => Promise<unknown>]>([
  [
    "is suspended",
    "Carla",
    async () => {
      await ben.runs("/iam user carla@acme.io");
      await ben.seesView("Profile");
      await ben.presses("Suspend");
      await ben.seesView("Suspend?");
      await ben.submits();
    },
  ],
  [
    "leaves Admin",
    "Cleo",
    async () => {
      await ben.runs("/iam user cleo@acme.io");
      await ben.seesView("Profile");
      await ben.presses("Change Groups");
      await ben.seesView("Change groups");
      await ben.picks("Groups", ["Users"]);
      await ben.submits();
      await ben.seesView("Change groups?");
      await ben.submits();
    },
  ],
  ["is deactivated", "Chris", (owner) => owner.becomes({ deactivated: true })],
])(
  "an owner who %s: every admin is asked, once; whoever answers, all cards say so",
  async (_, who, leaves) => {
    const name = `Robot of ${who}`;
    const owner = await admin(who);
    const token = await creates(owner, name, reads);
    await owner.closes({ all: true });
    await leaves(owner);
    for (const person of [ada, ben]) {
      const card = await person.receives(`Who answers for ${name}?`);
      expect(card.asText).toContain(
        `${who} (${who.toLowerCase()}@acme.io) owned this API client and is no longer an active admin.`,
      );
    }
    expect(await works(token)).toBe(true);
    await ben.closes({ all: true });
    await ben.runs("/iam clients");
    await ben.sees(`${who} can't answer for it any more. Hand it over, or revoke it.`);

    await ada.presses("Keep", { beside: name });
    for (const person of [ada, ben]) await person.receives(`Ada kept the API client ${name} as it is`);
    expect(await AuditEvent.findOne({ action: "client.kept" }).sort({ _id: -1 }).lean()).toMatchObject({
      actor: { name: "Ada" },
      target: { label: name },
    });
  },
);

test("Hand Over on a card accepts only an active admin, and settles every card", async () => {
  const dora = await admin("Dora");
  const eve = slack.addPerson({ name: "Eve", email: "eve@acme.io" });
  await creates(dora, "Rota", reads);
  await dora.closes({ all: true });
  await dora.becomes({ deactivated: true });
  await ada.receives("Who answers for Rota?");
  await ada.presses("Hand Over", { beside: "Rota" });
  await ada.seesView("Hand over client");
  await ada.picks("New owner", eve.account.name);
  expect(await ada.submits()).toEqual({ "New owner": "Choose somebody who is in Admin and active." });
  await ada.picks("New owner", "Ben");
  await ada.submits();
  for (const person of [ada, ben]) await person.receives("Ada handed over the API client Rota");
  await opens(ben, "Rota");
  expect(ben.screen()).toContain("Owner: Ben (ben@acme.io)");
});

test("an owner's return settles the cards automatically", async () => {
  const fay = await admin("Fay");
  await creates(fay, "Scanner", reads);
  const { _id } = await User.findOne({ email: "fay@acme.io" }).orFail().lean();
  const version = async () => (await userProfile(actorOf(ben), String(_id))).version;
  await suspendUser(actorOf(ben), await version(), "keep");
  await ada.receives("Who answers for Scanner?");
  await reactivateUser(actorOf(ben), await version());
  await ada.receives("Fay is an active admin again and answers for the API client Scanner");
});

test("the operator's client: the admins read who created it, and the log says so", async () => {
  const { token } = await createClient(
    { kind: "operator" },
    { name: "Terraform", permissions: ["groups:write"], expiryDays: 365 },
  );
  const card = await ada.receives("created the API client Terraform");
  expect(card.asText).toMatch(/^The operator created the API client Terraform/);
  const terraform = await authenticate(token, "192.0.2.1");
  const nothing = { all: false, names: [] };
  const group = { name: "Made", description: "", services: nothing, projects: nothing, regions: nothing };
  if (terraform) await createGroup(terraform, { ...group, actions: { all: true, names: [] } });
  await ada.runs("/iam audit");
  await ada.sees("Terraform created the group Made");
  expect(ada.screen()).toContain("the operator created the API client Terraform");
});

test("an owner's client appears in lists and the log as the owner through the client", async () => {
  const token = await creates(ada, "Portal", reads, writes);
  const portal = await authenticate(token, "192.0.2.1");
  if (!portal) throw new Error("no token");
  expect((await listUsers(portal, "", null)).rows.length).toBeGreaterThan(0);
  await expect(findGroups(portal, "", null)).rejects.toThrow();
  await ada.closes({ all: true });
  await ada.runs("/iam audit");
  await ada.sees("Ada by Portal (ada@acme.io) tried something it may not do");
});
