import { expect, test } from "vitest";
import { type Json, startScim } from "../../support/scim/start-scim.ts";

const scim = await startScim();
const idp = await scim.provider();
const core = "urn:ietf:params:scim:schemas:core:2.0:User";
const rows = ({ Resources }: Json): Json[] => (Array.isArray(Resources) ? Resources : []);
const found = async (path: string, filter: string) => {
  const { status, body } = await idp.asks("GET", `${path}?filter=${encodeURIComponent(filter)}`);
  return [status, body.totalResults, ...rows(body).map(({ id }) => id)];
};

test("a name with spaces around it is found as it is unique: with them and without", async () => {
  const sent = { userName: " Outer Space  ", emails: [{ value: " space@acme.io", type: "work" }] };
  const made = await idp.asks("POST", "/Users", sent);
  expect([made.status, made.body]).toMatchObject([201, sent]);
  const { id } = made.body;
  for (const filter of [
    'userName eq "outer space"',
    'userName eq " Outer Space  "',
    'userName sw "outer "',
    'userName ew "space "',
    'not (userName ne "outer space")',
    'emails.value eq "space@acme.io"',
    'emails[type eq "work"].value eq " SPACE@acme.io "',
    'emails co "space@"',
  ])
    expect([filter, ...(await found("/Users", filter))]).toEqual([filter, 200, 1, id]);
  expect(await found("/Users", 'userName sw "outer  "')).toEqual([200, 0]);
  const again = await idp.asks("POST", "/Users", { ...sent, userName: "outer space" });
  expect([again.status, again.body.scimType]).toEqual([409, "uniqueness"]);
  const email = {
    op: "add",
    path: "emails",
    value: [{ value: "space@acme.io ", type: "work", primary: true }],
  };
  expect((await idp.patches(`/Users/${id}`, email)).body.emails).toEqual([
    { value: "space@acme.io ", type: "work", primary: true },
  ]);

  const group = await idp.asks("POST", "/Groups", { displayName: " Space Crew " });
  expect(group.body.displayName).toBe(" Space Crew ");
  for (const filter of [
    'displayName eq "space crew"',
    'displayName eq " Space Crew "',
    'displayName sw "spa"',
  ])
    expect([filter, ...(await found("/Groups", filter))]).toEqual([filter, 200, 1, group.body.id]);
});

test("RFC 7644's own filters are answered: an attribute of RFC 7643 that is not stored has no value", async () => {
  const id = await idp.creates("bjensen", { title: "Tour Guide", userType: "Employee", nickName: "Babs" });
  const all = (await found("/Users", "userName pr")).slice(2);
  for (const [filter, expected] of [
    ['title pr and userType eq "Employee"', []],
    ['title pr or userType eq "Intern"', [id]],
    ['userType eq "Employee" and (emails co "example.com" or emails.value co "example.org")', []],
    ['userType ne "Employee" and not (emails co "@acme.io")', []],
    ['userType eq "Employee" and (emails.type eq "work")', []],
    ['emails[type eq "work" and value co "@acme.io"] or ims[type eq "xmpp" and value co "@foo.com"]', all],
    [`${core.toUpperCase()}:NICKNAME pr`, []],
    ["not (addresses.country pr)", all],
    ['addresses[type eq "work" and country ne "UK"]', []],
    ['not (roles[primary eq "True"])', all],
    ["locale eq null", all],
  ] as const)
    expect([filter, ...(await found("/Users", filter))]).toEqual([filter, 200, expected.length, ...expected]);
  const root = (filter: string) => idp.asks("POST", "/.search", { filter, attributes: ["id"] });
  expect((await root('nickName pr or members[value ne "x"]')).body.totalResults).toBe(0);
  expect((await idp.asks("GET", "/Users?sortBy=userType&count=1")).status).toBe(200);
  for (const filter of ['nonsense eq "x"', 'addresses.nonsense eq "x"', 'password eq "x"', "userType.x pr"])
    expect((await found("/Users", filter))[0]).toBe(400);
  expect((await found("/Groups", 'nickName eq "x"'))[0]).toBe(400);
});

