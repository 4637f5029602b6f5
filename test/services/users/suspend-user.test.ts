import { afterAll, beforeEach, expect, test } from "vitest";
import { disconnect } from "../../../src/models/connection.ts";
import { builtInGroupIds } from "../../../src/models/group.ts";
import { Invite } from "../../../src/models/invite.ts";
import type { AccountActor } from "../../../src/services/actor.ts";
import { createInvites } from "../../../src/services/invites/create-invites.ts";
import { editInvite } from "../../../src/services/invites/edit-invite.ts";
import { resendInvite } from "../../../src/services/invites/resend-invite.ts";
import { showLink } from "../../../src/services/invites/show-link.ts";
import { inviteHandlers } from "../../../src/services/operations/migrations/008-invite-handlers.ts";
import { userProfile } from "../../../src/services/users/find-user.ts";
import { linkByHand } from "../../../src/services/users/link-account.ts";
import { invitesHandledBy, suspendUser } from "../../../src/services/users/suspend-user.ts";
import { mia, policy } from "../../support/acting.ts";
import { seedUsers } from "../../support/slack/seed.ts";
import { emptyDatabase } from "../../support/worker/empty-database.ts";

const users = String(builtInGroupIds.users);
const admins = String(builtInGroupIds.admin);
const ada: AccountActor = { ...mia, userId: "UADA", name: "Ada Byron", email: "ada@acme.io", owner: false };
const adaAnew: AccountActor = { ...ada, userId: "UADA2" };
let adaId: string;

beforeEach(async () => {
  await emptyDatabase();
  const slack = { teamId: ada.teamId, userId: ada.userId, email: "ada@acme.io", linkedAt: new Date() };
  [adaId = ""] = await seedUsers(["Ada Byron"], admins, { email: "ada@acme.io", slack });
  await seedUsers(["Ben Weber"], admins);
});
afterAll(disconnect);

const version = async () => (await userProfile(mia, adaId)).version;
const invites = async (by: AccountActor, email: string) => {
  const [outcome] = await createInvites(by, { emails: [email], groupIds: [users], expiryDays: 7 }, policy);
  return outcome?.outcome === "invited" ? outcome.inviteId : "";
};

/** Leaves one invite of each kind that Ada had in her hands, and others that she had not. */
async function handled(): Promise<string[]> {
  await invites(ada, "sent@example.com");
  await editInvite(ada, await invites(mia, "edited@example.com"), 1, { groupIds: [users, admins] });
  await resendInvite(ada, await invites(mia, "resent@example.com"), 1, policy);
  await showLink(ada, await invites(mia, "seen@example.com"), 1);
  await editInvite(ada, await invites(mia, "unchanged@example.com"), 1, { groupIds: [users] });
  await invites(mia, "others@example.com");
  await linkByHand(mia, await version(), adaAnew);
  await invites(adaAnew, "anew@example.com");
  return ["sent", "edited", "resent", "seen", "anew"].map((name) => `${name}@example.com`).sort();
}

async function suspendsAda(theirs: string[]): Promise<void> {
  const listed = await invitesHandledBy(mia, await version());
  expect({ ...listed, newest: listed.newest.toSorted() }).toEqual({ count: theirs.length, newest: theirs });
  expect(await suspendUser(mia, await version(), "cancel")).toEqual({
    invites: theirs.length,
    underWay: false,
  });
  expect(
    (await Invite.find({ status: "cancelled" }).sort({ email: 1 }).lean()).map(({ email }) => email),
  ).toEqual(theirs);
}

test("every invite they sent through any account, edited, resent or saw the link of is listed and cancelled", async () => {
  await suspendsAda(await handled());
});

test("what an older version stored is found through the audit log", async () => {
  const theirs = await handled();
  await Invite.updateMany({}, { $unset: { inviterId: 1, handledBy: 1 } });
  expect(await inviteHandlers.isPending()).toBe(true);
  await inviteHandlers.migrateAfter(undefined, 500);
  expect(await inviteHandlers.isPending()).toBe(false);
  await suspendsAda(theirs);
});

test("invites sent from an account before it belonged to a user, or by an older version, are found before any migration", async () => {
  const owner = { ...adaAnew, owner: true };
  await invites(owner, "before@example.com");
  await invites(ada, "old@example.com");
  await Invite.updateOne({ email: "old@example.com" }, { $unset: { inviterId: 1, handledBy: 1 } });
  expect(await invitesHandledBy(mia, await version())).toEqual({ count: 1, newest: ["old@example.com"] });
  await linkByHand(mia, await version(), adaAnew);
  await Invite.updateOne({ email: "old@example.com" }, { inviterId: null, "invitedBy.userId": "UELSE" });
  await suspendsAda(["before@example.com"]);
});
