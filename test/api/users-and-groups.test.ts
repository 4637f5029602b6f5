import { Types } from "mongoose";
import { expect, test } from "vitest";
import * as z from "zod";
import { pageOf } from "../../src/api/paging.ts";
import { group } from "../../src/api/v1/group-resource.ts";
import { member, membership, user, userDetail } from "../../src/api/v1/user-resource.ts";
import { AuditEvent } from "../../src/models/audit-event.ts";
import { builtInGroupIds, Group } from "../../src/models/group.ts";
import { Invite } from "../../src/models/invite.ts";
import { User } from "../../src/models/user.ts";
import { cancelHandled } from "../../src/services/invites/cancel-handled.ts";
import { startApi } from "../support/api.ts";
import { registered } from "../support/people.ts";

const api = await startApi();
const hr = await api.client("users:read", "users:write");
const reader = await api.client("users:read");
const it = await api.client("groups:read", "groups:write");
const users = String(builtInGroupIds.users);
const admins = String(builtInGroupIds.admin);

const read = async (id: string) => userDetail.parse((await reader.asks("GET", `/users/${id}`)).body);

/** Walks all pages of a list. */
async function all<T>(
  client: typeof hr,
  path: string,
  item: { parse(body: unknown): T },
  limit = 2,
): Promise<T[]> {
  const found: T[] = [];
  for (let cursor = ""; ; ) {
    const query = `limit=${limit}${cursor && `&cursor=${cursor}`}`;
    const answer = await client.asks("GET", `${path}${path.includes("?") ? "&" : "?"}${query}`);
    const { items, next } = pageOf(z.unknown()).parse(answer.body);
    expect(items.length).toBeLessThanOrEqual(limit);
    found.push(...items.map((each) => item.parse(each)));
    if (next === null) return found;
    cursor = next;
  }
}

test("people are listed once each, whatever happens to their names between two pages", async () => {
  const ids = [];
  for (const name of ["Abe Alpha", "Bea Beta", "Cid Gamma", "Dee Delta", "Eli Epsilon"])
    ids.push(await registered(name));
  const first = pageOf(user).parse((await reader.asks("GET", "/users?limit=3")).body);
  await User.updateOne({ _id: ids[4] ?? "" }, { name: "Aaron First" });
  const second = pageOf(user).parse((await reader.asks("GET", `/users?limit=100&cursor=${first.next}`)).body);
  expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(ids);
  expect(second.next).toBeNull();
});

test("people are found by name, and by their address in any spelling", async () => {
  const id = await registered("Zoë Zimmermann");
  const email = "zoe.z@bücher.example";
  await User.updateOne({ _id: id }, { email });
  await registered("Zoltan Other");
  expect((await all(reader, "/users?q=zo%C3%AB", user, 1)).map((each) => each.name)).toEqual([
    "Zoë Zimmermann",
  ]);
  expect(await all(reader, "/users?q=zo", user, 1)).toHaveLength(2);
  expect(await all(reader, "/users?q=%3F", user)).toEqual([]);
  const byAddress = await all(reader, `/users?email=${encodeURIComponent(email.toUpperCase())}`, user);
  expect(byAddress.map((each) => each.id)).toEqual([id]);
  const both = `/users?email=${encodeURIComponent(email)}&q=`;
  expect(await all(reader, `${both}zimmer`, user)).toHaveLength(1);
  for (const other of ["zoltan", "zimmer%20other", "%3F"])
    expect(await all(reader, both + other, user)).toEqual([]);
});

test("a list shows no phone numbers, but a single user does", async () => {
  const id = await registered("Phil Phone");
  await User.updateOne({ _id: id }, { phone: "+4930901820" });
  const listed = await reader.asks("GET", "/users?q=phil");
  expect(JSON.stringify(listed.body)).not.toContain("901820");
  expect(await read(id)).toMatchObject({
    phone: "+4930901820",
    name: "Phil Phone",
    status: "active",
    version: 1,
  });
  const unknown = await reader.asks("GET", `/users/${new Types.ObjectId()}`);
  expect([unknown.status, unknown.body]).toMatchObject([
    404,
    { code: "not_found", detail: "This user no longer exists. Check the list again." },
  ]);
});

