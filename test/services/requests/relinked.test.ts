import { afterAll, beforeEach, expect, test } from "vitest";
import { AccessRequest } from "../../../src/models/access-request.ts";
import { disconnect } from "../../../src/models/connection.ts";
import { builtInGroupIds, Group } from "../../../src/models/group.ts";
import { User } from "../../../src/models/user.ts";
import { createGroup } from "../../../src/services/groups/write-group.ts";
import { answerRequest } from "../../../src/services/requests/answer-request.ts";
import { createRequest } from "../../../src/services/requests/create-request.ts";
import { withdrawRequest } from "../../../src/services/requests/follow-request.ts";
import { listRequests } from "../../../src/services/requests/list-requests.ts";
import { requestableGroups } from "../../../src/services/requests/requestable.ts";
import { userProfile } from "../../../src/services/users/find-user.ts";
import { linkByHand } from "../../../src/services/users/link-account.ts";
import { colleague, linkOf, mia, requestPolicy } from "../../support/acting.ts";
import { seedUsers } from "../../support/slack/seed.ts";
import { emptyDatabase } from "../../support/worker/empty-database.ts";

const nothing = { all: false, names: [] };
const policy = { ...requestPolicy, owners: [mia.userId] };
const eve = colleague("UEVE", "Eve Adams");
/** Eve's new account; her old one is Bob's from then on. */
const eveAnew = { ...colleague("UEVEANEW", "Eve Adams"), email: "eve.new@acme.io" };
const bob = { ...colleague("UEVE", "Bob Brown"), email: "bob@acme.io" };

let vault: string;
let eveId: string;
let bobId: string;

beforeEach(async () => {
  await emptyDatabase();
  const access = { description: "", services: nothing, projects: nothing, regions: nothing };
  vault = (await createGroup(mia, { ...access, name: "Vault" })).groupId;
  await Group.updateOne({ _id: vault }, { $set: { requests: { open: true, answers: 1 } } });
  const { users } = builtInGroupIds;
  [eveId = ""] = await seedUsers([eve.name], users, { email: "eve@acme.io", slack: linkOf(eve) });
  [bobId = ""] = await seedUsers([bob.name], users, { email: "bob@acme.io" });
});
afterAll(disconnect);

const asks = async (who: typeof eve) =>
  (await createRequest(who, { groupId: vault, hours: 24, reason: "The books" }, policy)).requestId;
async function link(userId: string, account: typeof eve): Promise<void> {
  await linkByHand(mia, (await userProfile(mia, userId)).version, account);
}
async function relink(): Promise<void> {
  await link(eveId, eveAnew);
  await link(bobId, bob);
}
const mine = async (who: typeof eve) =>
  (await listRequests(who, "mine", null)).rows.map(({ requestId }) => requestId);
const groupsOf = async (userId: string) =>
  (await User.findById(userId).orFail().lean()).memberships.map(({ groupId }) => String(groupId));

test("a request stays with the person who made it: the next holder of their account can't see it, nor is bound by it", async () => {
  const id = await asks(eve);
  await relink();
  expect({ bob: await mine(bob), eve: await mine(eveAnew) }).toEqual({ bob: [], eve: [id] });
  expect(await requestableGroups(bob)).toMatchObject([{ id: vault, standing: { kind: "open" } }]);
  expect(await requestableGroups(eveAnew)).toMatchObject([{ id: vault, standing: { kind: "asked" } }]);
  await expect(withdrawRequest(bob, id)).rejects.toMatchObject({ code: "not_found" });
  const ofBob = await asks(bob);
  await expect(asks(eveAnew)).rejects.toThrow();
  expect({ bob: await mine(bob), eve: await mine(eveAnew) }).toEqual({ bob: [ofBob], eve: [id] });
});

test("an approval gives the group to the person who asked, not to the next holder of their account", async () => {
  const id = await asks(eve);
  await relink();
  await answerRequest(mia, id, { approved: true }, policy);
  expect(await groupsOf(bobId)).not.toContain(vault);
  expect(await groupsOf(eveId)).toContain(vault);
});

test("a request made from the new account before it was linked replaces the same request from the old one", async () => {
  const before = await asks(eve);
  const since = await asks(eveAnew);
  await link(eveId, eveAnew);
  const status = async (id: string) => (await AccessRequest.findById(id).orFail().lean()).status;
  expect([await status(before), await status(since)]).toEqual(["withdrawn", "pending"]);
  expect(await mine(eveAnew)).toEqual([since, before]);
});
