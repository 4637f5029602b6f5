import fc from "fast-check";
import { expect, test } from "vitest";
import { parseFilter } from "../../../src/api/scim/parse-filter.ts";
import { User } from "../../../src/models/user.ts";
import { matcher } from "../../../src/services/profiles/filter.ts";
import { userType } from "../../../src/services/profiles/resource-types.ts";
import { peopleQuery } from "../../../src/services/provisioning/people-query.ts";
import { registered } from "../../support/people.ts";
import { anyFilter } from "../../support/scim/arbitrary-filter.ts";
import { printFilter } from "../../support/scim/print-filter.ts";
import { type Json, startScim } from "../../support/scim/start-scim.ts";

const scim = await startScim();
const okta = await scim.provider();
const enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

await registered("Mia Chen");
await okta.creates("eve", {
  title: "CTO",
  externalId: "00U1",
  displayName: "Eve Adams",
  name: { familyName: "Adams" },
});
await okta.creates("EVA", {
  displayName: "É",
  emails: [
    { value: "Eve@Acme.io.example", type: "home" },
    { value: "eva@acme.io", type: "work", primary: true },
  ],
});
await okta.creates('q"\\', {
  emails: [{ value: " q@acme.io " }],
  active: false,
  [enterprise]: { department: "work" },
});
await okta.creates("e", {
  title: "",
  preferredLanguage: "e",
  phoneNumbers: [{ value: "+44 1", primary: true }],
  timezone: "Europe/Berlin",
});
await okta.asks("DELETE", `/Users/${await okta.creates("gone")}`);

const list = (query: Record<string, string>) => okta.asks("GET", `/Users?${new URLSearchParams(query)}`);
const resources = ({ Resources }: Json): Json[] => (Array.isArray(Resources) ? Resources : []);
const names = (body: Json) => resources(body).map(({ userName }) => userName);
const everyone = resources((await list({})).body);

test("everyone registered is listed, under their address until a provider says otherwise", async () => {
  expect(names((await list({})).body)).toEqual([expect.stringContaining("@"), "eve", "EVA", 'q"\\', "e"]);
  const mia = everyone[0];
  expect(mia).toMatchObject({
    displayName: "Mia Chen",
    name: { formatted: "Mia Chen" },
    active: true,
    emails: [{ primary: true, value: mia?.userName }],
  });
  expect(
    (await list({ filter: `userName eq "${String(mia?.userName).toUpperCase()}"` })).body.totalResults,
  ).toBe(1);
});

test.each([
  ['userName eq "EVE"', ["eve"]],
  ['externalId eq "00U1"', ["eve"]],
  ['externalId eq "00u1"', []],
  ['userName sw "ev"', ["eve", "EVA"]],
  ['userName sw "ev" and not (title pr)', ["EVA"]],
  ['emails[type eq "home" and value co "@acme.io.example"]', ["EVA"]],
  ['displayName eq "é"', ["EVA"]],
  ["active eq false", ['q"\\']],
  [`${enterprise}:department eq "WORK"`, ['q"\\']],
  ['userName eq "q\\"\\\\"', ['q"\\']],
  ['emails.value eq "EVA@ACME.IO" or title eq "cto"', ["eve", "EVA"]],
])("%s", async (filter, found) => {
  const { status, body } = await list({ filter });
  expect([status, names(body)]).toEqual([200, found]);
  const searched = await okta.asks("POST", "/Users/.search", { filter, attributes: ["userName"] });
  expect(names(searched.body)).toEqual(found);
});

test("for any filter, the database and the evaluator agree, and the index misses nobody", async () => {
  await fc.assert(
    fc.asyncProperty(anyFilter, async (filter) => {
      const text = printFilter(filter);
      const expected = everyone
        .filter((user) => matcher(filter)(JSON.parse(JSON.stringify(user))))
        .map(({ id }) => id);
      const { status, body } = await okta.asks("POST", "/Users/.search", {
        filter: text,
        attributes: ["id"],
      });
      expect(status, text).toBe(200);
      expect(
        resources(body).map(({ id }) => id),
        text,
      ).toEqual(expected);
      expect(body.totalResults).toBe(expected.length);
      const query = peopleQuery(filter);
      const indexed =
        query && (await User.find(query.query, { _id: 1 }).lean()).map(({ _id }) => String(_id));
      if (indexed) expect(indexed, text).toEqual(expect.arrayContaining(expected));
    }),
    { numRuns: 150 },
  );
});

