import { expect, test } from "vitest";
import { type Json, startScim } from "../../support/scim/start-scim.ts";

const scim = await startScim();
const idp = await scim.provider();
const groupUrn = "urn:ietf:params:scim:schemas:core:2.0:Group";
const enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

const eve = await idp.creates("eve", { displayName: "Eve", [enterprise]: { department: "R&D" } });
const ada = await idp.creates("ada", { displayName: "Ada" });
const crew = await idp.asks("POST", "/Groups", { displayName: "Crew", members: [{ value: eve }] });
const { Resources } = (await idp.asks("GET", "/Groups?attributes=displayName")).body;
const groups: Json[] = Array.isArray(Resources) ? Resources : [];
const names = new Map<unknown, unknown>([
  [eve, "eve"],
  [ada, "ada"],
  ...groups.map(({ id, displayName }): [unknown, unknown] => [id, displayName]),
]);
const found = ({ Resources: rows }: Json) =>
  (Array.isArray(rows) ? rows : []).map(({ id }: Json) => names.get(id));
const builtIn = groups.map(({ displayName }) => displayName).filter((name) => name !== "Crew");

test.each([
  ['userName eq "eve" or displayName eq "Crew"', ["eve", "Crew"]],
  ['userName eq "EVE" or members.value eq "nobody"', ["eve"]],
  [`members.value eq "${eve}"`, ["Crew"]],
  [`members[value eq "${eve}" and type eq "User"]`, ["Crew"]],
  ["not (userName pr)", [...builtIn, "Crew"]],
  ['userName ne "eve"', ["ada", ...builtIn, "Crew"]],
  ["userName eq null and members pr", ["Crew"]],
  ['(meta.resourceType eq "User") or (meta.resourceType eq "Group")', ["eve", "ada", ...builtIn, "Crew"]],
  ['meta.resourceType ne "Group" and displayName sw "A"', ["ada"]],
  [`schemas eq "${groupUrn}"`, [...builtIn, "Crew"]],
  [`schemas eq "${enterprise.toUpperCase()}"`, ["eve"]],
  [`${groupUrn}:displayName sw "C"`, ["Crew"]],
  [`${groupUrn}:displayName sw "E" or ${enterprise}:department pr`, ["eve"]],
  ['displayName eq "Ada" and not (members pr)', ["ada"]],
])("RFC 7644, 3.4.2.1: at the root, %s", async (filter, expected) => {
  const searched = await idp.asks("POST", "/.search", { filter });
  expect([searched.status, found(searched.body)]).toEqual([200, expected]);
  expect(searched.body.totalResults).toBe(expected.length);
  const asked = await idp.asks("GET", `?filter=${encodeURIComponent(filter)}`);
  expect(asked.body).toEqual(searched.body);
});

test("at the root, an attribute that no type has is refused", async () => {
  for (const search of [{ filter: "nothing pr" }, { sortBy: "nothing" }])
    expect((await idp.asks("POST", "/.search", search)).status).toBe(400);
});

test.each([
  [{}, 1],
  [{}, 2],
  [{}, 3],
  [{}, 100],
  [{ sortBy: "userName", sortOrder: "descending" }, 2],
  [{ sortBy: "id", sortOrder: "descending" }, 2],
  [{ filter: "members pr or userName pr" }, 2],
])(
  "RFC 9865: all users and groups can be read by cursors at the root, %j, %i at a time",
  async (how, count) => {
    const all = found((await idp.asks("POST", "/.search", how)).body);
    const read: unknown[] = [];
    let parts = 0;
    for (let cursor: unknown = ""; typeof cursor === "string"; parts += 1) {
      const { status, body } = await idp.asks("POST", "/.search", { ...how, count, cursor });
      expect([status, body.totalResults]).toEqual([200, all.length]);
      read.push(...found(body));
      cursor = body.nextCursor;
    }
    expect([read, parts]).toEqual([all, Math.ceil(all.length / count)]);
  },
);

test("at the root, a cursor belongs to one search, and none is given if nothing is asked for", async () => {
  const first = await idp.asks("POST", "/.search", { cursor: "", count: 1 });
  const { nextCursor: cursor } = first.body;
  expect((await idp.asks("POST", "/.search", { cursor, filter: "userName pr" })).body.scimType).toBe(
    "invalidCursor",
  );
  expect((await idp.asks("GET", "?cursor=&count=0")).body).toMatchObject({ Resources: [] });
  expect((await idp.asks("GET", "?cursor=&count=0")).body).not.toHaveProperty("nextCursor");
});

test.each([
  [`members.value eq "USER"`, ["Crew"]],
  [`members eq "USER"`, ["Crew"]],
  [`members.$ref eq "${scim.url}/scim/v2/Users/USER"`, ["Crew"]],
  [`members[value eq "USER"]`, ["Crew"]],
  [`members[value eq "USER" or type eq "Group"]`, ["Crew"]],
  [`not (members.value eq "USER")`, builtIn],
  [`not (members[value eq "USER"]) and displayName sw "C"`, []],
  [`members.value co "USER"`, ["Crew"]],
  ["members pr", ["Crew"]],
  ["not (members pr)", builtIn],
  ['members.type eq "user"', ["Crew"]],
  [`members[not (value eq "USER")]`, []],
  [`id eq "${crew.body.id}" and members eq "USER"`, ["Crew"]],
  [`schemas co "core:2.0:group" and displayName eq "crew"`, ["Crew"]],
])("groups by their members: %s", async (filter, expected) => {
  const asked = await idp.asks("POST", "/Groups/.search", { filter: filter.replaceAll("USER", eve) });
  expect([asked.status, found(asked.body)]).toEqual([200, expected]);
  for (const row of Array.isArray(asked.body.Resources) ? asked.body.Resources : [])
    expect(row.members?.length ?? 0).toBe(names.get(row.id) === "Crew" ? 1 : 0);
});
