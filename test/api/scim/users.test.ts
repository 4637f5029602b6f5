import { expect, test } from "vitest";
import { AuditEvent } from "../../../src/models/audit-event.ts";
import { builtInGroupIds } from "../../../src/models/group.ts";
import { Invite } from "../../../src/models/invite.ts";
import { Job } from "../../../src/models/job.ts";
import { User } from "../../../src/models/user.ts";
import { createInvites } from "../../../src/services/invites/create-invites.ts";
import { editDetails } from "../../../src/services/users/edit-details.ts";
import { suspendUser } from "../../../src/services/users/suspend-user.ts";
import { mia, policy } from "../../support/acting.ts";
import { startScim } from "../../support/scim/start-scim.ts";

const scim = await startScim();
const okta = await scim.provider();
const enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

const userAt = (email: string) => User.findOne({ email }).orFail().lean();
const actions = async (about: string) =>
  (await AuditEvent.find({ about }).sort({ at: 1, _id: 1 }).lean()).map(
    ({ action, actor }) => `${actor.kind}: ${action}`,
  );
const invite = (email: string) =>
  createInvites(mia, { emails: [email], groupIds: [String(builtInGroupIds.users)], expiryDays: 7 }, policy);
const mails = () => Job.countDocuments({ kind: { $in: ["invite-email", "link-account"] } });

test("a person is registered as the provider sent them, without an email or a group, and returned unchanged", async () => {
  const sent = {
    userName: "0b0f3f1e-UUID",
    externalId: "00U1",
    name: { givenName: "Ada", familyName: "Park", honorificPrefix: "Dr" },
    displayName: "Ada  Park ",
    title: "CTO",
    emails: [
      { value: "ada@home.example", type: "home" },
      { value: "Ada.Park@Acme.io", type: "work", primary: true },
    ],
    phoneNumbers: [{ value: "tel:+44 20 7946 0958", type: "work" }],
    timezone: "Asia/Calcutta",
    preferredLanguage: "de-AT",
    active: true,
    [enterprise]: { department: "R&D", manager: { value: "42" } },
  };
  const made = await okta.asks("POST", "/Users", { ...sent, password: "hunter2", nonsense: { a: 1 } });
  expect(made.status).toBe(201);
  expect(made.body).toMatchObject(sent);
  expect(made.body).not.toHaveProperty("password");
  expect(made.headers.get("location")).toBe(`${scim.url}/scim/v2/Users/${made.body.id}`);
  expect(made.headers.get("etag")).toBe('W/"1"');
  const user = await userAt("ada.park@acme.io");
  expect(user).toMatchObject({
    name: "Ada Park",
    title: "CTO",
    phone: "+442079460958",
    timeZone: "Asia/Calcutta",
    language: "de",
    status: "active",
    memberships: [],
  });
  expect(JSON.stringify(user)).not.toContain("hunter2");
  expect(await actions(String(made.body.id))).toEqual(["client: user.provisioned"]);
  expect(await mails()).toBe(0);
});

test("an invalid person is refused with the kind of fault", async () => {
  const emails = [{ value: "bo@acme.io" }];
  const refusal = async (body: unknown) => {
    const { status, body: error } = await okta.asks("POST", "/Users", body);
    return `${status} ${error.scimType}: ${error.detail}`;
  };
  await okta.creates("taken");
  expect(await refusal({ emails })).toBe("400 invalidValue: “userName” is required.");
  expect(await refusal({ userName: " ", emails })).toBe("400 invalidValue: “userName” is required.");
  expect(await refusal({ userName: "bo" })).toBe("400 invalidValue: “emails” is required.");
  expect(await refusal({ userName: "bo", emails: [{ type: "work" }] })).toBe(
    "400 invalidValue: “emails.value” is required.",
  );
  expect(await refusal({ userName: "bo", emails: [{ value: "nobody" }] })).toContain(
    "400 invalidValue: The primary email",
  );
  expect(await refusal({ userName: "TAKEN", emails })).toContain(
    "409 uniqueness: Another user has the userName",
  );
  expect(await refusal({ userName: "bo", emails: [{ value: "Taken@ACME.io" }] })).toContain(
    "409 uniqueness: Another user has the address",
  );
  expect(await refusal({ schemas: [], userName: "bo", emails })).toContain("400 invalidSyntax");
  expect(await refusal("{")).toContain("400 invalidSyntax");
  expect(await refusal("[]")).toContain("400 invalidSyntax");
});

