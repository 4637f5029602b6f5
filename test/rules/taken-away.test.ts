import { Types } from "mongoose";
import { afterAll, beforeEach, expect, test } from "vitest";
import { AuditEvent } from "../../src/models/audit-event.ts";
import { disconnect } from "../../src/models/connection.ts";
import { builtInGroupIds } from "../../src/models/group.ts";
import { Invite } from "../../src/models/invite.ts";
import { User } from "../../src/models/user.ts";
import type { AccountActor } from "../../src/services/actor.ts";
import { InvalidFields, NotAdmin } from "../../src/services/errors.ts";
import { deleteGroup } from "../../src/services/groups/delete-group.ts";
import { createGroup, editGroup } from "../../src/services/groups/write-group.ts";
import { createInvites } from "../../src/services/invites/create-invites.ts";
import { editInvite } from "../../src/services/invites/edit-invite.ts";
import { resendInvite } from "../../src/services/invites/resend-invite.ts";
import { pauseIfChanged } from "../../src/services/pause-link.ts";
import { changeGroups } from "../../src/services/users/change-groups.ts";
import { userProfile } from "../../src/services/users/find-user.ts";
import { joinAdmin } from "../../src/services/users/join-admin.ts";
import { linkByHand } from "../../src/services/users/link-account.ts";
import { suspendUser } from "../../src/services/users/suspend-user.ts";
import { mia, policy } from "../support/acting.ts";
import { anAttemptFails, holdAfterReadingActor, holdBeforeCommit } from "../support/hold.ts";
import { seedUsers } from "../support/slack/seed.ts";
import { emptyDatabase } from "../support/worker/empty-database.ts";

const users = String(builtInGroupIds.users);
const admins = String(builtInGroupIds.admin);
const nothing = { all: false, names: [] };
const fields = { description: "", services: nothing, projects: nothing, regions: nothing };

/** An admin who is about to be none, and what they do as their last act. */
const ada: AccountActor = { ...mia, userId: "UADA", name: "Ada Byron", email: "ada@acme.io", owner: false };
let adaId: string;
let eveId: string;

beforeEach(async () => {
  await emptyDatabase();
  const slack = { teamId: ada.teamId, userId: ada.userId, email: "ada@acme.io", linkedAt: new Date() };
  [adaId = ""] = await seedUsers(["Ada Byron"], admins, { email: "ada@acme.io", slack });
  [eveId = ""] = await seedUsers(["Eve Adams"], users);
  await seedUsers(["Ben Weber"], admins);
});
afterAll(disconnect);

const versionOf = async (userId: string) => (await userProfile(mia, userId)).version;
const invites = async (by: AccountActor, email: string, groupIds = [admins]) => {
  const [outcome] = await createInvites(by, { emails: [email], groupIds, expiryDays: 7 }, policy);
  return outcome?.outcome === "invited" ? outcome.inviteId : "";
};
const group = async () => (await createGroup(mia, { ...fields, name: "Research" })).groupId;
const groupsOf = async (inviteId: string) =>
  (await Invite.findById(inviteId).orFail().lean()).groupIds.map(String);
const refusals = () => AuditEvent.countDocuments({ action: "access.refused", "actor.userId": ada.userId });

/** Ways in which somebody stops being an admin; each is done as soon as it is asked for. */
const takings: Record<string, () => Promise<() => Promise<unknown>>> = {
  "is suspended": async () => {
    const seen = await versionOf(adaId);
    return () => suspendUser(mia, seen, "cancel");
  },
  "leaves Admin": async () => {
    const seen = await versionOf(adaId);
    return () => changeGroups(mia, seen, [users]);
  },
  "is paused": async () => () => pauseIfChanged({ ...ada, email: "other@acme.io" }),
  "acts by another account": async () => {
    const seen = await versionOf(adaId);
    return () => linkByHand(mia, seen, { ...ada, userId: "UADA2" });
  },
};

/** What they had begun, and what of it must not be there afterwards. */
const acts: Record<string, () => Promise<{ act: () => Promise<unknown>; leaves: () => Promise<unknown> }>> = {
  "an invite into Admin": async () => ({
    act: () => invites(ada, "mallory@example.com"),
    leaves: () => Invite.exists({ email: "mallory@example.com" }),
  }),
  "an invite sent again": async () => {
    const id = await invites(mia, "mallory@example.com");
    return {
      act: () => resendInvite(ada, id, 1, policy),
      leaves: () => Invite.exists({ _id: id, generation: 2 }),
    };
  },
  "an invite edited into Admin": async () => {
    const id = await invites(mia, "mallory@example.com", [users]);
    return {
      act: () => editInvite(ada, id, 1, { groupIds: [admins] }),
      leaves: () => Invite.exists({ _id: id, groupIds: builtInGroupIds.admin }),
    };
  },
  "somebody put into Admin": async () => {
    const seen = await versionOf(eveId);
    return {
      act: () => changeGroups(ada, seen, [users, admins]),
      leaves: () => User.exists({ _id: eveId, "memberships.groupId": builtInGroupIds.admin }),
    };
  },
  "a group edited": async () => {
    const id = await group();
    return {
      act: () => editGroup(ada, id, 1, { ...fields, name: null, services: { all: true, names: [] } }),
      leaves: async () => null,
    };
  },
};

const interleavings = Object.keys(takings).flatMap((taking) => Object.keys(acts).map((act) => [taking, act]));

