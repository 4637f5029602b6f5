import { Types } from "mongoose";
import { expect, test } from "vitest";
import { AuditEvent } from "../../../src/models/audit-event.ts";
import { builtInGroupIds, Group } from "../../../src/models/group.ts";
import { Invite } from "../../../src/models/invite.ts";
import { User } from "../../../src/models/user.ts";
import { GroupManaged } from "../../../src/services/groups/refusals.ts";
import { createGroup } from "../../../src/services/groups/write-group.ts";
import { createInvites } from "../../../src/services/invites/create-invites.ts";
import { takeBackGroup } from "../../../src/services/provisioning/provision-group.ts";
import { putInGroup, takeOutOfGroup } from "../../../src/services/users/change-membership.ts";
import { mia, policy } from "../../support/acting.ts";
import { type Answer, startScim } from "../../support/scim/start-scim.ts";

const scim = await startScim();
const entra = await scim.provider();
const access = "urn:ietf:params:scim:schemas:extension:iam-bot:2.0:Group";
const none = { all: false, names: [] };
const users = String(builtInGroupIds.users);

const people = async (prefix: string, count: number) => {
  const ids: string[] = [];
  for (let at = 0; at < count; at += 1) ids.push(await entra.creates(`${prefix}${at}`));
  return ids;
};
const create = async (displayName: string, members: readonly string[] = []) => {
  const { status, body } = await entra.asks("POST", "/Groups", {
    displayName,
    members: members.map((value) => ({ value })),
  });
  expect(status).toBe(201);
  return String(body.id);
};
const idsIn = ({ body }: Answer) =>
  (Array.isArray(body.members) ? body.members : []).map(({ value }: { value: string }) => value).sort();
const membersOf = async (id: string) => idsIn(await entra.asks("GET", `/Groups/${id}`));

test("a group is created, renamed, filled, emptied and deleted", async () => {
  const [ada = "", ben = ""] = await people("life", 2);
  const made = await entra.asks("POST", "/Groups", {
    displayName: "Sales  EMEA",
    externalId: "g1",
    members: [{ value: ada, display: "Ada" }],
  });
  expect(made.status).toBe(201);
  const { id } = made.body;
  expect(made.body).toMatchObject({
    displayName: "Sales  EMEA",
    externalId: "g1",
    members: [{ value: ada, $ref: `${scim.url}/scim/v2/Users/${ada}`, type: "User" }],
    [access]: { managed: true },
    meta: { resourceType: "Group", location: `${scim.url}/scim/v2/Groups/${id}` },
  });
  expect((await entra.asks("GET", `/Users/${ada}`)).body.groups).toEqual([
    { value: id, display: "Sales EMEA", type: "direct", $ref: `${scim.url}/scim/v2/Groups/${id}` },
  ]);
  const renamed = await entra.patches(`/Groups/${id}`, {
    op: "replace",
    value: { id, displayName: "Sales" },
  });
  expect([renamed.status, renamed.body.displayName]).toEqual([200, "Sales"]);
  const put = await entra.asks("PUT", `/Groups/${id}`, { displayName: "Sales", members: [{ value: ben }] });
  expect(idsIn(put)).toEqual([ben]);
  expect((await entra.asks("DELETE", `/Groups/${id}`)).status).toBe(204);
  expect((await entra.asks("GET", `/Groups/${id}`)).status).toBe(404);
  expect((await entra.asks("GET", `/Users/${ben}`)).body).not.toHaveProperty("groups");
  const said = await AuditEvent.find({ about: String(id) })
    .sort({ at: 1, _id: 1 })
    .lean();
  expect(said.map(({ action }) => action)).toEqual([
    "group.created",
    "user.groups_changed",
    "group.edited",
    "user.groups_changed",
    "user.groups_changed",
    "group.deleted",
  ]);
  expect(said.every(({ actor }) => actor.kind === "client")).toBe(true);
});

test("of twenty members added at once, while ten are removed, none is lost", async () => {
  const ids = await people("par", 30);
  const group = await create("Parallel", ids.slice(20));
  const add = (value: string) =>
    entra.patches(`/Groups/${group}`, { op: "add", path: "members", value: [{ value }] });
  const remove = (value: string) =>
    entra.patches(`/Groups/${group}`, { op: "remove", path: `members[value eq "${value}"]` });
  const answers = await Promise.all([...ids.slice(0, 20).map(add), ...ids.slice(20).map(remove)]);
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  expect(await membersOf(group)).toEqual(ids.slice(0, 20).sort());
});

