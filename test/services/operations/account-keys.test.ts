import { afterEach, expect, test } from "vitest";
import { newLog } from "../../../src/config/log.ts";
import { AuditEvent } from "../../../src/models/audit-event.ts";
import { Batch } from "../../../src/models/batch.ts";
import { builtInGroupIds } from "../../../src/models/group.ts";
import { HomeTab } from "../../../src/models/home-tab.ts";
import { Invite } from "../../../src/models/invite.ts";
import { Migration as State } from "../../../src/models/migration.ts";
import { User } from "../../../src/models/user.ts";
import { accountKeys } from "../../../src/services/operations/migrations/009-account-keys.ts";
import { databaseTime } from "../../../src/services/transaction.ts";
import { movedKeys } from "../../../src/slack/kit/installation.ts";
import { startMigrations } from "../../../src/worker/run-migrations.ts";
import { freshDatabase } from "../../support/setup/database.ts";
import { fixtures } from "../../support/slack/fixtures.ts";
import { homesAreOut } from "../../support/slack/homes.ts";
import { startWorld } from "../../support/world.ts";

const world = await startWorld({}, freshDatabase().uri, "organisation");
const { slack, mia } = world;
const { registered } = fixtures(world);
const workspace = mia.account.teamId;
const keys = movedKeys({ kind: "organisation", enterpriseId: slack.teamId });
if (!keys) throw new Error("an organisation may have been a workspace before");
const migrations = accountKeys(keys);

afterEach(async () => {
  await Promise.all([mia.closes({ all: true }), State.deleteMany({})]);
});

/** Runs the migrations as a start does, until they have found nothing left that was there before. */
async function migrate(): Promise<void> {
  const since = await databaseTime();
  const pace = { restMs: 5, tellMs: 0, retryMs: 5, againMs: 3_600_000 };
  const running = startMigrations(migrations, newLog("silent"), pace);
  const done = { _id: { $in: migrations.map(({ id }) => id) }, doneAt: { $gte: since } };
  await expect.poll(() => State.countDocuments(done)).toBe(migrations.length);
  await running.stop();
}

/** Makes an admin as a workspace's installation left them: with their link, and an invite that they sent. */
async function adminOfTheWorkspace(name: string) {
  const email = `${name.toLowerCase()}@acme.io`;
  const person = slack.addPerson({ name, email });
  const id = await registered(
    name,
    {
      groups: [builtInGroupIds.users, builtInGroupIds.admin],
      linkedTo: person,
    },
    email,
  );
  await person.runs(`/iam invite invited.by.${email}`);
  await person.seesView("Invite people");
  await person.submits();
  await person.closes({ all: true });
  await world.mailsAreOut();
  const before = { $set: { "invitedBy.teamId": workspace } };
  await Promise.all([
    User.updateOne({ _id: id }, { $set: { "slack.teamId": workspace } }),
    Invite.updateMany({ "invitedBy.userId": person.id }, before),
    Batch.updateMany({ "invitedBy.userId": person.id }, before),
    AuditEvent.updateMany({ "actor.userId": person.id }, { $set: { "actor.teamId": workspace } }),
  ]);
  return { person, id, email };
}

test("an app previously installed in a workspace finds its admins by either key, and keeps them under the new one", async () => {
  const { person, id, email } = await adminOfTheWorkspace("Ada");
  await person.runs("/iam pending");
  await person.seesView("Pending invites");
  await person.closes();
  await person.opensHome();
  await person.sees("[1 Pending Invite]");
  // Nobody is linked twice, before or after.
  await person.runs("/iam user ada@acme.io");
  await person.seesView("Profile");
  await person.closes();

  await migrate();
  expect((await User.findById(id).lean())?.slack).toMatchObject({ teamId: slack.teamId, userId: person.id });
  expect(await Invite.findOne({ "invitedBy.email": email }).lean()).toMatchObject({
    invitedBy: { teamId: slack.teamId, name: "Ada" },
  });
  expect(await Batch.countDocuments({ "invitedBy.teamId": workspace })).toBe(0);
  await person.runs("/iam pending");
  await person.seesView("Pending invites");
});

test("a Home opened under the workspace is kept up to date under the organisation, and drawn once", async () => {
  const { person } = await adminOfTheWorkspace("Hal");
  const openedAt = new Date();
  await HomeTab.create({ _id: `${workspace}:${person.id}`, openedAt, shows: "overview" });
  await mia.runs("/iam invite for.hal@example.com");
  await mia.seesView("Invite people");
  await mia.submits();
  await homesAreOut();
  const kept = () => HomeTab.find({ _id: { $regex: person.id } }, { _id: 1 }).lean();
  await expect.poll(kept).toEqual([{ _id: `${slack.teamId}:${person.id}` }]);
  await homesAreOut();
  expect(person.home()).toContain("[3 Pending Invites]");
});

test("audit events keep the key of their time, and are found with later ones", async () => {
  const { person, email } = await adminOfTheWorkspace("Ben");
  await migrate();
  const invited = `invited.by.${email}`;
  await person.runs(`/iam pending ${invited}`);
  await person.sees(invited);
  await person.presses("Resend", { beside: invited });
  await expect
    .poll(() => AuditEvent.exists({ action: "invite.resent", "target.label": invited }))
    .not.toBeNull();
  const events = await AuditEvent.find({ "target.label": invited }).sort({ at: 1 }).lean();
  expect(events.map(({ actor }) => actor.teamId)).toEqual([workspace, slack.teamId]);
  await person.closes();
  await mia.runs(`/iam audit ${invited}`);
  await mia.seesView("Audit log");
  expect(mia.screen()).toContain(`sent the invite to ${invited} again`);
  expect(mia.screen()).toContain(`invited ${invited}`);
});

test("an invite bound to a mention, and a user waiting for their account, are linked under the new key", async () => {
  const eve = slack.addPerson({ name: "Eve", email: "eve@acme.io" });
  const id = await registered("Eve", {}, "another.eve@example.com");
  await User.updateOne({ _id: id }, { $set: { invitedAccount: { teamId: workspace, userId: eve.id } } });
  await Invite.updateMany({}, { $set: { account: { teamId: workspace, userId: "U0SOMEONE" } } });
  await eve.runs("/iam");
  await expect.poll(async () => (await User.findById(id).lean())?.slack?.teamId).toBe(slack.teamId);
  await mia.runs("/iam audit another.eve@example.com");
  await mia.sees("Slack account: none → @Eve");
  await mia.closes();
  await migrate();
  expect((await User.findById(id).lean())?.invitedAccount?.teamId).toBe(slack.teamId);
  expect(await Invite.countDocuments({ "account.teamId": workspace })).toBe(0);
});

test("a standalone workspace moves nothing; one in a Grid takes back only what was the organisation's", () => {
  expect(movedKeys({ kind: "workspace", teamId: "T0A" })).toBeNull();
  expect(movedKeys({ kind: "grid_workspace", teamId: "T0A", enterpriseId: "E0OURS" })).toEqual({
    key: "T0A",
    earlier: "E0OURS",
  });
});