test("twenty simultaneous creations of one person create one", async () => {
  const emails = [{ value: "one@acme.io" }];
  const made = await Promise.all(
    Array.from({ length: 20 }, (_, at) =>
      okta.asks("POST", "/Users", { userName: at % 2 ? "one" : `one${at}`, emails }),
    ),
  );
  expect(made.map(({ status }) => status).sort()).toEqual([201, ...Array(19).fill(409)]);
});

test("of sixty people created at once all exist, each with an event, except the invalid ones", async () => {
  await okta.creates("crowd7");
  const made = await Promise.all(
    Array.from({ length: 60 }, (_, at) => {
      const emails = [{ value: at === 30 ? "nowhere" : `crowd${at}@acme.io` }];
      return okta.asks("POST", "/Users", { userName: at === 40 ? "Crowd41" : `crowd${at}`, emails });
    }),
  );
  const failed = made.flatMap(({ status, body }, at) =>
    status === 201 ? [] : [`${at}: ${status} ${body.scimType}`],
  );
  expect(failed.filter((each) => !/^4[01]: 409/.test(each))).toEqual([
    "7: 409 uniqueness",
    "30: 400 invalidValue",
  ]);
  expect(made.filter(({ status }) => status === 201)).toHaveLength(57);
  const ids = made.flatMap(({ body }) => (typeof body.id === "string" ? [body.id] : []));
  expect(await AuditEvent.countDocuments({ action: "user.provisioned", "target.id": { $in: ids } })).toBe(57);
});

test("a pending invite for the address is settled, without giving its groups", async () => {
  await invite("pending@acme.io");
  const id = await okta.creates("pending");
  expect(await Invite.findOne({ email: "pending@acme.io" }).lean()).toMatchObject({ status: "accepted" });
  expect((await userAt("pending@acme.io")).memberships).toEqual([]);
  expect(await actions(id)).toEqual(["client: user.provisioned", "client: invite.accepted"]);
});

let leavers = 0;

test.each([false, "False", "false", "FALSE"])(
  "active: %j suspends, and cancels the invites that they sent",
  async (value) => {
    leavers += 1;
    const name = `leaves${leavers}`;
    const id = await okta.creates(name);
    const invited = `by.${name}@acme.io`;
    await invite(invited);
    await Invite.updateOne({ email: invited }, { handledBy: [id] });
    const { status, body } = await okta.patches(`/Users/${id}`, { op: "Replace", path: "active", value });
    expect([status, body.active]).toEqual([200, false]);
    expect(await userAt(`${name}@acme.io`)).toMatchObject({ status: "suspended" });
    expect(await Invite.findOne({ email: invited }).lean()).toMatchObject({ status: "cancelled" });
    const back = await okta.patches(`/Users/${id}`, { op: "replace", value: { active: true } });
    expect(back.body.active).toBe(true);
  },
);

test.each([
  ["PATCH", { Operations: [{ op: "replace", value: { active: false } }] }, true],
  ["PATCH", { Operations: [{ op: "replace", path: "title", value: "Former" }] }, false],
  ["PUT", { active: false }, true],
  ["PUT", {}, false],
  ["DELETE", undefined, true],
] as const)(
  "somebody whom an admin suspended, keeping their invites: %s %j says that they leave: %j",
  async (method, said, leaves) => {
    leavers += 1;
    const name = `kept${leavers}`;
    const id = await okta.creates(name);
    const invited = `by.${name}@acme.io`;
    await invite(invited);
    await Invite.updateOne({ email: invited }, { handledBy: [id] });
    await suspendUser(mia, { userId: id }, "keep");
    const emails = [{ value: `${name}@acme.io`, primary: true }];
    const body = method === "PUT" ? { userName: name, emails, ...said } : said;
    expect((await okta.asks(method, `/Users/${id}`, body)).status).toBeLessThan(300);
    const status = leaves ? "cancelled" : "pending";
    expect(await Invite.findOne({ email: invited }).lean()).toMatchObject({ status });
  },
);