test("details can be edited in part, by the rules of registration", async () => {
  const id = await registered("Dora Detail");
  const answer = await hr.asks("PATCH", `/users/${id}`, {
    body: {
      title: "  Chief   of Staff ",
      phone: "+49 (30) 901-820",
      timeZone: "Asia/Kolkata",
      language: "zh-TW",
    },
  });
  expect(userDetail.parse(answer.body)).toMatchObject({
    name: "Dora Detail",
    title: "Chief of Staff",
    phone: "+4930901820",
    timeZone: "Asia/Kolkata",
    language: "zh-Hant",
    version: 2,
  });
  const refused = await hr.asks("PATCH", `/users/${id}`, {
    body: { name: " ", phone: "12", timeZone: "Nowhere", language: "tlh" },
  });
  expect(refused.status).toBe(422);
  expect(refused.body).toMatchObject({
    errors: [{ field: "name" }, { field: "phone" }, { field: "timeZone" }, { field: "language" }],
  });
  const emptied = await hr.asks("PATCH", `/users/${id}`, { body: { title: "", phone: "" } });
  expect(userDetail.parse(emptied.body)).toMatchObject({ title: null, phone: null, version: 3 });
  const same = await hr.asks("PATCH", `/users/${id}`, {
    body: { title: "" },
    headers: { "If-Match": '"3"' },
  });
  expect(same.headers.get("etag")).toMatch(/^"3\.[\w-]{16}"$/);
  for (const [versions, status] of [
    ['"2", "3"', 200],
    ['"2"', 412],
  ] as const) {
    const read = await hr.asks("GET", `/users/${id}`, { headers: { "If-Match": versions } });
    expect([versions, read.status]).toEqual([versions, status]);
  }
  const events = await AuditEvent.find({ "target.id": id }).sort({ at: 1, _id: 1 }).lean();
  expect(events.map(({ before, after }) => ({ before, after }))).toMatchObject([
    { before: { title: "", phone: "" }, after: { title: "Chief of Staff", phone: "(a number)" } },
    { before: { phone: "(a number)" }, after: { title: "", phone: "" } },
  ]);
});

test("suspending somebody twice gives the same answer; an outdated version is told who was first", async () => {
  const id = await registered("Sue Spended");
  const ivy = await api.client("users:write");
  const suspend = { body: { invites: "keep" }, headers: { "If-Match": '"1"' } };
  const answers = await Promise.all([
    hr.asks("POST", `/users/${id}/suspend`, suspend),
    ivy.asks("POST", `/users/${id}/suspend`, suspend),
  ]);
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 412]);
  expect(answers.find(({ status }) => status === 412)?.body).toMatchObject({
    code: "user_changed",
    detail: expect.stringMatching(/^Client \d+ changed Sue Spended on /),
  });
  const again = await hr.asks("POST", `/users/${id}/suspend`, { body: {} });
  expect(userDetail.parse(again.body)).toMatchObject({ status: "suspended", version: 2 });
  await hr.asks("POST", `/users/${id}/reactivate`);
  expect(await read(id)).toMatchObject({ status: "active", version: 3 });
  await hr.asks("POST", `/users/${id}/reactivate`);
  const actions = (await AuditEvent.find({ "target.id": id }).lean()).map(({ action }) => action).toSorted();
  expect(actions).toEqual(["user.reactivated", "user.suspended"]);
  expect((await hr.asks("POST", `/users/${id}/erase`)).status).toBe(422);
  await hr.asks("POST", `/users/${id}/suspend`, { body: {} });
  const erased = await hr.asks("POST", `/users/${id}/erase`);
  expect(userDetail.parse(erased.body)).toMatchObject({ status: "suspended", name: "Erased person" });
});

