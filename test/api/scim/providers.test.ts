import { expect, test } from "vitest";
import { User } from "../../../src/models/user.ts";
import { startScim } from "../../support/scim/start-scim.ts";

const scim = await startScim();
const idp = await scim.provider();
const enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
const core = "urn:ietf:params:scim:schemas:core:2.0:User";
const listResponse = "urn:ietf:params:scim:api:messages:2.0:ListResponse";
const error = "urn:ietf:params:scim:api:messages:2.0:Error";
const patchOp = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

const eqUserName = (userName: string) => `/Users?filter=${encodeURIComponent(`userName eq "${userName}"`)}`;

await User.create({
  email: "first.of.all@acme.io",
  name: "Mary Ann Evans",
  timeZone: "Europe/London",
  status: "active",
  memberships: [],
  invitedBy: { kind: "system", name: "iam-bot" },
  registeredAt: new Date(),
  words: ["mary"],
});

test("Okta's SPEC test: the first user has everything it reads, an unknown one is an empty list and a 404, creating one twice is refused", async () => {
  const first = await idp.asks("GET", "/Users?count=1&startIndex=1");
  expect(first.status).toBe(200);
  expect(first.body).toMatchObject({
    schemas: [listResponse],
    itemsPerPage: 1,
    startIndex: 1,
    totalResults: 1,
  });
  expect(first.body.Resources).toMatchObject([
    {
      id: expect.stringMatching(/./),
      name: { givenName: "Mary Ann", familyName: "Evans" },
      userName: "first.of.all@acme.io",
      active: true,
      emails: [{ value: "first.of.all@acme.io" }],
    },
  ]);
  const nobody = await idp.asks("GET", "/Users/010101001010101011001010101011");
  expect([nobody.status, nobody.body]).toEqual([
    404,
    { schemas: [error], status: "404", detail: "This user no longer exists. Check the list again." },
  ]);
  const unknown = await idp.asks("GET", eqUserName("kw4f8s@atko.com"));
  expect([unknown.status, unknown.body]).toEqual([
    200,
    { schemas: [listResponse], totalResults: 0, itemsPerPage: 0, startIndex: 1, Resources: [] },
  ]);
  const person = {
    schemas: [core],
    userName: "runscope300@atko.com",
    name: { givenName: "Runscope", familyName: "User" },
    emails: [{ primary: true, value: "runscope300@atko.com", type: "work" }],
    displayName: "Runscope User",
    locale: "en-US",
    externalId: "00ujl29u0le5T6Aj10h7",
    groups: [],
    password: "1mz050nq",
    active: true,
  };
  const made = await idp.asks("POST", "/Users", person);
  const { locale: _, groups: __, password: ___, ...kept } = person;
  expect([made.status, made.body]).toMatchObject([201, kept]);
  const read = await idp.asks("GET", `/Users/${made.body.id}`);
  expect([read.status, read.body]).toEqual([200, made.body]);
  const twice = await idp.asks("POST", "/Users", person);
  expect([twice.status, twice.body]).toMatchObject([
    409,
    { schemas: [error], status: "409", scimType: "uniqueness" },
  ]);
  const searched = await idp.asks("GET", `${eqUserName("RUNSCOPE300@atko.com")}&startIndex=1&count=100`);
  expect(searched.body).toMatchObject({ totalResults: 1, Resources: [{ id: made.body.id }] });
  expect((await idp.asks("GET", "/Groups")).status).toBe(200);
});

test("Okta's user lifecycle: PUT with a new name, deactivation by PATCH and by PUT, and reactivation", async () => {
  const id = await idp.creates("okta-life");
  const whole = (await idp.asks("GET", `/Users/${id}`)).body;
  const named = await idp.asks("PUT", `/Users/${id}`, {
    ...whole,
    name: { givenName: "New", familyName: "Name" },
  });
  expect([named.status, named.body]).toMatchObject([200, { id, name: { givenName: "New" } }]);
  for (const active of [false, true]) {
    const patched = await idp.patches(`/Users/${id}`, { op: "replace", value: { active } });
    expect([patched.status, patched.body.active]).toEqual([200, active]);
    expect((await User.findById(id).orFail().lean()).status).toBe(active ? "active" : "suspended");
  }
  for (const active of [false, true]) {
    const put = await idp.asks("PUT", `/Users/${id}`, { ...whole, active });
    expect([put.status, put.body.active]).toEqual([200, active]);
  }
});