test("adding a member again changes nothing, and unknown ids are ignored", async () => {
  const [ada = ""] = await people("twice", 1);
  const group = await create("Twice", [ada]);
  const { membersVersion } = await Group.findById(group).orFail().lean();
  const again = await entra.patches(`/Groups/${group}`, {
    op: "Add",
    path: "members",
    value: [{ value: ada, display: "Ada" }, { value: "nobody" }, { value: "0".repeat(24) }],
  });
  expect([again.status, idsIn(again)]).toEqual([200, [ada]]);
  expect((await Group.findById(group).orFail().lean()).membersVersion).toBe(membersVersion);
  expect(await User.countDocuments({ "memberships.groupId": group })).toBe(1);
});

test("names are unique whatever the capitals, and built-in groups stay", async () => {
  await create("Unique");
  const refusals = [
    await entra.asks("POST", "/Groups", { displayName: "UNIQUE" }),
    await entra.patches(`/Groups/${users}`, { op: "replace", path: "displayName", value: "Everybody" }),
    await entra.asks("DELETE", `/Groups/${builtInGroupIds.admin}`),
    await entra.patches(`/Groups/${builtInGroupIds.admin}`, {
      op: "add",
      path: `${access}:managed`,
      value: true,
    }),
    await entra.asks("POST", "/Groups", { displayName: "Аdmin" }),
    await entra.asks("POST", "/Groups", { members: [] }),
    await entra.patches(`/Groups/${users}`, { op: "remove", path: "displayName" }),
  ];
  expect(refusals.map(({ status, body }) => `${status} ${body.scimType}`)).toEqual([
    "409 uniqueness",
    "409 mutability",
    "409 mutability",
    "409 mutability",
    "400 invalidValue",
    "400 invalidValue",
    "400 mutability",
  ]);
});

test("a group's access is read and written in the extension, and a PUT without it leaves it unchanged", async () => {
  const { body } = await entra.asks("POST", "/Groups", {
    displayName: "Gives",
    [access]: { description: "What for", services: "Tickets, Billing", regions: "ALL" },
  });
  const given = { description: "What for", services: "Tickets, Billing", regions: "all", managed: true };
  expect(body[access]).toEqual(given);
  const put = await entra.asks("PUT", `/Groups/${body.id}`, { displayName: "Gives" });
  expect(put.body[access]).toEqual(given);
  const whole = await entra.patches(`/Groups/${body.id}`, {
    op: "add",
    value: { [access]: { projects: "Apollo", services: "Tickets" } },
  });
  expect(whole.body[access]).toEqual({ ...given, projects: "Apollo", services: "Tickets" });
  const long = await entra.patches(`/Groups/${body.id}`, {
    op: "add",
    path: `${access}:services`,
    value: "x".repeat(61),
  });
  expect([long.status, long.body.scimType]).toEqual([400, "invalidValue"]);
});

test("the provider decides who is in a managed group, until an admin takes it back", async () => {
  const [ada = "", ben = ""] = await people("managed", 2);
  const group = await create("Managed", [ada]);
  const invite = () =>
    createInvites(mia, { emails: ["guest@acme.io"], groupIds: [users, group], expiryDays: 7 }, policy);
  await expect(invite()).rejects.toThrow(GroupManaged);
  await expect(putInGroup(mia, { userId: ben }, group, null)).rejects.toThrow(
    "Managed by an identity provider: Managed (by Client",
  );
  await putInGroup(mia, { userId: ada }, users, null);
  await expect(takeOutOfGroup(mia, { userId: ada }, group)).rejects.toThrow(GroupManaged);
  await expect(
    putInGroup(mia, { userId: ada }, group, { until: new Date(Date.now() + 1e8), zone: "UTC" }),
  ).rejects.toThrow(GroupManaged);
  expect(await Invite.countDocuments()).toBe(0);
  expect(await membersOf(group)).toEqual([ada]);

  await takeBackGroup(mia, group);
  expect((await entra.asks("GET", `/Groups/${group}`)).body[access]).toEqual({ managed: false });
  await putInGroup(mia, { userId: ben }, group, null);
  await invite();
  expect(await membersOf(group)).toEqual([ada, ben].sort());
});