test.each(interleavings)(
  "an admin who %s meanwhile: of %s nothing stands, and the log tells",
  async (taking, begun) => {
    const { act, leaves } = (await acts[begun ?? ""]?.()) ?? {};
    const take = await takings[taking ?? ""]?.();
    const held = holdAfterReadingActor();
    const acting = act?.().catch((error: unknown) => error);
    await held.stands;
    await take?.();
    held.letsGo();
    expect(await acting).toBeInstanceOf(NotAdmin);
    expect(await leaves?.()).toBeNull();
    expect(await refusals()).toBe(1);
    expect(await AuditEvent.countDocuments({ "actor.userId": ada.userId })).toBe(1);
  },
);

test("an admin whose account is still kept as before the app was installed in the whole organisation loses what they began as well", async () => {
  const seen = await versionOf(adaId);
  const held = holdAfterReadingActor();
  const acting = invites({ ...ada, teamId: "E1", otherTeamIds: [ada.teamId] }, "mallory@example.com").catch(
    (error: unknown) => error,
  );
  await held.stands;
  await suspendUser(mia, seen, "cancel");
  held.letsGo();
  expect(await acting).toBeInstanceOf(NotAdmin);
  expect(await Invite.exists({ email: "mallory@example.com" })).toBeNull();
});

test("an invite that is about to be committed is cancelled with the others when its inviter is suspended", async () => {
  const seen = await versionOf(adaId);
  const held = holdBeforeCommit();
  const acting = invites(ada, "mallory@example.com");
  await held.stands;
  const conflict = anAttemptFails();
  const taking = suspendUser(mia, seen, "cancel");
  await Promise.race([conflict, taking]);
  held.letsGo();
  expect(await taking).toMatchObject({ invites: 1 });
  expect(await Invite.findById(await acting).lean()).toMatchObject({ status: "cancelled" });
  const events = await AuditEvent.find({ "target.label": "mallory@example.com" }).sort({ at: 1 }).lean();
  expect(events.map(({ action, actor }) => [action, actor.name])).toEqual([
    ["invite.created", "Ada Byron"],
    ["invite.cancelled", "Mia Chen"],
  ]);
});

test("one admin's own actions do not wait for each other, nor do invites into one group", async () => {
  const id = await group();
  await invites(ada, "first@example.com", [id]);
  const held = holdBeforeCommit();
  const slow = invites(ada, "slow@example.com", [id]);
  await held.stands;
  const others = Array.from({ length: 40 }, (_, n) => `other${n}@example.com`);
  for (const email of others) expect(await invites(ada, email, [id])).not.toBe("");
  held.letsGo();
  expect(await slow).not.toBe("");
});

test("a group is deleted while somebody invites into it: they are told, and nobody gets Users instead", async () => {
  const id = await group();
  const held = holdAfterReadingActor();
  const acting = invites(ada, "eve@example.com", [id]).catch((error: unknown) => error);
  await held.stands;
  await deleteGroup(mia, id, 1);
  held.letsGo();
  expect(await acting).toBeInstanceOf(InvalidFields);
  expect(await Invite.exists({ email: "eve@example.com" })).toBeNull();
});

test("a group is deleted while an invite is edited into it: the invite stays as it was", async () => {
  const id = await group();
  const inviteId = await invites(mia, "eve@example.com", [users]);
  const held = holdAfterReadingActor();
  const acting = editInvite(ada, inviteId, 1, { groupIds: [id] }).catch((error: unknown) => error);
  await held.stands;
  await deleteGroup(mia, id, 1);
  held.letsGo();
  expect(await acting).toBeInstanceOf(InvalidFields);
  expect(await groupsOf(inviteId)).toEqual([users]);
});

test("an invite into a group that is deleted before it is committed goes with the group, which the deletion counts", async () => {
  const id = await group();
  const held = holdBeforeCommit();
  const acting = invites(ada, "eve@example.com", [id, admins]);
  await held.stands;
  const conflict = anAttemptFails();
  const taking = deleteGroup(mia, id, 1);
  await Promise.race([conflict, taking]);
  held.letsGo();
  expect(await taking).toMatchObject({ pendingInvites: 1 });
  expect(await groupsOf(await acting)).toEqual([admins]);
});

test("an owner who joins Admin while somebody invites them, or sends their invite again, has no pending invite left", async () => {
  const olga: AccountActor = { ...mia, userId: "UOLGA", name: "Olga", email: "olga@acme.io" };
  const old = await invites(mia, "ada@example.com");
  const expired = await invites(mia, "old@acme.io");
  await Invite.updateOne({ _id: expired }, { status: "expired" });
  const begun: [string, () => Promise<unknown>][] = [
    ["olga@acme.io", () => invites(mia, "olga@acme.io")],
    ["old@acme.io", () => resendInvite(mia, expired, 1, policy)],
  ];
  for (const [email, act] of begun) {
    await User.updateMany({}, { $pull: { memberships: { groupId: builtInGroupIds.admin } } });
    const held = holdBeforeCommit();
    const acting = act();
    await held.stands;
    const conflict = anAttemptFails();
    const joining = joinAdmin({ ...olga, userId: new Types.ObjectId().toHexString(), email });
    await Promise.race([conflict, joining]);
    held.letsGo();
    await Promise.all([acting, joining]);
    expect(await User.exists({ email })).not.toBeNull();
    expect(await Invite.findOne({ email, status: "pending" }).lean()).toBeNull();
  }
  expect(await Invite.findById(old).lean()).toMatchObject({ status: "pending" });
});
