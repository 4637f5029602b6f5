import { beforeEach, expect, test } from "vitest";
import type { Person } from "../../dev/emulators/slack/person.ts";
import { AuditEvent } from "../../src/models/audit-event.ts";
import { builtInGroupIds } from "../../src/models/group.ts";
import { User } from "../../src/models/user.ts";
import { fixtures } from "../support/slack/fixtures.ts";
import { startWorld } from "../support/world.ts";

// Members who come by single sign-on: Slack never marks their address as confirmed.
const world = await startWorld();
const { slack, mia } = world;
const { registered, admin } = fixtures(world);
const adminGroups = [builtInGroupIds.users, builtInGroupIds.admin];

beforeEach(async () => {
  await mia.closes({ all: true });
  await User.deleteMany({});
});

const withSso = (name: string, email: string) => slack.addPerson({ name, email, emailConfirmed: false });

/** Chooses the account in the form, and reads what would be vouched for. */
async function choosesAccount(who: string, account: string): Promise<string> {
  await mia.runs(`/iam user ${who}`);
  await mia.seesView("Profile");
  await mia.presses("Link Slack Account");
  await mia.seesView("Link Slack account");
  await mia.picks("Slack account", account);
  await mia.submits();
  return mia.sees("[Vouch and Link]");
}

async function vouchesFor(name: string, email: string): Promise<Person> {
  const person = withSso(name, email);
  await registered(name, { groups: adminGroups });
  await choosesAccount(name, name);
  await mia.submits();
  await mia.sees(`Linked to ${name}.`);
  return person;
}

const linkOf = async (name: string) => (await User.findOne({ name }).orFail().lean()).slack;
const usesAdminRights = async (person: Person) => {
  await person.runs("/iam users");
  await person.seesView("Users");
  await person.closes({ all: true });
};

test("an admin who vouches links a member whose address Slack never confirmed; the audit log says so", async () => {
  const una = withSso("Una Solberg", "una@corp.acme.io");
  await registered("Una Solberg", { groups: adminGroups });
  await una.runs("/iam users");
  await una.sees("Only admins can do this.");

  const asked = await choosesAccount("una", "Una Solberg");
  expect(asked).toContain("Slack has not confirmed that una@corp.acme.io belongs to this account.");
  expect(asked).toContain("Link it only if you know the account is Una Solberg\u2019s");
  expect((await linkOf("Una Solberg"))?.userId).toBeUndefined();
  await mia.submits();
  await mia.sees("Linked to Una Solberg.");
  expect(await linkOf("Una Solberg")).toMatchObject({ email: "una@corp.acme.io", unconfirmed: true });
  const event = await AuditEvent.findOne({ action: "user.linked" }).orFail().lean();
  expect(event.after).toMatchObject({ vouchedEmail: "una@corp.acme.io", name: "Una Solberg" });
  await mia.presses("Activity");
  await mia.sees("Vouched for (not confirmed by Slack): una@corp.acme.io");
  await usesAdminRights(una);
});

test("confirming the address changes nothing; any other address pauses the rights", async () => {
  const una = await vouchesFor("Una Berg", "una.berg@corp.acme.io");
  await una.becomes({ emailConfirmed: true });
  await usesAdminRights(una);
  await una.becomes({ emailConfirmed: false });
  await usesAdminRights(una);
  expect((await linkOf("Una Berg"))?.paused).toBeUndefined();
  await una.becomes({ email: "impostor@corp.acme.io" });
  await una.runs("/iam users");
  await una.sees("Only admins can do this.");
  expect((await linkOf("Una Berg"))?.paused).toMatchObject({ code: "email_changed" });
});

test("an address that Slack confirmed, and then no longer does, still pauses", async () => {
  const ben = await admin("Ben Okri");
  await usesAdminRights(ben);
  await ben.becomes({ emailConfirmed: false });
  await ben.runs("/iam users");
  await ben.sees("Only admins can do this.");
  expect((await linkOf("Ben Okri"))?.paused).toMatchObject({ code: "email_changed" });
});

test("vouching covers one account and one address: another one asks again", async () => {
  const una = withSso("Una Lind", "una.lind@corp.acme.io");
  withSso("Ulf Lind", "ulf.lind@corp.acme.io");
  await registered("Una Lind");
  await choosesAccount("una", "Una Lind");
  await mia.picks("Slack account", "Ulf Lind");
  await mia.submits();
  await mia.sees("Slack has not confirmed that ulf.lind@corp.acme.io belongs to this account.");
  expect((await linkOf("Una Lind"))?.userId).toBeUndefined();
  await mia.picks("Slack account", "Una Lind");
  await mia.submits();
  await mia.sees("Slack has not confirmed that una.lind@corp.acme.io belongs to this account.");
  await una.becomes({ email: "other@corp.acme.io" });
  await mia.submits();
  await mia.sees("Slack has not confirmed that other@corp.acme.io belongs to this account.");
  expect((await linkOf("Una Lind"))?.userId).toBeUndefined();
});

test("a mention of such an account is refused, and says to type the address", async () => {
  withSso("Una Holm", "una.holm@corp.acme.io");
  await mia.runs("/iam invite @Una Holm");
  const form = await mia.seesView("Invite people");
  expect(form.asText).toContain("Slack has not confirmed their email address. Type the address instead.");
});

test("nobody is linked by such an address at a first command", async () => {
  const una = withSso("Una Dahl", "una.dahl@acme.io");
  await registered("Una Dahl", { groups: adminGroups });
  await una.runs("/iam users");
  await una.sees("Only admins can do this.");
  expect(await linkOf("Una Dahl")).toBeUndefined();
});

test("an owner whose address Slack never confirmed joins Admin, and reads what they vouch for", async () => {
  await mia.becomes({ emailConfirmed: false });
  await mia.opensHome();
  await mia.sees("Slack has not confirmed that mia@acme.io is yours. By joining you vouch for it");
  await mia.presses("Join Admin");
  await mia.sees("You’re now in Admin as mia@acme.io.");
  expect(await linkOf("Mia Chen")).toMatchObject({ email: "mia@acme.io", unconfirmed: true });
  const event = await AuditEvent.findOne({ action: "user.joined_admin" }).orFail().lean();
  expect(event.after).toMatchObject({ vouchedEmail: "mia@acme.io" });
  await mia.becomes({ emailConfirmed: true });
  expect((await linkOf("Mia Chen"))?.paused).toBeUndefined();
});
