import { Types } from "mongoose";
import { afterAll, beforeEach, expect, test } from "vitest";
import { disconnect } from "../../../src/models/connection.ts";
import { builtInGroupIds } from "../../../src/models/group.ts";
import { User } from "../../../src/models/user.ts";
import type { AccountActor } from "../../../src/services/actor.ts";
import { adminStatus, requirePermission } from "../../../src/services/authorize.ts";
import { NotAdmin } from "../../../src/services/errors.ts";
import { findGroups } from "../../../src/services/groups/list-groups.ts";
import { openGroup } from "../../../src/services/groups/open-group.ts";
import { createGroup } from "../../../src/services/groups/write-group.ts";
import { homeOf } from "../../../src/services/home/home.ts";
import { changeGroups } from "../../../src/services/users/change-groups.ts";
import { putInGroup } from "../../../src/services/users/change-membership.ts";
import { userProfile } from "../../../src/services/users/find-user.ts";
import { anyAdmin } from "../../../src/services/users/join-admin.ts";
import { listUsers } from "../../../src/services/users/list-users.ts";
import { LastAdmin, UserChanged } from "../../../src/services/users/refusals.ts";
import { suspendUser } from "../../../src/services/users/suspend-user.ts";
import { allAdmins, isStillAdmin } from "../../../src/worker/recipients.ts";
import { mia } from "../../support/acting.ts";
import { seedUsers } from "../../support/slack/seed.ts";
import { emptyDatabase } from "../../support/worker/empty-database.ts";

const users = String(builtInGroupIds.users);
const admin = String(builtInGroupIds.admin);
const nothing = { all: false, names: [] };
const ada: AccountActor = { ...mia, userId: "UADA", name: "Ada Byron", email: "ada@acme.io", owner: false };
const inAnHour = () => new Date(Date.now() + 3_600_000);
const aMomentAgo = () => new Date(Date.now() - 1);

let adaId: string;
let research: string;

/** Ada is in Users for good, and in Admin and Research until they end. */
beforeEach(async () => {
  await emptyDatabase();
  research = (
    await createGroup(mia, {
      description: "",
      services: nothing,
      projects: nothing,
      regions: nothing,
      name: "Research",
    })
  ).groupId;
  const slack = { teamId: ada.teamId, userId: ada.userId, email: "ada@acme.io", linkedAt: new Date() };
  const until = inAnHour();
  const membership = (groupId: string) => ({
    groupId: new Types.ObjectId(groupId),
    since: new Date(),
    by: { kind: "system" as const, name: "iam-bot" },
  });
  [adaId = ""] = await seedUsers(["Ada Byron"], users, {
    email: "ada@acme.io",
    slack,
    memberships: [membership(users), { ...membership(admin), until }, { ...membership(research), until }],
  });
});
afterAll(disconnect);

const endsAt = (until: Date) =>
  User.updateOne({ _id: adaId }, { $set: { "memberships.1.until": until, "memberships.2.until": until } });

/** Whatever somebody reads of who is in Admin and Research. */
async function whatCounts() {
  const group = async (id: string) => {
    const { memberCount, members } = await openGroup(mia, id, null);
    return { memberCount, names: members.rows.map(({ name, ended }) => (ended ? `${name}, ended` : name)) };
  };
  const home = await homeOf(ada);
  const { rows } = await findGroups(mia, "", null);
  return {
    isAdmin: (await adminStatus(ada)).kind === "admin",
    anyAdmin: await anyAdmin(),
    told: [await allAdmins([]), await isStillAdmin("UADA", [])],
    admin: await group(admin),
    research: await group(research),
    listed: rows.map(({ name, members }) => `${name} ${members}`),
    profile: (await userProfile(mia, adaId)).groups.map(({ name }) => name),
    row: (await listUsers(mia, "ada", null)).rows[0]?.groups,
    home: [home.shows, home.shows !== "setup" && home.self.kind === "user" && home.self.groups.length],
  };
}

test("a membership counts until the instant it ends, and nowhere after that, even if no process removed it", async () => {
  expect(await whatCounts()).toEqual({
    isAdmin: true,
    anyAdmin: true,
    told: [["UADA"], true],
    admin: { memberCount: 1, names: ["Ada Byron"] },
    research: { memberCount: 1, names: ["Ada Byron"] },
    listed: ["Admin 1", "Auditors 0", "Research 1", "Users 1"],
    profile: ["Admin", "Research", "Users"],
    row: ["Admin", "Research", "Users"],
    home: ["overview", 3],
  });

  await endsAt(aMomentAgo());
  expect(await whatCounts()).toEqual({
    isAdmin: false,
    anyAdmin: false,
    told: [[], false],
    admin: { memberCount: 0, names: ["Ada Byron, ended"] },
    research: { memberCount: 0, names: ["Ada Byron, ended"] },
    listed: ["Admin 0", "Auditors 0", "Research 0", "Users 1"],
    profile: ["Users"],
    row: ["Users"],
    home: ["profile", 1],
  });
  await expect(requirePermission(ada, "users:read")).rejects.toThrow(NotAdmin);
});

test("the end of one membership doesn't end another", async () => {
  await User.updateOne({ _id: adaId }, { $set: { "memberships.2.until": aMomentAgo() } });
  expect(await whatCounts()).toMatchObject({
    isAdmin: true,
    admin: { memberCount: 1 },
    research: { memberCount: 0 },
  });
});

test("someone who saw a membership that has ended meanwhile can't change anything with it", async () => {
  const { version } = await userProfile(mia, adaId);
  await endsAt(aMomentAgo());
  await expect(changeGroups(mia, version, [users, research])).rejects.toThrow(UserChanged);
});

test("a membership that has ended can be given again, and then exists once", async () => {
  await endsAt(aMomentAgo());
  await changeGroups(mia, (await userProfile(mia, adaId)).version, [users, research]);
  const { memberships } = await User.findById(adaId).orFail().lean();
  expect(memberships.filter(({ groupId }) => groupId.equals(research))).toHaveLength(1);
  expect((await userProfile(mia, adaId)).groups.map(({ name }) => name)).toEqual(["Research", "Users"]);
});

test("an admin whose membership has an end doesn't count as another admin for the last one", async () => {
  const [benId = ""] = await seedUsers(["Ben Weber"], admin);
  const { version } = await userProfile(mia, benId);
  await expect(suspendUser(mia, version, "keep")).rejects.toThrow(LastAdmin);
  await expect(changeGroups(mia, version, [users])).rejects.toThrow(LastAdmin);
  await seedUsers(["Eve Adams"], admin);
  await suspendUser(mia, version, "keep");
});

test("a suspended admin gets an end only while somebody active is in Admin for good", async () => {
  const end = { until: inAnHour(), zone: "UTC" };
  const [id = ""] = await seedUsers(["Cleo Marsh"], admin, { email: "cleo@acme.io", status: "suspended" });
  const ends = () => putInGroup(mia, { userId: id }, admin, end);
  await expect(ends()).rejects.toMatchObject({ facts: { fields: { until: expect.any(String) } } });
  await seedUsers(["Ben Okri"], admin, { email: "ben@acme.io" });
  await ends();
  expect((await User.findById(id).orFail().lean()).memberships[0]?.until).toEqual(end.until);
});