/**
 * Operations as sent by Microsoft Entra ID's provisioning service, its validator and its collection, and what they
 * change.
 */
const entra: [what: string, operations: object[], after: object][] = [
  ["disabled, as text", [{ op: "Replace", path: "active", value: "False" }], { active: false }],
  ["disabled, without a path", [{ op: "replace", value: { active: false } }], { active: false }],
  [
    "renamed at sign-in",
    [{ op: "Replace", path: "userName", value: "changed@acme.io" }],
    { userName: "changed@acme.io" },
  ],
  [
    "a new address of the existing type",
    [{ op: "Replace", path: 'emails[type eq "work"].value', value: "moved@acme.io" }],
    { emails: [{ type: "work", value: "moved@acme.io", primary: true }] },
  ],
  [
    "the same by Add",
    [{ op: "Add", path: 'emails[type eq "work"].value', value: "moved2@acme.io" }],
    { emails: [{ type: "work", value: "moved2@acme.io", primary: true }] },
  ],
  [
    "a number that did not exist",
    [{ op: "Add", path: 'phoneNumbers[type eq "mobile"].value', value: "+44 20 7946 0958" }],
    { phoneNumbers: [{ type: "mobile", value: "+44 20 7946 0958" }] },
  ],
  [
    "a department by its URN",
    [{ op: "Add", path: `${enterprise}:department`, value: "R&D" }],
    { [enterprise]: { department: "R&D" } },
  ],
  [
    "a manager as an id",
    [{ op: "Add", path: `${enterprise}:manager`, value: "5d8d29d3342b5fbc35cf3a98" }],
    { [enterprise]: { manager: { value: "5d8d29d3342b5fbc35cf3a98" } } },
  ],
  [
    "a manager as a list, without the flag",
    [{ op: "Add", path: `${enterprise}:manager`, value: [{ $ref: "x", value: "42" }] }],
    { [enterprise]: { manager: { value: "42" } } },
  ],
  [
    "dotted and urn keys without a path",
    [
      {
        op: "Add",
        value: {
          "name.givenName": "Ada",
          'emails[type eq "other"].value': "other@acme.io",
          [`${enterprise}:employeeNumber`]: "17",
          'addresses[type eq "work"].country': "UK",
          title: "CTO",
        },
      },
    ],
    { name: { givenName: "Ada" }, title: "CTO", [enterprise]: { employeeNumber: "17" } },
  ],
  [
    "several at once, one of which is not stored here",
    [
      { op: "Replace", path: "displayName", value: "Dis Play" },
      { op: "Add", path: 'addresses[type eq "work"].formatted', value: "Street 1" },
      { op: "Replace", path: "name.familyName", value: "Lovelace" },
      { op: "Add", path: 'roles[primary eq "True"].value', value: "x" },
    ],
    { displayName: "Dis Play", name: { familyName: "Lovelace" } },
  ],
  [
    "a manager removed by an empty text",
    [
      { op: "Add", path: `${enterprise}:manager`, value: "5d8d29d3342b5fbc35cf3a98" },
      { op: "Replace", path: `${enterprise}:manager`, value: "" },
    ],
    { [enterprise]: { manager: { value: "" } } },
  ],
  [
    "a number removed by an empty text, and by null",
    [
      { op: "Add", path: 'phoneNumbers[type eq "work"].value', value: "+44 20 7946 0958" },
      { op: "Add", path: 'phoneNumbers[type eq "mobile"].value', value: "+44 20 7946 0959" },
      { op: "Add", path: 'phoneNumbers[type eq "fax"].value', value: "+44 20 7946 0960" },
      { op: "Replace", path: 'phoneNumbers[type eq "work"].value', value: "" },
      { op: "Replace", path: 'phoneNumbers[type eq "fax"].value', value: null },
      { op: "Replace", path: 'phoneNumbers[type eq "pager"].value', value: null },
    ],
    { phoneNumbers: [{ type: "mobile", value: "+44 20 7946 0959" }] },
  ],
  [
    "texts made empty",
    [
      { op: "Replace", path: "displayName", value: "" },
      { op: "Replace", path: "name.givenName", value: "" },
      { op: "Replace", path: `${enterprise}:department`, value: "" },
    ],
    { displayName: "", name: { givenName: "" }, [enterprise]: { department: "" } },
  ],
];
test.each(entra)("Entra ID: %s", async (what, operations, after) => {
  const id = await idp.creates(`entra-${what.replace(/\W+/g, "-")}`, { title: "Before" });
  const patched = await idp.patches(`/Users/${id}`, ...operations);
  expect([patched.status, patched.body]).toMatchObject([200, after]);
  const { body } = await idp.asks("GET", `/Users/${id}`);
  expect(body).toEqual(patched.body);
  const removed = await idp.patches(`/Users/${id}`, { op: "Remove", path: "title" });
  expect(removed.body).not.toHaveProperty("title");
});