test("the same membership, added twenty times at once, is one membership and one event", async () => {
  const id = await registered("Twenty Times");
  const { id: groupId } = group.parse((await it.asks("POST", "/groups", { body: { name: "Band" } })).body);
  const path = `/users/${id}/groups/${groupId}`;
  const answers = await Promise.all(Array.from({ length: 20 }, () => hr.asks("PUT", path, { body: {} })));
  expect(answers.map(({ status }) => status).toSorted()).toEqual([
    ...Array.from({ length: 19 }, () => 200),
    201,
  ]);
  expect(await read(id)).toMatchObject({ groups: [{ name: "Users" }, { name: "Band" }], version: 2 });
  expect(await AuditEvent.countDocuments({ "target.id": id })).toBe(1);
  const gone = await Promise.all(Array.from({ length: 5 }, () => hr.asks("DELETE", path)));
  expect(gone.map(({ status }) => status)).toEqual([204, 204, 204, 204, 204]);
  expect(await read(id)).toMatchObject({ groups: [{ name: "Users" }], version: 3 });
  expect(await AuditEvent.countDocuments({ "target.id": id })).toBe(2);
});

test("a membership can end at an instant, or on a last day in the organisation's time zone", async () => {
  const id = await registered("Eno Ends");
  const { id: groupId } = group.parse((await it.asks("POST", "/groups", { body: { name: "Guests" } })).body);
  const put = (until?: unknown) =>
    hr.asks("PUT", `/users/${id}/groups/${groupId}`, { body: until === undefined ? {} : { until } });
  const end = async () => (await read(id)).groups.find(({ name }) => name === "Guests")?.until;
  expect((await put("2099-03-28")).status).toBe(201);
  // The last Sunday in March is a day later, so it is still winter time.
  expect(await end()).toBe("2099-03-28T23:00:00.000Z");
  expect((await put("2099-07-01T12:00:00.5+02:00")).status).toBe(200);
  expect(await end()).toBe("2099-07-01T10:00:00.500Z");
  await put("2099-07-01");
  expect(await end()).toBe("2099-07-01T22:00:00.000Z");
  await put();
  expect(await end()).toBeNull();
  expect([(await put("2020-01-01")).status, await end()]).toEqual([422, null]);
  for (const until of ["soon", "2099-02-30", "2099-7-1", "9999-12-31", 5]) {
    const answer = await put(until);
    expect([until, answer.status, answer.body]).toMatchObject([until, 400, { errors: [{ field: "until" }] }]);
  }
  const listed = await reader.asks("GET", `/users/${id}/groups`);
  expect(listed.headers.get("etag")).toContain(`"${(await read(id)).version}.`);
  expect(pageOf(membership).parse(listed.body).items).toMatchObject([
    { group: { name: "Users", services: ["Tickets"] }, until: null },
    {
      group: { name: "Guests", services: [] },
      until: null,
      by: { client: expect.stringMatching(/^Client/) },
    },
  ]);
});

test("nobody is removed from their last group, and changes to Admin need more", async () => {
  const id = await registered("Lasse Last");
  const last = await hr.asks("DELETE", `/users/${id}/groups/${users}`);
  expect([last.status, last.body]).toMatchObject([422, { errors: [{ field: "groups" }] }]);
  const admin = await hr.asks("PUT", `/users/${id}/groups/${admins}`, { body: {} });
  expect([admin.status, admin.body]).toMatchObject([403, { code: "not_permitted" }]);
  const nowhere = await hr.asks("PUT", `/users/${id}/groups/${new Types.ObjectId()}`, { body: {} });
  expect([nowhere.status, nowhere.body]).toMatchObject([404, { code: "not_found" }]);
  const seen = { headers: { "If-Match": '"1"' }, body: {} };
  const { id: groupId } = group.parse((await it.asks("POST", "/groups", { body: { name: "Club" } })).body);
  expect((await hr.asks("PUT", `/users/${id}/groups/${groupId}`, seen)).status).toBe(201);
  const late = await hr.asks("DELETE", `/users/${id}/groups/${groupId}`, { headers: seen.headers });
  expect([late.status, late.body]).toMatchObject([412, { code: "user_changed" }]);
});

test("a suspension cancels the invites that the client's owner sent, if asked to", async () => {
  const portal = await api.client("invites:write");
  const id = await registered("Ira Inviter");
  await portal.asks("POST", "/invites", { body: { emails: ["ira.invited@acme.io"] } });
  await Invite.updateOne({ email: "ira.invited@acme.io" }, { handledBy: [id] });
  await hr.asks("POST", `/users/${id}/suspend`, { body: { invites: "cancel" } });
  expect(await Invite.findOne({ email: "ira.invited@acme.io" }).lean()).toMatchObject({
    status: "cancelled",
  });
});