test("the last admin can't be suspended, and others only with admins:write", async () => {
  const id = await okta.creates("boss");
  const admin = await scim.provider("admins:write");
  const group = `/Groups/${builtInGroupIds.admin}`;
  const add = { op: "add", path: "members", value: [{ value: id }] };
  const refused = await okta.patches(group, add);
  expect([refused.status, refused.body.scimType]).toEqual([403, undefined]);
  expect((await admin.patches(group, add)).status).toBe(200);
  for (const provider of [okta, admin]) {
    const { status, body } = await provider.patches(`/Users/${id}`, {
      op: "replace",
      path: "active",
      value: false,
    });
    expect([status, typeof body.detail]).toEqual([provider === okta ? 403 : 409, "string"]);
  }
  expect((await admin.asks("DELETE", `/Users/${id}`)).status).toBe(409);
  expect((await admin.patches(group, { op: "remove", path: `members[value eq "${id}"]` })).status).toBe(409);
  expect((await userAt("boss@acme.io")).status).toBe("active");
});

test("a deleted user is gone, and comes back as the same user, without their groups", async () => {
  const id = await okta.creates("leaver");
  const group = await okta.asks("POST", "/Groups", { displayName: "Leavers", members: [{ value: id }] });
  expect((await okta.asks("DELETE", `/Users/${id}`)).status).toBe(204);
  for (const [method, body] of [
    ["GET"],
    ["PUT", {}],
    ["PATCH", { Operations: [{ op: "add", path: "title", value: "x" }] }],
    ["DELETE"],
  ] as const)
    expect((await okta.asks(method, `/Users/${id}`, body)).status, method).toBe(404);
  const filtered = await okta.asks("GET", `/Users?filter=${encodeURIComponent('userName eq "leaver"')}`);
  expect(filtered.body.totalResults).toBe(0);
  expect((await okta.asks("GET", `/Groups/${group.body.id}`)).body.members).toBeUndefined();
  expect(await userAt("leaver@acme.io")).toMatchObject({ status: "suspended" });

  expect(await okta.creates("leaver", { title: "Back" })).toBe(id);
  expect(await userAt("leaver@acme.io")).toMatchObject({ status: "active", title: "Back", memberships: [] });
  expect(await actions(id)).toEqual([
    "client: user.provisioned",
    "client: user.groups_changed",
    "client: user.suspended",
    "client: user.deprovisioned",
    "client: user.groups_changed",
    "client: user.reactivated",
  ]);
});

test("a new primary address is the user's, unless it is another's", async () => {
  const id = await okta.creates("moves");
  await okta.creates("stays");
  await invite("moved@acme.io");
  const path = 'emails[type eq "work"].value';
  const taken = await okta.patches(`/Users/${id}`, { op: "replace", path, value: "stays@acme.io" });
  expect([taken.status, taken.body.scimType]).toEqual([409, "uniqueness"]);
  expect((await okta.patches(`/Users/${id}`, { op: "replace", path, value: "Moved@acme.io" })).status).toBe(
    200,
  );
  expect(String((await userAt("moved@acme.io"))._id)).toBe(id);
  expect(await Invite.findOne({ email: "moved@acme.io" }).lean()).toMatchObject({ status: "accepted" });
  const event = await AuditEvent.findOne({ action: "user.details_changed", about: id }).lean();
  expect(event).toMatchObject({
    before: { email: "moves@acme.io" },
    after: { email: "moved@acme.io" },
    about: expect.arrayContaining(["moves@acme.io", "moved@acme.io"]),
  });
});