test("Entra ID: a disabled user is found as disabled, and a deleted one is not found", async () => {
  const id = await idp.creates("soft");
  await idp.patches(`/Users/${id}`, { op: "Replace", path: "active", value: "False" });
  const found = await idp.asks("GET", eqUserName("soft"));
  expect(found.body).toMatchObject({ totalResults: 1, Resources: [{ id, active: false }] });
  expect((await idp.asks("GET", `/Users/${id}`)).body.active).toBe(false);
  expect((await idp.asks("DELETE", `/Users/${id}`)).status).toBe(204);
  expect((await idp.asks("DELETE", `/Users/${id}`)).status).toBe(404);
  expect((await idp.asks("GET", eqUserName("soft"))).body).toMatchObject({ totalResults: 0, Resources: [] });
  expect((await idp.patches(`/Users/${id}`, { op: "Replace", path: "active", value: "True" })).status).toBe(
    404,
  );
});

test("Entra ID: groups are found by name and id without their members, who are added and removed in lists", async () => {
  const [ada, ben] = [await idp.creates("group-ada"), await idp.creates("group-ben")];
  const made = await idp.asks("POST", "/Groups", {
    schemas: [
      "urn:ietf:params:scim:schemas:core:2.0:Group",
      "http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group",
    ],
    externalId: "8aa1a0c0-c4c3-4bc0-b4a5-2ef676900159",
    displayName: "Entra 'Group'",
    meta: { resourceType: "Group" },
  });
  expect(made.status).toBe(201);
  const path = `/Groups/${made.body.id}`;
  for (const filter of [
    `displayName eq "Entra 'Group'"`,
    'externalId eq "8aa1a0c0-c4c3-4bc0-b4a5-2ef676900159"',
  ]) {
    const found = await idp.asks(
      "GET",
      `/Groups?excludedAttributes=members&filter=${encodeURIComponent(filter)}`,
    );
    expect(found.body).toMatchObject({ totalResults: 1, Resources: [{ id: made.body.id }] });
  }
  const members = async () => (await idp.asks("GET", path)).body.members;
  await idp.patches(path, {
    op: "Add",
    path: "members",
    value: [
      { $ref: null, value: ada },
      { $ref: null, value: ben },
    ],
  });
  expect(await members()).toMatchObject([{ value: ada }, { value: ben }]);
  expect((await idp.asks("GET", `${path}?excludedAttributes=members`)).body).not.toHaveProperty("members");
  await idp.patches(path, { op: "Remove", path: "members", value: [{ $ref: null, value: ada }] });
  expect(await members()).toMatchObject([{ value: ben }]);
  await idp.patches(path, { op: "Remove", path: `members[value eq "${ben}"]` });
  expect(await members()).toBeUndefined();
  await idp.patches(path, { op: "Replace", path: "members", value: [{ value: ada }] });
  await idp.patches(path, { op: "Replace", value: { members: [{ value: ben }] } });
  expect(await members()).toMatchObject([{ value: ben }]);
  const renamed = await idp.patches(path, { op: "Replace", path: "displayName", value: "Entra 2" });
  expect(renamed.body.displayName).toBe("Entra 2");
  expect((await idp.asks("DELETE", path)).status).toBe(204);
  expect((await idp.asks("GET", path)).status).toBe(404);
});