test.each([
  ["a few", 2],
  ["more than are cancelled at once", 101],
])("invites that a suspension kept can be cancelled later: %s", async (_, count) => {
  const id = await registered(`Kim Keeper ${count}`);
  const portal = await api.client("invites:write");
  const emails = Array.from({ length: count }, (__, n) => `kept${count}.${n}@acme.io`);
  for (const some of [emails.slice(0, 100), emails.slice(100)])
    if (some.length > 0) await portal.asks("POST", "/invites", { body: { emails: some } });
  const theirs = { email: { $in: emails } };
  await Invite.updateMany(theirs, { handledBy: [id] });
  const suspends = async (invites: string) =>
    (await hr.asks("POST", `/users/${id}/suspend`, { body: { invites } })).status;
  expect(await suspends("keep")).toBe(200);
  expect(await Invite.countDocuments({ ...theirs, status: "pending" })).toBe(count);
  for (const __ of Array(2)) expect(await suspends("cancel")).toBe(200);
  while (await cancelHandled(new Types.ObjectId(id)));
  expect(await Invite.countDocuments({ ...theirs, status: "cancelled" })).toBe(count);
  const told = { action: "user.suspended", "target.id": id };
  expect(await AuditEvent.countDocuments(told)).toBe(1);
});

test("an admin can be suspended only with admins:write, and never the last one", async () => {
  const id = await registered("Ada Admin");
  const membership = {
    groupId: builtInGroupIds.admin,
    since: new Date(),
    by: { kind: "system", name: "iam-bot" },
  };
  await User.updateOne({ _id: id }, { $push: { memberships: membership } });
  const refused = await hr.asks("POST", `/users/${id}/suspend`, { body: {} });
  expect([refused.status, refused.body]).toMatchObject([403, { code: "not_permitted" }]);
  const root = await api.client("users:write", "admins:write");
  const last = await root.asks("POST", `/users/${id}/suspend`, { body: {} });
  expect([last.status, last.body]).toMatchObject([409, { code: "last_admin" }]);
  const other = await registered("Ben Boss");
  await User.updateOne({ _id: other }, { $push: { memberships: membership } });
  expect((await root.asks("POST", `/users/${id}/suspend`, { body: {} })).status).toBe(200);
});

test("a group is created, edited in part, and deleted, each at the version read", async () => {
  const made = await it.asks("POST", "/groups", {
    body: { name: " Data  Science ", services: ["Notebooks", "notebooks", "Warehouse"], regions: "all" },
  });
  expect(made.status).toBe(201);
  const { id, ...fields } = group.parse(made.body);
  expect(made.headers.get("location")).toBe(`${api.url}/api/v1/groups/${id}`);
  expect(fields).toMatchObject({
    name: "Data Science",
    description: "",
    services: ["Notebooks", "Warehouse"],
    projects: [],
    regions: "all",
    actions: "all",
    builtIn: false,
    version: 1,
  });
  const edited = await it.asks("PATCH", `/groups/${id}`, {
    body: { description: "Who looks at data.", actions: ["read"] },
    headers: { "If-Match": '"1"' },
  });
  expect(group.parse(edited.body)).toMatchObject({
    name: "Data Science",
    services: ["Notebooks", "Warehouse"],
    description: "Who looks at data.",
    actions: ["read"],
    version: 2,
  });
  const late = await it.asks("DELETE", `/groups/${id}`, { headers: { "If-Match": '"1"' } });
  expect([late.status, late.body]).toMatchObject([412, { code: "group_changed" }]);
  const taken = await it.asks("POST", "/groups", { body: { name: "data science" } });
  expect([taken.status, taken.body]).toMatchObject([422, { errors: [{ field: "name" }] }]);
  expect((await it.asks("DELETE", `/groups/${id}`, { headers: { "If-Match": '"2"' } })).status).toBe(204);
  const gone = await it.asks("GET", `/groups/${id}`);
  expect([gone.status, gone.body]).toMatchObject([404, { code: "group_deleted" }]);
});