test("PUT replaces everything except whether they are active, all or nothing", async () => {
  const id = await okta.creates("puts", { title: "CTO", active: false, [enterprise]: { division: "X" } });
  const emails = [{ value: "puts@acme.io" }];
  const { body } = await okta.asks("PUT", `/Users/${id}`, {
    userName: "puts",
    emails,
    displayName: "Pat Puts",
  });
  expect(body).toMatchObject({ active: false, displayName: "Pat Puts", emails });
  expect(body).not.toHaveProperty("title");
  expect(body).not.toHaveProperty(enterprise);
  const half = await okta.patches(
    `/Users/${id}`,
    { op: "add", path: "title", value: "x" },
    { op: "remove", path: "userName" },
  );
  expect([half.status, half.body.scimType]).toEqual([400, "mutability"]);
  expect((await okta.asks("GET", `/Users/${id}`)).body).toEqual(body);
});

test("the provider reads changes made here, and everything else it sent stays", async () => {
  const name = { familyName: "Both", givenName: "Ways" };
  const phoneNumbers = [{ value: "tel:+44 20 7946 0958", type: "work" }];
  const id = await okta.creates("both", { name, phoneNumbers, title: "CTO", timezone: "Asia/Calcutta" });
  await okta.patches(`/Users/${id}`, { op: "add", path: "preferredLanguage", value: "nl, fr-CA;q=0.8" });
  expect(await userAt("both@acme.io")).toMatchObject({ language: "fr" });
  const told = { name: "Wanda Ways", phone: "", timeZone: "Europe/Berlin", language: "es-LA" };
  await editDetails(mia, { userId: id }, told);
  const { body } = await okta.asks("GET", `/Users/${id}`);
  expect(body).toMatchObject({
    name: { ...name, formatted: "Wanda Ways" },
    displayName: "Wanda Ways",
    title: "CTO",
    timezone: "Europe/Berlin",
    preferredLanguage: "es-419",
  });
  expect(body).not.toHaveProperty("phoneNumbers");
  const found = await okta.asks("GET", `/Users?filter=${encodeURIComponent('displayName eq "wanda ways"')}`);
  expect(found.body.totalResults).toBe(1);
  await okta.patches(`/Users/${id}`, { op: "add", path: `${enterprise}:department`, value: "R&D" });
  expect(await userAt("both@acme.io")).toMatchObject({
    name: "Wanda Ways",
    timeZone: "Europe/Berlin",
    language: "es-419",
  });
});

test("a version can be changed once, and is not sent again if unchanged", async () => {
  const id = await okta.creates("etag");
  const etag = (await okta.asks("GET", `/Users/${id}`)).headers.get("etag") ?? "";
  expect((await okta.asks("GET", `/Users/${id}`, undefined, { "If-None-Match": etag })).status).toBe(304);
  const change = (title: string) =>
    okta.asks(
      "PATCH",
      `/Users/${id}`,
      { Operations: [{ op: "add", path: "title", value: title }] },
      { "If-Match": etag },
    );
  expect((await change("one")).status).toBe(200);
  const late = await change("two");
  expect([late.status, late.body.status]).toEqual([412, "412"]);
  expect((await okta.asks("DELETE", `/Users/${id}`, undefined, { "If-Match": `"0", ${etag}` })).status).toBe(
    412,
  );
  expect((await okta.asks("DELETE", `/Users/${id}`, undefined, { "If-Match": "*" })).status).toBe(204);
});

test("a change that changes nothing creates no event and no new version", async () => {
  const id = await okta.creates("same", { title: "CTO" });
  const before = await actions(id);
  const { headers } = await okta.patches(`/Users/${id}`, {
    op: "replace",
    value: { title: "CTO", active: "True" },
  });
  expect(headers.get("etag")).toBe('W/"1"');
  expect(await actions(id)).toEqual(before);
});

test("a client that may not provision is told so, and one without a token reads nothing", async () => {
  const other = await scim.client("users:write");
  const asked = (authorization: Record<string, string>) =>
    fetch(`${scim.url}/scim/v2/Users`, { headers: authorization });
  expect((await asked({ Authorization: `Bearer ${other.token}` })).status).toBe(403);
  for (const headers of [{}, { Authorization: "Bearer iam_wrong" }, { Authorization: "Basic eDp5" }]) {
    const response = await asked(Object.fromEntries(Object.entries(headers)));
    expect([response.status, await response.json()]).toEqual([
      401,
      expect.objectContaining({ status: "401" }),
    ]);
    expect(response.headers.get("www-authenticate")).toContain("Bearer");
  }
});
