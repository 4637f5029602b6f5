import { expect, test } from "vitest";
import { startScim } from "../../support/scim/start-scim.ts";

const scim = await startScim();
const okta = await scim.provider();
const id = await okta.creates("eve");

test.each([
  ["deep", `${"[".repeat(100_000)}${"]".repeat(100_000)}`],
  ["deep objects", `${'{"Operations":'.repeat(50_000)}1${"}".repeat(50_000)}`],
  [
    "many keys",
    JSON.stringify(Object.fromEntries(Array.from({ length: 50_000 }, (_, at) => [`k${at}`, at]))),
  ],
  [
    "many operations",
    JSON.stringify({
      Operations: Array.from({ length: 20_000 }, () => ({
        op: "add",
        path: "emails",
        value: [{ value: "a" }],
      })),
    }),
  ],
  [
    "many addresses, one by one",
    JSON.stringify({
      Operations: Array.from({ length: 5_000 }, (_, at) => ({
        op: "add",
        path: "emails",
        value: [{ value: `${at}` }],
      })),
    }),
  ],
  [
    "many values in lists",
    JSON.stringify({
      Operations: Array(190).fill({
        op: "add",
        path: "phoneNumbers",
        value: Array.from({ length: 99 }, (_, at) => ({ value: `${at}${"É".repeat(20)}` })),
      }),
    }),
  ],
  ["many names", JSON.stringify({ attributes: Array(39_000).fill("name.familyName") })],
  [
    "a long filter as a path",
    JSON.stringify({
      Operations: [{ op: "remove", path: `emails[${'type eq "x" or '.repeat(20_000)}value pr]` }],
    }),
  ],
])("%s is answered", async (_, body) => {
  for (const [method, at] of [
    ["PATCH", `/Users/${id}`],
    ["POST", "/Users"],
    ["POST", "/Bulk"],
    ["POST", "/Users/.search"],
  ] as const)
    expect((await okta.asks(method, at, body)).status).toBeLessThan(500);
});

test("naming more attributes than there are is refused before anybody is created", async () => {
  const { status, body } = await okta.asks("POST", `/Users?attributes=${"id,".repeat(201)}`, {
    userName: "names",
    emails: [{ value: "names@acme.io" }],
  });
  expect([status, body.scimType]).toEqual([400, "invalidValue"]);
  expect((await okta.asks("GET", "/Users?count=0")).body.totalResults).toBe(1);
});

test.each([
  ["NUL", "\0"],
  ["the first half of a character", "\ud83d"],
  ["the last half of a character", "\ude00"],
])("%s is refused in any text, and nothing is changed", async (_, character) => {
  const before = await okta.asks("GET", `/Users/${id}`);
  for (const path of ["userName", "displayName", "externalId", "name.familyName"]) {
    const Operations = [{ op: "replace", path, value: `e${character}ve` }];
    expect(await okta.asks("PATCH", `/Users/${id}`, JSON.stringify({ Operations }))).toMatchObject({
      status: 400,
      body: { scimType: "invalidValue", detail: expect.stringContaining("NUL, or half a character") },
    });
  }
  expect((await okta.asks("GET", `/Users/${id}`)).body).toEqual(before.body);
});