test.each([
  ["DELETE", users, undefined],
  ["DELETE", admins, undefined],
  ["PATCH", admins, { description: "Mine" }],
  ["PATCH", users, { name: "Everyone" }],
])("%s of the built-in group %s with %j is refused", async (method, id, body) => {
  const answer = await it.asks(method, `/groups/${id}`, { body });
  expect([answer.status, answer.body]).toMatchObject([409, { code: "group_built_in" }]);
});

test("a version that no group ever had matches nothing, even for an unedited group", async () => {
  for (const version of ["0", "7", "01", "1.0", "W1", "-1"]) {
    const headers = { "If-Match": `"${version}"` };
    const answer = await it.asks("PATCH", `/groups/${users}`, { body: { description: "x" }, headers });
    expect([version, answer.status, answer.body]).toMatchObject([version, 412, { code: "group_changed" }]);
  }
  expect((await Group.findById(users).orFail().lean()).description).toBe("Everyone starts here.");
});

test("groups are listed and found, and a search can't continue from a deleted group", async () => {
  const ids: string[] = [];
  for (const name of ["Team Red", "Team Green", "Team Blue"])
    ids.push(group.parse((await it.asks("POST", "/groups", { body: { name } })).body).id);
  const listed = (await all(it, "/groups", group)).map(({ id }) => id);
  expect([...listed.slice(0, 2), ...listed.slice(-3)]).toEqual([users, admins, ...ids]);
  expect(await all(it, "/groups?q=team", group, 1)).toHaveLength(3);
  const { items, next } = pageOf(group).parse((await it.asks("GET", "/groups?q=team&limit=1")).body);
  await it.asks("DELETE", `/groups/${items[0]?.id}`);
  const on = await it.asks("GET", `/groups?q=team&limit=1&cursor=${next}`);
  expect([on.status, on.body]).toMatchObject([410, { code: "cursor_outdated" }]);
});

test("a group's members are listed by name, without what only a single user shows", async () => {
  const groupId = new Types.ObjectId(
    group.parse((await it.asks("POST", "/groups", { body: { name: "Choir" } })).body).id,
  );
  const by = { kind: "system", name: "iam-bot" };
  const join = async (name: string, until?: Date) => {
    const id = await registered(name);
    const membership = { groupId, since: new Date(1_000), by, ...(until && { until }) };
    await User.updateOne({ _id: id }, { $push: { memberships: membership }, phone: "+4930901820" });
  };
  const until = new Date(Date.now() + 60_000);
  await join("Tenor Tim", until);
  await join("Alto Ann");
  await join("Gone Guy", new Date(2_000));
  const members = await all(it, `/groups/${groupId}/members`, member, 1);
  expect(members.map((each) => [each.name, each.since, each.until])).toEqual([
    ["Alto Ann", "1970-01-01T00:00:01.000Z", null],
    ["Tenor Tim", "1970-01-01T00:00:01.000Z", until.toISOString()],
  ]);
  expect(JSON.stringify(members)).not.toContain("901820");
  expect((await it.asks("GET", `/users/${new Types.ObjectId()}`)).status).toBe(403);
});

test("a body can be left out if everything in it can; an edit has to say what to change", async () => {
  const id = await registered("Bo Bodiless");
  const made = await it.asks("POST", "/groups", { body: { name: "Bodiless" } });
  const { id: groupId } = group.parse(made.body);
  expect((await hr.asks("PUT", `/users/${id}/groups/${groupId}`)).status).toBe(201);
  expect((await read(id)).groups.map(({ name, until }) => [name, until])).toContainEqual(["Bodiless", null]);
  expect((await hr.asks("POST", `/users/${id}/suspend`)).body).toMatchObject({ status: "suspended" });
  expect((await hr.asks("PATCH", `/users/${id}`)).status).toBe(400);
  expect((await it.asks("POST", "/groups")).status).toBe(400);
});

test("events can be filtered by the actor, as events name them", async () => {
  const auditor = await api.client("audit:read");
  const id = await registered("Acted On");
  await hr.asks("PATCH", `/users/${id}`, { body: { title: "Chief" } });
  const found = async (actor: string) => {
    const { body } = await auditor.asks("GET", `/audit-events?target=${id}&actor=${actor}`);
    return z.looseObject({ items: z.array(z.unknown()) }).parse(body).items.length;
  };
  expect([await found(hr.clientId), await found("client"), await found("account")]).toEqual([1, 1, 0]);
});