test("names of a search, a Bulk and its operations are read in any case, as names of attributes are", async () => {
  const ids = [await idp.creates("case1"), await idp.creates("case2")];
  const search = { Filter: 'userName sw "case"', COUNT: 1, startindex: 2, SortBy: "id", Attributes: ["id"] };
  for (const asked of [
    await idp.asks("POST", "/Users/.Search", search),
    await idp.asks(
      "GET",
      `/Users?${new URLSearchParams({ ...search, COUNT: "1", startindex: "2", Attributes: "id" })}`,
    ),
  ])
    expect([asked.status, asked.body]).toMatchObject([
      200,
      { totalResults: 2, startIndex: 2, Resources: [{ id: ids[1] }] },
    ]);
  const done = await idp.asks("POST", "/bulk", {
    Schemas: ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],
    operations: [
      {
        Method: "post",
        PATH: "/users",
        bulkID: "one",
        Data: { userName: "case3", emails: [{ value: "case3@acme.io" }] },
      },
      { METHOD: "Delete", Path: "/Users/bulkId:one" },
    ],
  });
  expect(done.body.Operations).toMatchObject([{ status: "201", bulkId: "one" }, { status: "204" }]);
});

test("RFC 7644, 3.8: who accepts only application/json is answered so; anybody else as SCIM", async () => {
  const typeOf = async (accept: string, path = "/Users") => {
    const headers = { Authorization: `Bearer ${idp.token}`, Accept: accept };
    const response = await fetch(`${scim.url}/scim/v2${path}`, { headers });
    await response.text();
    return response.headers.get("content-type");
  };
  for (const accept of [
    "application/json",
    "Application/JSON;charset=utf-8, text/html",
    "application/json;q=0.5",
  ])
    expect([accept, await typeOf(accept)]).toEqual([accept, "application/json"]);
  expect(await typeOf("application/json", "/Users/nobody")).toBe("application/json");
  for (const accept of [
    "application/scim+json",
    "application/json, application/scim+json;q=0.1",
    "application/json, text/plain, */*",
    "application/*",
    "text/html",
    "application/json;q=0",
  ])
    expect([accept, await typeOf(accept)]).toEqual([accept, "application/scim+json"]);
});

test("RFC 7643, 2.4: no value of a type is returned twice", async () => {
  const emails = [
    { value: "twice@acme.io", type: "work" },
    { value: "Twice@acme.io", type: "Work", primary: true },
    { value: "twice@acme.io", type: "home" },
  ];
  const once = [{ value: "twice@acme.io", type: "work", primary: true }, emails[2]];
  const made = await idp.asks("POST", "/Users", { userName: "twice", emails });
  expect([made.status, made.body.emails]).toEqual([201, once]);
  const path = `/Users/${made.body.id}`;
  const { body } = await idp.patches(path, { op: "replace", path: "emails", value: [...emails, emails[0]] });
  expect(body.emails).toEqual(once);
  expect((await idp.asks("PUT", path, { userName: "twice", emails })).body.emails).toEqual(once);
});

test("RFC 7644, 3.12: what is removed is a fault of mutability, an empty text one of the value", async () => {
  const id = await idp.creates("empties");
  const group = await idp.asks("POST", "/Groups", { displayName: "Empties" });
  const fault = async (path: string, operation: object) => {
    const { status, body } = await idp.patches(path, operation);
    return `${status} ${body.scimType}`;
  };
  for (const [path, attribute] of [
    [`/Users/${id}`, "userName"],
    [`/Groups/${group.body.id}`, "displayName"],
  ] as const) {
    expect(await fault(path, { op: "replace", path: attribute, value: " " })).toBe("400 invalidValue");
    expect(await fault(path, { op: "remove", path: attribute })).toBe("400 mutability");
    expect(await fault(path, { op: "replace", path: attribute, value: null })).toBe("400 mutability");
  }
});

test("OneLogin: schemas named as drafts of SCIM 2.0 did are the same schemas", async () => {
  const draft = "urn:scim:schemas:extension:enterprise:2.0";
  const enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
  const sent = {
    userName: "draft",
    emails: [{ value: "draft@acme.io", type: "work", primary: true }],
    schemas: ["urn:scim:schemas:core:2.0", draft],
  };
  const made = await idp.asks("POST", "/Users", { ...sent, [draft]: { department: "R&D" } });
  const answer = { schemas: [core, enterprise], [enterprise]: { department: "R&D" } };
  expect([made.status, made.body]).toMatchObject([201, answer]);
  const put = await idp.asks("PUT", `/Users/${made.body.id}`, {
    ...sent,
    schemas: ["urn:scim:schemas:core:2.0:User"],
    [`${draft}:User`]: { department: "Sales" },
  });
  expect([put.status, put.body]).toMatchObject([200, { [enterprise]: { department: "Sales" } }]);
  for (const schemas of [[draft], ["urn:scim:schemas:core:1.0"], ["urn:scim:schemas:core:2.0:Group"]])
    expect((await idp.asks("PUT", `/Users/${made.body.id}`, { ...sent, schemas })).status).toBe(400);
});