test("Microsoft's test collection: paths in any case, capitals in names, filters without quotes, values named among attributes", async () => {
  for (const path of ["/users", "/GROUPS", "/resourcetypes", "/schemas", "/serviceproviderconfig"])
    expect([path, (await idp.asks("GET", path)).status]).toEqual([path, 200]);
  expect((await idp.asks("GET", "/ResourceTypes")).body.Resources).toMatchObject([
    { endpoint: "/Users" },
    {},
  ]);
  expect(JSON.stringify((await idp.asks("GET", "/Schemas")).body)).toContain("User Account");
  const made = await idp.asks("POST", "/Users", {
    schemas: [enterprise, core],
    userName: "OMalley",
    active: "True",
    externalId: "22fbc523-6032-4c5f-939d-5d4850cf3e52",
    displayName: "Kim Baker",
    meta: { created: "2019-09-18T18:15:26.5788954+00:00", resourceType: "User" },
    name: { formatted: "Dan Baker", familyName: "OMalley", givenName: "Dan", honorificPrefix: null },
    emails: [
      { Primary: true, type: "work", value: "omalley@acme.io" },
      { Primary: false, type: "home", value: "omalley@home.example" },
    ],
    addresses: [{ country: "Bermuda", locality: null, type: "work", primary: false }],
    phoneNumbers: [{ type: "fax", primary: false, value: "312-320-0500" }],
    preferredLanguage: "xh",
    roles: [],
    [enterprise]: { Department: "some department", Manager: { Value: "SuzzyQ" } },
  });
  expect([made.status, made.body]).toMatchObject([
    201,
    {
      active: true,
      emails: [{ primary: true }, { primary: false }],
      preferredLanguage: "xh",
      [enterprise]: { department: "some department", manager: { value: "SuzzyQ" } },
    },
  ]);
  for (const filter of [
    'DisplayName eq "Kim Baker"',
    "name.FamilyName eq OMalley and (emails.Value co home.example or emails.Value co example.org)",
    "userName sw OM",
    `meta.Created gt 2015-10-10T14:38:21.8617979-07:00 and id eq ${made.body.id}`,
  ])
    expect((await idp.asks("GET", `/Users/?filter=${encodeURIComponent(filter)}`)).body).toMatchObject({
      totalResults: 1,
      Resources: [{ id: made.body.id }],
    });
  for (const named of ['emails[type eq "work"]', 'emails[value eq "omalley@acme.io"]'])
    expect(
      (await idp.asks("GET", `/Users/${made.body.id}?attributes=${encodeURIComponent(named)}`)).body,
    ).toMatchObject({ emails: [{ value: "omalley@acme.io" }, {}] });
  const group = await idp.asks("POST", "/Groups", { displayName: "Collection", members: [] });
  const path = `/Groups/${group.body.id}`;
  const strange = await idp.asks("PATCH", path, {
    id: group.body.id,
    Operations: [{ name: "addMember", op: "add", path: "members", value: "string id 1" }],
  });
  expect([strange.status, strange.body.members]).toEqual([200, undefined]);
  const members = [{ displayName: "new User", value: made.body.id }];
  await idp.patches(path, { name: "addMember", op: "add", path: "members", value: members });
  expect((await idp.asks("GET", path)).body.members).toMatchObject([{ value: made.body.id }]);
  await idp.patches(path, { op: "remove", path: "members" });
  expect((await idp.asks("GET", path)).body.members).toBeUndefined();
  const nameless = await idp.asks("PUT", `/Users/${made.body.id}`, { ...made.body, userName: undefined });
  expect(nameless.status).toBe(400);
  expect((await idp.asks("POST", "/Users", '{"acve": tre,')).status).toBe(400);
});

test.each([{ value: "" }, { value: " " }, { value: null }, { Value: "", type: "mobile", primary: false }])(
  "OneLogin and JumpCloud: a number sent as %j means none, however it is sent",
  async (none) => {
    const work = { value: "+44 20 7946 0958", type: "work" };
    const id = await idp.creates(`none-${Math.random()}`, { phoneNumbers: [work, none] });
    const { body: user } = await idp.asks("GET", `/Users/${id}`);
    expect(user.phoneNumbers).toEqual([work]);
    const { body: put } = await idp.asks("PUT", `/Users/${id}`, { ...user, phoneNumbers: [none, work] });
    expect(put.phoneNumbers).toEqual([work]);
    const added = await idp.patches(`/Users/${id}`, { op: "add", path: "phoneNumbers", value: [none] });
    expect([added.status, added.body.phoneNumbers]).toEqual([200, [work]]);
    const path = 'phoneNumbers[type eq "work"]';
    const found = await idp.patches(`/Users/${id}`, { op: "replace", path, value: none });
    expect([found.status, found.body.phoneNumbers]).toEqual([200, undefined]);
    const replaced = await idp.patches(`/Users/${id}`, { op: "replace", value: { phoneNumbers: [none] } });
    expect([replaced.status, replaced.body.phoneNumbers]).toEqual([200, undefined]);
    const noAddress = await idp.asks("PUT", `/Users/${id}`, { ...user, emails: [none] });
    expect([noAddress.status, noAddress.body.scimType]).toEqual([400, "invalidValue"]);
  },
);