test("pages by startIndex, by count and by cursor, by the book", async () => {
  const ids = everyone.map(({ id }) => id);
  const page = async (query: Record<string, string>) => {
    const { body } = await list(query);
    return [
      body.totalResults,
      body.startIndex,
      body.itemsPerPage,
      resources(body).map(({ id }) => ids.indexOf(id)),
    ];
  };
  expect(await page({ startIndex: "2", count: "2" })).toEqual([5, 2, 2, [1, 2]]);
  expect(await page({ startIndex: "-3", count: "1" })).toEqual([5, 1, 1, [0]]);
  expect(await page({ count: "0" })).toEqual([5, 1, 0, []]);
  expect(await page({ count: "-1" })).toEqual([5, 1, 0, []]);
  expect(await page({ startIndex: "9" })).toEqual([5, 9, 0, []]);
  for (const how of [
    {},
    { sortBy: "userName", sortOrder: "descending" },
    { filter: "active eq true" },
  ] as const) {
    const inOrder = resources((await list({ ...how })).body).map(({ id }) => id);
    const read: unknown[] = [];
    for (let cursor: unknown = ""; typeof cursor === "string"; ) {
      const { status, body } = await list({ ...how, count: "2", cursor });
      expect(status).toBe(200);
      read.push(...resources(body).map(({ id }) => id));
      cursor = body.nextCursor;
    }
    expect(read).toEqual(inOrder);
  }
  const { body } = await list({ count: "1", cursor: "" });
  for (const query of [{ cursor: "x" }, { cursor: String(body.nextCursor), filter: "title pr" }])
    expect((await list(query)).body.scimType).toBe("invalidCursor");
  expect((await list({ count: "x" })).body.scimType).toBe("invalidValue");
});

test("sorting ignores case, with missing values last, or first when descending", async () => {
  const by = async (sortBy: string, sortOrder: string) =>
    names((await list({ sortBy, sortOrder })).body).filter((name) => !String(name).includes("@"));
  expect(await by("userName", "ascending")).toEqual(["e", "EVA", "eve", 'q"\\']);
  expect((await by("externalId", "ascending"))[0]).toBe("eve");
  expect((await by("externalId", "descending")).at(-1)).toBe("eve");
  expect((await by("emails", "ascending"))[0]).toBe("e");
  expect((await list({ sortBy: "nonsense" })).body.scimType).toBe("invalidPath");
});

test("attributes and excludedAttributes select what is shown, always with the id", async () => {
  const one = async (query: Record<string, string>) =>
    resources((await list({ filter: 'userName eq "eve"', ...query })).body)[0];
  expect(await one({ attributes: "userName,NAME.familyname,nonsense" })).toEqual({
    schemas: expect.any(Array),
    id: expect.any(String),
    userName: "eve",
    name: { familyName: "Adams" },
  });
  expect(await one({ attributes: "emails.value" })).toMatchObject({ emails: [{ value: "eve@acme.io" }] });
  const without = await one({
    excludedAttributes: "id, emails,meta.created,urn:ietf:params:scim:schemas:core:2.0:User:title",
  });
  expect(without).toMatchObject({ id: expect.any(String), userName: "eve", meta: { resourceType: "User" } });
  for (const name of ["emails", "title"]) expect(without).not.toHaveProperty(name);
  expect(without?.meta).not.toHaveProperty("created");
});

test("a filter that would search too much is refused, unless an index narrows it", async () => {
  const by = { kind: "system", name: "iam-bot" } as const;
  await User.insertMany(
    Array.from({ length: 1_001 }, (_, at) => ({
      email: `many${at}@acme.io`,
      name: `Many ${at}`,
      timeZone: "UTC",
      status: "active" as const,
      memberships: [],
      invitedBy: by,
      registeredAt: new Date(),
      words: [],
    })),
  );
  for (const query of [
    { filter: 'userName co "ve"' },
    { filter: 'not (userName eq "x")' },
    { sortBy: "title" },
  ]) {
    const { status, body } = await list(query);
    expect([status, body.scimType, body.detail]).toEqual([
      400,
      "invalidFilter",
      expect.stringContaining("1,000 users"),
    ]);
  }
  expect((await list({ filter: 'userName sw "ev" and emails co "eve@"' })).body.totalResults).toBe(2);
  expect((await list({ filter: 'userName sw "many"', count: "2" })).body.totalResults).toBe(1_001);
  for (const [filter, total] of [
    ['schemas eq "urn:ietf:params:scim:schemas:core:2.0:User"', 1_006],
    ['meta.resourceType eq "User"', 1_006],
    ['not (meta.resourceType eq "User")', 0],
    ["not (userName pr)", 0],
    ["meta.created pr and schemas pr", 1_006],
  ] as const)
    expect([filter, (await list({ filter, count: "1" })).body.totalResults]).toEqual([filter, total]);
  const ofGroups = "urn:ietf:params:scim:schemas:core:2.0:Group:displayName";
  const everything = { filter: `userName sw "ev" or ${ofGroups} eq "Users" or members.value eq "x"` };
  const { body: root } = await okta.asks("POST", "/.search", everything);
  expect([root.totalResults, names(root).length]).toEqual([3, 3]);
  expect((await list({ count: "2", startIndex: "1005" })).body).toMatchObject({
    totalResults: 1_006,
    itemsPerPage: 2,
  });
  const newest = { sortBy: "id", sortOrder: "descending", count: "2", cursor: "" };
  const first = (await list(newest)).body;
  const second = (await list({ ...newest, cursor: String(first.nextCursor) })).body;
  expect([...names(first), ...names(second)]).toEqual(
    [1_000, 999, 998, 997].map((at) => `many${at}@acme.io`),
  );
  // The filter is still parsed as written.
  expect(parseFilter(userType, 'userName co "ve"').kind).toBe("compare");
});