test("a provider that adds a member who is in the group until an end puts them in for good; a list of all keeps the end", async () => {
  const [ada = "", ben = ""] = await people("ending", 2);
  const fields = { description: "", services: none, projects: none, regions: none };
  const { groupId } = await createGroup(mia, { name: "Night Watch", ...fields });
  const end = { until: new Date(Date.now() + 1e8), zone: "UTC" };
  for (const userId of [ada, ben]) await putInGroup(mia, { userId }, groupId, end);
  const endsOf = async () => {
    const found = await User.find({ _id: { $in: [ada, ben] } })
      .sort({ email: 1 })
      .lean();
    return found.map(({ memberships }) => memberships.map(({ until }) => until));
  };
  const members = [{ value: ada }, { value: ben }];
  await entra.asks("PUT", `/Groups/${groupId}`, { displayName: "Night Watch", members });
  expect(await endsOf()).toEqual([[end.until], [end.until]]);

  const add = { op: "add", path: "members", value: [{ value: ada }] };
  await entra.patches(`/Groups/${groupId}`, add);
  expect(await endsOf()).toEqual([[undefined], [end.until]]);
  const changes = () => AuditEvent.countDocuments({ action: "user.groups_changed", about: groupId });
  const before = await changes();
  await entra.patches(`/Groups/${groupId}`, add);
  expect([await changes(), await membersOf(groupId)]).toEqual([before, [ada, ben].sort()]);
});

test("a provider that gives one of our groups its own id manages it", async () => {
  const { groupId } = await createGroup(mia, {
    name: "Ours",
    description: "",
    services: none,
    projects: none,
    regions: none,
  });
  expect((await entra.asks("GET", `/Groups/${groupId}`)).body).not.toHaveProperty(access);
  const linked = await entra.patches(`/Groups/${groupId}`, { op: "Add", path: "externalId", value: "00g1" });
  expect(linked.body[access]).toEqual({ managed: true });
});

test("a group of more than 1,000 members is shown only if attributes are asked for", async () => {
  const group = await create("Large");
  const now = new Date();
  const by = { kind: "system", name: "iam-bot" } as const;
  const rows = Array.from({ length: 1_001 }, (_, at) => ({
    email: `large${at}@acme.io`,
    name: `Large ${at}`,
    timeZone: "UTC",
    status: "active" as const,
    memberships: [{ groupId: new Types.ObjectId(group), since: now, by }],
    invitedBy: by,
    registeredAt: now,
    words: [],
  }));
  await User.insertMany(rows);
  const [ada = ""] = await people("large-", 1);
  const add = { op: "add", path: "members", value: [{ value: ada }] };
  expect(await entra.patches(`/Groups/${group}`, add)).toMatchObject({ status: 204, body: {} });
  const asked = await entra.patches(`/Groups/${group}?attributes=members`, add);
  expect(idsIn(asked)).toHaveLength(1_002);
  const found = await entra.asks(
    "GET",
    `/Groups?excludedAttributes=members&filter=${encodeURIComponent(`members.value eq "${ada}"`)}`,
  );
  expect(found.body).toMatchObject({ totalResults: 1, Resources: [{ id: group }] });
  const larger = Array.from({ length: 9_000 }, (_, at) => ({
    ...rows[0],
    _id: new Types.ObjectId(),
    email: `larger${at}@acme.io`,
  }));
  await User.insertMany(larger, { lean: true });
  // A member named in a filter is found among any number, without searching them all.
  for (const [filter, status, total] of [
    [`id eq "${group}" and members eq "${ada}"`, 200, 1],
    [`members[value eq "${ada}"] and displayName eq "large"`, 200, 1],
    [`id eq "${group}" and not (members.value eq "${ada}")`, 200, 0],
    [`id eq "${group}" and members pr`, 400, undefined],
  ] as const) {
    const path = `/Groups?excludedAttributes=members&filter=${encodeURIComponent(filter)}`;
    const { status: answered, body } = await entra.asks("GET", path);
    expect([filter, answered, body.totalResults]).toEqual([filter, status, total]);
    if (status === 400) expect(body.detail).toContain("10,000 members");
  }
});

test.each([
  [{ value: "GROUP", type: "Group" }],
  [{ value: "GROUP", type: "group" }],
  [{ $ref: "https://iam.example.com/scim/v2/Groups/GROUP" }],
])("a group can't be a member of another: %j is refused", async (sent) => {
  const [inner, outer] = [await create(`Inner ${Math.random()}`), await create(`Outer ${Math.random()}`)];
  const member = JSON.parse(JSON.stringify(sent).replace("GROUP", inner));
  for (const [method, path, body] of [
    ["POST", "/Groups", { displayName: "Nested", members: [member] }],
    ["PUT", `/Groups/${outer}`, { displayName: "Nested", members: [member] }],
    ["PATCH", `/Groups/${outer}`, { Operations: [{ op: "add", path: "members", value: [member] }] }],
    ["PATCH", `/Groups/${outer}`, { Operations: [{ op: "replace", value: { members: member } }] }],
  ] as const) {
    const { status, body: refused } = await entra.asks(method, path, body);
    expect([method, status, refused.scimType]).toEqual([method, 400, "invalidValue"]);
  }
});