test.each([
  ["startIndex=0&count=2", { startIndex: 1, itemsPerPage: 2 }],
  ["startIndex=-5&count=2", { startIndex: 1, itemsPerPage: 2 }],
  ["count=0", { startIndex: 1, itemsPerPage: 0, Resources: [] }],
  ["count=-1", { startIndex: 1, itemsPerPage: 0, Resources: [] }],
  ["startIndex=99999999&count=2", { itemsPerPage: 0, Resources: [] }],
  ["startIndex=999999999999999&count=2", { itemsPerPage: 0, Resources: [] }],
  ["count=999999", { startIndex: 1 }],
  [`count=${"9".repeat(30)}`, { startIndex: 1 }],
  [`startIndex=${"9".repeat(30)}`, { itemsPerPage: 0, Resources: [] }],
])("RFC 7644, 3.4.2.4: %s", async (query, expected) => {
  const { totalResults: all } = (await idp.asks("GET", "/Users?count=1")).body;
  const listed = await idp.asks("GET", `/Users?${query}`);
  expect([listed.status, listed.body]).toMatchObject([200, { totalResults: all, ...expected }]);
  const inBody = Object.fromEntries(
    [...new URLSearchParams(query)].map(([key, text]) => [key, Number(text)]),
  );
  expect((await idp.asks("POST", "/Users/.search", inBody)).body).toEqual(listed.body);
});

test("RFC 9110: HEAD answers as GET would, without the body, even with a trailing slash", async () => {
  const id = await idp.creates("heads");
  const read = await idp.asks("GET", `/Users/${id}`);
  const told = await idp.asks("HEAD", `/Users/${id}/`);
  expect(told).toMatchObject({ status: 200, body: {} });
  for (const name of ["etag", "content-length"]) expect(told.headers.get(name)).toBe(read.headers.get(name));
  expect((await idp.asks("HEAD", "/Users/nobody")).status).toBe(404);
  expect((await idp.asks("HEAD", "/Bulk")).status).toBe(405);
  const group = await idp.asks("POST", "/Groups", { displayName: "Heads" });
  for (const path of [`/Users/${id}`, `/Groups/${group.body.id}?excludedAttributes=members`]) {
    const etag = (await idp.asks("GET", path)).headers.get("etag") ?? "";
    for (const method of ["GET", "HEAD"])
      expect((await idp.asks(method, path, undefined, { "If-None-Match": etag })).status).toBe(304);
  }
});

test("RFC 7644: unchanged is a 304, overtaken a 412, and errors have their status as text", async () => {
  const id = await idp.creates("etag");
  const { headers, body } = await idp.asks("GET", `/Users/${id}`);
  const etag = headers.get("etag") ?? "";
  expect(body.meta).toMatchObject({ version: etag, location: `${scim.url}/scim/v2/Users/${id}` });
  for (const known of [etag, "*", `W/"77", ${etag}`]) {
    const same = await idp.asks("GET", `/Users/${id}`, undefined, { "If-None-Match": known });
    expect([same.status, same.headers.get("etag"), same.body]).toEqual([304, etag, {}]);
  }
  const op = [{ op: "replace", path: "title", value: "CTO" }];
  const stale = { "If-Match": 'W/"77"' };
  for (const [method, sent] of [
    ["PATCH", { Operations: op }],
    ["PUT", body],
    ["DELETE", undefined],
  ] as const) {
    const { status, body: refused } = await idp.asks(method, `/Users/${id}`, sent, stale);
    expect([status, refused]).toMatchObject([412, { schemas: [error], status: "412" }]);
  }
  expect((await idp.asks("PATCH", `/Users/${id}`, { Operations: op }, { "If-Match": etag })).status).toBe(
    200,
  );
  const refusals: [string, string, unknown, string][] = [
    ["GET", "/Schemas?filter=x", undefined, "403 undefined"],
    ["GET", "/ResourceTypes?filter=id%20eq%20%22User%22", undefined, "403 undefined"],
    ["GET", "/ServiceProviderConfig?filter=x", undefined, "403 undefined"],
    ["GET", "/Schemas/nothing", undefined, "404 undefined"],
    ["GET", "/Nothing", undefined, "404 undefined"],
    ["GET", "/Users/x/y", undefined, "404 undefined"],
    ["DELETE", "/Users", undefined, "405 undefined"],
    ["POST", "/Schemas", {}, "405 undefined"],
    ["GET", "/Me", undefined, "501 undefined"],
    ["GET", "/Users?filter=userName%20like%20%22x%22", undefined, "400 invalidFilter"],
    ["GET", "/Users?filter=nothing%20eq%20%22x%22", undefined, "400 invalidFilter"],
    ["GET", "/Users?count=x", undefined, "400 invalidValue"],
    ["GET", "/Users?cursor=&count=x", undefined, "400 invalidCount"],
    ["PATCH", `/Users/${id}`, { Operations: [{ op: "remove", path: "emails" }] }, "400 mutability"],
    [
      "PATCH",
      `/Users/${id}`,
      { Operations: [{ op: "add", path: "emails", value: [{ type: "home" }] }] },
      "400 invalidValue",
    ],
    ["GET", "/Users?sortBy=nothing", undefined, "400 invalidPath"],
    ["GET", "/Users?cursor=x", undefined, "400 invalidCursor"],
    [
      "PATCH",
      `/Users/${id}`,
      { Operations: [{ op: "move", path: "title", value: "x" }] },
      "400 invalidSyntax",
    ],
    ["PATCH", `/Users/${id}`, { Operations: [{ op: "remove" }] }, "400 noTarget"],
    ["PATCH", `/Users/${id}`, { Operations: [{ op: "replace", path: "id", value: "x" }] }, "400 mutability"],
    [
      "PATCH",
      `/Users/${id}`,
      { Operations: [{ op: "replace", path: "nothing", value: "x" }] },
      "400 invalidPath",
    ],
    [
      "PATCH",
      `/Users/${id}`,
      { Operations: [{ op: "replace", path: 'emails[type eq "fax"].value', value: "x@acme.io" }] },
      "400 noTarget",
    ],
    [
      "PATCH",
      `/Users/${id}`,
      { schemas: [patchOp], Operations: [{ op: "replace", path: "active", value: "perhaps" }] },
      "400 invalidValue",
    ],
    [
      "POST",
      "/Users",
      { userName: "two", emails: ["a@acme.io", "b@acme.io"].map((value) => ({ value, primary: true })) },
      "400 invalidValue",
    ],
    ["POST", "/Users/.search", [], "400 invalidSyntax"],
    ["POST", "/Bulk", { Operations: [], failOnErrors: -1 }, "400 invalidSyntax"],
  ];
  for (const [method, path, sent, expected] of refusals) {
    const { status, body: refused } = await idp.asks(method, path, sent);
    expect([path, `${status} ${refused.scimType}`]).toEqual([path, expected]);
    expect(refused).toMatchObject({
      schemas: [error],
      status: String(status),
      detail: expect.stringMatching(/./),
    });
  }
});

test("a Bulk changes resources and reads none; references may point ahead, and it ends at failOnErrors", async () => {
  const emails = [{ value: "bulk-a@acme.io" }];
  const done = await idp.asks("POST", "/Bulk", {
    schemas: ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],
    failOnErrors: 2,
    Operations: [
      {
        method: "POST",
        path: "/Groups",
        bulkId: "g",
        data: { displayName: "Bulk", members: [{ value: "bulkId:u" }] },
      },
      { method: "POST", path: "/Users", bulkId: "u", data: { userName: "bulk-a", emails } },
      { method: "GET", path: "/Users" },
      {
        method: "PATCH",
        path: "/Users/bulkId:u",
        data: { Operations: [{ op: "replace", value: { title: "CTO" } }] },
      },
      { method: "POST", path: "/Users", bulkId: "u2", data: { userName: "bulk-a", emails } },
      { method: "DELETE", path: "/Groups/bulkId:g" },
    ],
  });
  expect(done.status).toBe(200);
  const operations: { status: string }[] = Array.isArray(done.body.Operations) ? done.body.Operations : [];
  expect(operations.map(({ status }) => status)).toEqual(["201", "201", "405", "200", "409"]);
  const found = await idp.asks("GET", `/Groups?filter=${encodeURIComponent('displayName eq "bulk"')}`);
  expect(found.body).toMatchObject({ Resources: [{ members: [{ type: "User" }] }] });
});
